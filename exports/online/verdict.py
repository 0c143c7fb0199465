"""What keeps an offer from going out, as issues: what is not online, forbidden characters, the schema."""

import re
from collections.abc import Iterator
from functools import cache

from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.lheo.grammar import grammar
from core.rules import Fiche, Field, FieldTable, Issue, Kind, Level
from core.rules.completeness import empty
from exports.lheo.annuaire import Annuaire
from exports.lheo.build import Group
from exports.lheo.financement import FINANCEURS_AT_MOST
from exports.lheo.profiles import Profile
from exports.lheo.schema import Problem, problems
from exports.lheo.writer import DECLARATION, ForbiddenCharacter, escape

_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*?) \)")


def not_online(root: Fiche, fields: FieldTable, annuaire: Annuaire) -> Iterator[Issue]:
    """Yield the sites and établissements that an offer names and that are not online."""
    for fiche in root.walk():
        for field in fields.level(fiche.level):
            for path, column, value in _references(fiche, field):
                known = annuaire.sites if column.kind is Kind.SITE else annuaire.organismes
                label = (
                    f"Le site n° {value}"
                    if column.kind is Kind.SITE
                    else f"L’établissement {value}"
                )
                if value not in known:
                    yield Issue(
                        "diffusion.annuaire",
                        path,
                        f"« {field.label} » : {label[0].lower() + label[1:]} n’est pas en ligne. Faites-le valider d’abord.",
                    )
                elif field.name == "site_dispensateur" and annuaire.organisme_of(value) is None:
                    yield Issue(
                        "diffusion.annuaire",
                        path,
                        f"« {field.label} » : l’établissement du site n° {value} n’est pas en ligne. Faites-le valider d’abord.",
                    )


def _references(fiche: Fiche, field: Field):
    """Yield (path, field, value) of the references that a field holds, rows of small tables included."""
    if field.kind is Kind.ROWS:
        for number, row in enumerate(fiche[field.name] or ()):
            for column in field.columns:
                if column.kind in (Kind.SITE, Kind.ETABLISSEMENT) and not empty(
                    row.get(column.name),
                ):
                    yield (
                        fiche.path(f"{field.name}.{number}.{column.name}"),
                        column,
                        row[column.name],
                    )
    elif field.kind in (Kind.SITE, Kind.ETABLISSEMENT) and not empty(fiche[field.name]):
        yield fiche.path(field.name), field, fiche[field.name]


def too_many_funders(root: Fiche) -> Iterator[Issue]:
    """Yield the sessions with more dispositifs than LHÉO takes: leaving one out would hide who pays."""
    for session in root.each(Level.SESSION):
        if (count := len(session.children)) > FINANCEURS_AT_MOST:
            yield Issue(
                "diffusion.financeurs",
                session.path(""),
                f"La session {session.key[1:]} compte {count} dispositifs : LHÉO en admet {FINANCEURS_AT_MOST} au plus.",
                source="LHÉO",
            )


def forbidden_characters(root: Fiche, fields: FieldTable) -> Iterator[Issue]:
    """Yield the texts that XML cannot hold."""
    for fiche in root.walk():
        for field in fields.level(fiche.level):
            for path, text in _texts(fiche.path(field.name), fiche[field.name]):
                try:
                    escape(text, field.label)
                except ForbiddenCharacter as refusal:
                    yield forbidden(refusal, path)


def forbidden(refusal: ForbiddenCharacter, path: str) -> Issue:
    message = str(refusal)
    return Issue("diffusion.caractere", path, message[0].upper() + message[1:], source="LHÉO")


def _texts(path, value):
    match value:
        case str():
            yield path, value
        case list() | tuple():
            for number, item in enumerate(value):
                yield from _texts(f"{path}.{number}", item)
        case dict():
            for name, item in value.items():
                yield from _texts(f"{path}.{name}", item)


def against_the_schema(
    groups: list[Group],
    root: Fiche,
    fields: FieldTable,
    profile: Profile,
) -> Iterator[Issue]:
    """Yield what the schema refuses in each group, put in a document of its own."""
    for group in groups:
        lines = _Lines(f'{DECLARATION}\n<lheo xmlns="{profile.grammar.namespace}"><offres>')
        lines.add(group.head, None)
        for session, fragment in group.sessions:
            lines.add(fragment, session)
        lines.add(f"\n{group.tail}</offres></lheo>", None)
        for problem in problems(lines.text.encode(), profile.version):
            session = lines.at(problem.line)
            first = (
                session or group.sessions[0][0]
            )  # responsable and type de parcours are those of every session
            yield _issue(
                problem,
                session,
                [first, *first.children, root, root.children[0]],
                fields,
                profile,
            )


class _Lines:
    """A document put together, which remembers whose each line is."""

    def __init__(self, text):
        self.text, self._starts = text, [(0, None)]

    def add(self, text, session):
        self._starts.append(
            (self.text.count("\n") + 2, session),
        )  # each part begins with a line break
        self.text += text

    def at(self, line) -> Fiche | None:
        return next(session for start, session in reversed(self._starts) if start <= line)


def _issue(
    problem: Problem,
    session: Fiche | None,
    about: list[Fiche],
    fields: FieldTable,
    profile: Profile,
) -> Issue:
    """Say a problem of LHÉO in the terms of the screen, where the field can be found."""
    match = _EXPECTED.search(problem.detail)
    missing = _mandatory(profile.version) & set(match[1].split(", ") if match else ())
    for elements, lacking, said in (
        (missing, True, "est à renseigner : LHÉO le demande."),
        ({problem.element}, False, f": dans LHÉO, {problem.message}"),
    ):
        fiche, field = _culprit(elements, about, fields, lacking=lacking)
        if field:
            return Issue(
                "diffusion.lheo",
                fiche.path(field.name),
                f"« {field.label} » {said}",
                source="LHÉO",
            )
    where = f"session {session.key[1:]}, " if session else ""
    if name := next(
        (f.label for f in ANNUAIRE_FIELDS if _element(f) in (*missing, problem.element)),
        "",
    ):
        where += f"« {name} » de l’annuaire : "
    return Issue(
        "diffusion.lheo",
        (session or about[-1]).path(""),
        f"Dans LHÉO, {where}{problem.message}",
        source="LHÉO",
    )


@cache
def _mandatory(version: str) -> frozenset[str]:
    """Return the elements that some other must hold."""
    return frozenset(
        c.name for e in grammar(version).elements.values() for c in e.children if c.minimum
    )


def _culprit(elements, fiches, fields, *, lacking):
    """Return the fiche and the field that give one of these elements: the longest text, or the one left out."""
    found = [
        (fiche, field)
        for fiche in fiches
        for field in fields.level(fiche.level)
        if {_element(field), *map(_element, field.columns)} & elements - {""}
        and empty(fiche[field.name]) is lacking
    ]
    return max(found, key=lambda pair: len(str(pair[0][pair[1].name])), default=(None, None))


def _element(field: Field) -> str:
    """Return the LHÉO element that a field gives."""
    return field.lheo.rsplit("/", 1)[-1].partition("[")[0]

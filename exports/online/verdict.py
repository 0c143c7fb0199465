"""What keeps an offer from going out, as issues.

What is not online, forbidden characters, the schema.
"""

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
NAMED = (Kind.SITE, Kind.ETABLISSEMENT)  # kinds of what an offer names, and must be online


def not_online(root: Fiche, fields: FieldTable, annuaire: Annuaire) -> Iterator[Issue]:
    """Yield the sites and établissements that an offer names and that are not online."""
    for fiche in root.walk():
        for field in fields.level(fiche.level):
            for path, kind, value in _references(fiche, field):
                offline = _offline(kind, value, annuaire)
                if not offline and field.name == "site_dispensateur":
                    offline = _owner_offline(value, annuaire)
                if offline:
                    yield Issue(
                        "diffusion.annuaire",
                        path,
                        f"« {field.label} » : {offline} n’est pas en ligne. "
                        "Faites-le valider d’abord.",
                    )


def _offline(kind: Kind, value: str, annuaire: Annuaire) -> str:
    """Name a site or an établissement that is not online, or return an empty text."""
    if kind is Kind.SITE:
        return "" if value in annuaire.sites else f"le site n° {value}"
    return "" if value in annuaire.organismes else f"l’établissement {value}"


def _owner_offline(site: str, annuaire: Annuaire) -> str:
    """Name the établissement of a site when it is not online."""
    if annuaire.organisme_of(site) is None:
        return f"l’établissement du site n° {site}"
    return ""


def _references(fiche: Fiche, field: Field):
    """Yield (path, kind, value) of the references of a field, rows of small tables included."""
    if field.kind in NAMED and not empty(fiche[field.name]):
        yield fiche.path(field.name), field.kind, fiche[field.name]
    if field.kind is not Kind.ROWS:
        return
    for number, row in enumerate(fiche[field.name] or ()):
        for column in field.columns:
            value = row.get(column.name)
            if column.kind in NAMED and not empty(value):
                yield fiche.path(f"{field.name}.{number}.{column.name}"), column.kind, value


def too_many_funders(root: Fiche) -> Iterator[Issue]:
    """Yield the sessions with more dispositifs than LHÉO takes.

    Leaving one out would hide who pays.
    """
    for session in root.each(Level.SESSION):
        if (count := len(session.children)) > FINANCEURS_AT_MOST:
            yield Issue(
                "diffusion.financeurs",
                session.path(""),
                f"La session {session.key[1:]} compte {count} dispositifs : LHÉO en admet "
                f"{FINANCEURS_AT_MOST} au plus.",
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
            # Responsable and type de parcours are those of every session.
            first = session or group.sessions[0][0]
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
        self.text = text
        self._starts = [(0, None)]

    def add(self, text, session):
        start = self.text.count("\n") + 2  # each part begins with a line break
        self._starts.append((start, session))
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
    expected = match[1].split(", ") if match else ()
    missing = _mandatory(profile.version) & set(expected)
    fiche, field = _culprit(missing, about, fields, lacking=True)
    if field:
        message = f"« {field.label} » est à renseigner : LHÉO le demande."
        return Issue("diffusion.lheo", fiche.path(field.name), message, source="LHÉO")
    fiche, field = _culprit({problem.element}, about, fields, lacking=False)
    if field:
        message = f"« {field.label} » : dans LHÉO, {problem.message}"
        return Issue("diffusion.lheo", fiche.path(field.name), message, source="LHÉO")
    where = f"session {session.key[1:]}, " if session else ""
    label = _label_in_the_annuaire({*missing, problem.element})
    if label:
        where += f"« {label} » de l’annuaire : "
    return Issue(
        "diffusion.lheo",
        (session or about[-1]).path(""),
        f"Dans LHÉO, {where}{problem.message}",
        source="LHÉO",
    )


def _label_in_the_annuaire(elements) -> str:
    """Return the label of the first field of the annuaire that gives one of these elements."""
    for field in ANNUAIRE_FIELDS:
        if _element(field) in elements:
            return field.label
    return ""


@cache
def _mandatory(version: str) -> frozenset[str]:
    """Return the elements that some other must hold."""
    mandatory = set()
    for element in grammar(version).elements.values():
        mandatory.update(child.name for child in element.children if child.minimum)
    return frozenset(mandatory)


def _culprit(elements, fiches, fields, *, lacking):
    """Return the fiche and the field that give one of these elements.

    The longest text, or the one left out.
    """
    culprits = []
    for fiche in fiches:
        for field in fields.level(fiche.level):
            given = {_element(field), *map(_element, field.columns)} - {""}
            if given & elements and empty(fiche[field.name]) is lacking:
                culprits.append((fiche, field))

    def length(culprit):
        fiche, field = culprit
        return len(str(fiche[field.name]))

    return max(culprits, key=length, default=(None, None))


def _element(field: Field) -> str:
    """Return the LHÉO element that a field gives."""
    return field.lheo.rsplit("/", 1)[-1].partition("[")[0]

"""The content of a procédure de saisie, from the rules of a programme and of its campaign."""

from collections.abc import Mapping

from core import plugins
from core.fasd.sources import full
from core.procedure import texts
from core.procedure.champs import Champ, champ
from core.procedure.chapters import Chapter, Group, Procedure, Rule
from core.rules import Level, Need, Programme
from core.rules.ajustements import fingerprint

TO_CONFIRM = (
    "Règles à confirmer : la procédure de ce programme n’est pas encore connue en entier. "
    "Ce qui suit est ce que SOFI demande aujourd’hui ; rien n’y a été inventé."
)


def procedure(
    programme: Programme,
    *,
    names,
    annee: int | None = None,
    version: str = "",
    day: str = "",
    saisie: str = "",
    contact: Mapping[str, str] | None = None,
) -> Procedure:
    """Return the procédure of a programme, as its campaign asks it when it is adjusted already.

    `names` says codes of référentiels; `version`, `day` and `saisie` (when the saisie is open) are
    said as they are.
    """
    bare = plugins.programme(programme.code)
    return Procedure(
        title=f"Procédure de saisie SOFI – {programme.label}",
        code=programme.code,
        programme=programme.label,
        campagne=f"Campagne {annee}" if annee else "",
        version=version or f"empreinte {fingerprint(programme)[:8]}",
        day=day,
        document=programme.procedure,
        warning=TO_CONFIRM if programme.a_confirmer else "",
        chapters=(
            *texts.before(programme, annee=annee, saisie=saisie),
            *(of_level(level, programme, bare, names) for level in texts.FICHES),
            checks(programme),
            texts.SENDING,
            texts.contacts(contact),
        ),
    )


def of_level(level: Level, programme: Programme, bare: Programme, names) -> Chapter:
    """Return the chapter of one level: each field that is used, and the labels of the others."""
    groups: dict[str, list[Champ]] = {}
    unused = []
    for field in programme.fields.level(level):
        if field.need is Need.UNUSED:
            unused.append(field.label)
            continue
        group = groups.setdefault(field.group or "Autres champs", [])
        group.append(champ(field, programme, bare, names))
    return Chapter(
        anchor=f"fiche-{level.label.lower()}",
        title=f"Fiche {level.label}",
        paragraphs=texts.FICHES[level],
        groups=tuple(Group(title, tuple(champs)) for title, champs in groups.items()),
        unused=tuple(unused),
        next_step=texts.NEXT_STEPS[level],
    )


def checks(programme: Programme) -> Chapter:
    """Return what is checked across fields, in the words of each check.

    Those without words are counted.
    """
    rules = []
    silent = 0
    for check in programme.checks:
        words = getattr(check, "regle", None)
        if words:
            sentence, source = words
            rules.append(Rule(sentence, full(source)))
        else:
            silent += 1
    return Chapter(
        anchor="controles",
        title="Ce que SOFI vérifie entre les champs",
        paragraphs=texts.CHECKS,
        points=(silent_checks(silent),) if silent else (),
        rules=tuple(rules),
    )


def silent_checks(count: int) -> str:
    noun = "contrôles" if count > 1 else "contrôle"
    return f"Ce programme a aussi {count} {noun} que son extension ne décrit pas."

"""The content of a procédure de saisie: plain texts in chapters, from the rules of a programme and of its campaign."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from core import plugins
from core.fasd.sources import full
from core.procedure import texts
from core.procedure.champs import Champ, champ
from core.rules import Level, Need, Programme
from core.rules.ajustements import fingerprint

A_CONFIRMER = (
    "Règles à confirmer : la procédure de ce programme n’est pas encore connue en entier. Ce qui suit est ce que SOFI "
    "demande aujourd’hui ; rien n’y a été inventé."
)


@dataclass(frozen=True, slots=True)
class Groupe:
    """Fields that a screen shows under one heading."""

    titre: str
    champs: tuple[Champ, ...]


@dataclass(frozen=True, slots=True)
class Regle:
    """What is checked across fields, and who asks."""

    phrase: str
    source: str


@dataclass(frozen=True, slots=True)
class Chapitre:
    """A chapter: paragraphs, then a list, then fields by group, then rules, then the way to the next step."""

    ancre: str
    titre: str
    paragraphes: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    groupes: tuple[Groupe, ...] = ()
    absents: tuple[str, ...] = ()
    regles: tuple[Regle, ...] = ()
    suite: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procédure, ready for any renderer."""

    titre: str
    code: str
    programme: str
    campagne: str  # « Campagne 2026 », or nothing for the bare programme
    version: str
    jour: str
    document: str
    avertissement: str
    chapitres: tuple[Chapitre, ...] = field(default=())

    def as_data(self) -> dict:
        """Return the content as plain data: what a renderer that is not Python takes."""
        return asdict(self)


def procedure(
    programme: Programme,
    *,
    names,
    annee: int | None = None,
    version: str = "",
    jour: str = "",
    saisie: str = "",
    contact: Mapping[str, str] | None = None,
) -> Procedure:
    """Return the procédure of a programme, as its campaign asks it when `programme` is already adjusted.

    `names` says codes of référentiels; `version`, `jour` and `saisie` (when the saisie is open) are said as they are.
    """
    bare = plugins.programme(programme.code)
    campagne = f"Campagne {annee}" if annee else ""
    chapitres = (
        *texts.before(programme, annee=annee, saisie=saisie),
        *(fiche(level, programme, bare, names) for level in texts.FICHES),
        checks(programme),
        texts.sending(programme),
        texts.contacts(contact),
    )
    return Procedure(
        titre=f"Procédure de saisie SOFI – {programme.label}",
        code=programme.code,
        programme=programme.label,
        campagne=campagne,
        version=version or f"empreinte {fingerprint(programme)[:8]}",
        jour=jour,
        document=programme.procedure,
        avertissement=A_CONFIRMER if programme.a_confirmer else "",
        chapitres=tuple(as_chapitre(c) for c in chapitres),
    )


def as_chapitre(chapitre) -> Chapitre:
    return chapitre if isinstance(chapitre, Chapitre) else Chapitre(**chapitre)


def fiche(level: Level, programme: Programme, bare: Programme, names) -> Chapitre:
    """Return the chapter of one level: each field that the programme uses, and the names of the others."""
    used = [f for f in programme.fields.level(level) if f.need is not Need.UNUSED]
    groups: dict[str, list[Champ]] = {}
    for one in used:
        groups.setdefault(one.group or "Autres champs", []).append(
            champ(one, programme, bare, names),
        )
    absents = tuple(f.label for f in programme.fields.level(level) if f.need is Need.UNUSED)
    return Chapitre(
        ancre=f"fiche-{level.label.lower()}",
        titre=f"Fiche {level.label}",
        paragraphes=texts.FICHES[level],
        groupes=tuple(Groupe(titre, tuple(champs)) for titre, champs in groups.items()),
        absents=absents,
        suite=texts.SUITE[level],
    )


def checks(programme: Programme) -> Chapitre:
    """Return what is checked across fields, in the words of each check; those without words are counted."""
    said = [
        Regle(phrase, full(source))
        for phrase, source in filter(None, (getattr(c, "regle", None) for c in programme.checks))
    ]
    silent = len(programme.checks) - len(said)
    points = (
        (
            f"Ce programme a aussi {silent} contrôle{'s' * (silent > 1)} que son extension ne décrit pas.",
        )
        if silent
        else ()
    )
    return Chapitre(
        "controles",
        "Ce que SOFI vérifie entre les champs",
        texts.CONTROLES,
        points,
        regles=tuple(said),
    )

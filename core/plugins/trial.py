"""Plugins of other packages: read apart, tried before they are let in, watched afterwards.

Plain Python, no Django.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import wraps
from types import ModuleType

from core.plugins import faults
from core.plugins.target import Target
from core.rules import OFFER, Contexte, Fiche, Field, FieldTable, Issue, Kind, Level, Programme
from core.rules.completeness import misshapen

log = logging.getLogger("sofi.plugins")
OWN_KINDS = frozenset(Kind) - {
    Kind.SITE,
    Kind.CONTACT,
    Kind.ETABLISSEMENT,
    Kind.FILE,
    Kind.ROWS,
}  # what JSON holds as it is
TAKEN = frozenset({"version"})  # names that the page of a fiche has for itself


class Unfit(Exception):
    """Why a plugin cannot be let in, as a French sentence."""


@dataclass(frozen=True)
class Watched(Programme):
    """The programme of an outside plugin.

    Once something in it fails, all its offers are blocked.
    """

    plugin: str = ""

    def issues(self, fiche: Fiche) -> list[Issue]:
        if not faults.stops(self.plugin):
            try:
                return _checked(Programme.issues(self, fiche), fiche)
            except (Exception, SystemExit) as error:
                log.exception("check failed", extra={"plugin": self.plugin, "programme": self.code})
                faults.note(
                    self.plugin,
                    f"Les règles du programme « {self.label} » ont échoué ({faults.cause(error)}).",
                )
        return [stopped(self, fiche.path(""))]


def watched(programme: Programme, plugin: str) -> Watched:
    return Watched(**{f.name: getattr(programme, f.name) for f in fields(Programme)}, plugin=plugin)


def stopped(programme: Programme, path: str) -> Issue:
    """Return what keeps the offers of a plugin that failed where they are."""
    return Issue(
        "programme.arrete",
        path,
        f"L’extension du programme « {programme.label} » est en panne : ses offres se lisent, "
        "mais ne peuvent être ni modifiées, ni envoyées, ni validées. Prévenez l’administrateur "
        "de SOFI.",
    )


def _checked(issues: list[Issue], fiche: Fiche) -> list[Issue]:
    """Refuse an answer that a page could not show: it would block without a word."""
    keys = {x.key for x in fiche.walk()}
    for issue in issues:
        if not isinstance(issue, Issue) or issue.key not in keys:
            raise TypeError(f"{issue!r} n’est pas un Issue de ce dossier")
    return issues


def watched_target(target: Target, plugin: str) -> Target:
    """Return the target with rules that never raise."""
    return replace(
        target,
        rules=tuple(_watched_rule(rule, target, plugin) for rule in target.rules),
    )


def _watched_rule(rule, target: Target, plugin: str):
    @wraps(rule)
    def watched(root, organismes):
        try:
            return _checked(list(rule(root, organismes)), root)
        except (Exception, SystemExit) as error:
            log.exception("target rule failed", extra={"plugin": plugin, "target": target.code})
            faults.note(
                plugin,
                f"Une règle de la cible « {target.label} » a échoué ({faults.cause(error)}).",
            )
            return [Issue("cible.panne", root.path(""), "règle en panne", blocking=False)]

    return watched


# The trial ----------------------------------------------------------------------------------


def written_for(module: ModuleType, contract: int) -> None:
    """Refuse a plugin written for another contract than ours."""
    declared = getattr(module, "SOFI_CONTRACT", None)
    if declared is None:
        raise Unfit(
            f"Elle ne dit pas pour quel contrat elle est écrite (SOFI_CONTRACT = {contract}).",
        )
    if declared != contract:
        raise Unfit(
            f"Elle est écrite pour le contrat {declared} des extensions ; ce SOFI suit le contrat "
            f"{contract}.",
        )


def try_programme(programme: Programme, common: FieldTable) -> None:
    """Refuse a programme that pages could not show, or whose rules fail.

    They are tried on an empty dossier, and on its own example.
    """
    if not isinstance(programme, Programme) or not isinstance(programme.fields, FieldTable):
        raise Unfit("Elle enregistre autre chose qu’un programme.")
    name = f"Le programme « {programme.label} »"
    for field in common:
        if field.name not in programme.fields:
            raise Unfit(f"{name} a retiré le champ « {field.name} » de la table commune.")
        if wrong := _changed(field, programme.fields[field.name]):
            raise Unfit(f"{name} change {wrong} du champ commun « {field.name} ».")
    for field in programme.fields:
        if field.name not in common and (wrong := _unfit(field)):
            raise Unfit(f"{name} ajoute le champ « {field.name} » : {wrong}.")
    for root in _samples(programme):
        for field in programme.fields:
            if wrong := misshapen(field, field.given(root.contexte)):
                raise Unfit(
                    f"{name} donne au champ « {field.name} » une valeur qui ne convient pas : "
                    f"{wrong}",
                )
        _checked(Programme.issues(programme, root), root)


def _changed(field: Field, refined: Field) -> str:
    """Return what a programme may not change of a common field."""
    said = {
        "kind": "la nature",
        "level": "le niveau",
        "columns": "les colonnes",
        "extra": "la place",
    }
    return next(
        (words for name, words in said.items() if getattr(field, name) != getattr(refined, name)),
        "",
    )


def _unfit(field: Field) -> str:
    if not field.extra:
        return "il s’ajoute par « fields.adding »"
    if not field.name.isidentifier() or field.name in TAKEN:
        return "ce nom ne convient pas"
    if field.kind not in OWN_KINDS:
        return "cette nature de champ ne peut pas être propre à un programme"
    if field.kind in (Kind.CHOICE, Kind.CHOICES) and field.table is None:
        return "un choix a besoin d’une table"
    if field.kind in (Kind.CODE, Kind.CODES) and not field.famille:
        return "un code a besoin d’une famille du référentiel"
    if field.level not in OFFER:
        return (
            "son niveau est celui d’une formation, d’une action, d’une session ou d’un dispositif"
        )
    return ""


def _samples(programme: Programme) -> Iterator[Fiche]:
    """Yield a dossier in which nothing was typed, as drafts begin, then the programme's example."""
    dispositif = Fiche(Level.DISPOSITIF, "D4", {})
    session = Fiche(Level.SESSION, "S3", {}, (dispositif,))
    action = Fiche(Level.ACTION, "A2", {}, (session,))
    yield Fiche(Level.FORMATION, "F1", {}, (action,), Contexte(date.today()))  # noqa: DTZ011  any day will do
    if programme.example:
        yield programme.example()

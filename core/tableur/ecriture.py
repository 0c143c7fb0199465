"""A plan is written in one transaction: all its accepted offers, or nothing. By the doors that pages use."""

import logging
from dataclasses import dataclass

from django.db import transaction

from core import creation, fiche
from core.difference import differences
from core.given import typable, write_given
from core.rules import Fiche, Level
from core.saving import changing, keep, saving
from core.tableur.analyse import analyser
from core.tableur.plan import Offre, Plan, SessionLue
from workflows.service import Refused

log = logging.getLogger("sofi.imports")
DOOR = "import"


@dataclass(frozen=True, slots=True)
class Ecrit:
    """What was written: the plan that was agreed to, and the F-A-S code of each line."""

    plan: Plan
    codes: dict[int, str]


def enregistrer(content: bytes, *, campagne, by, name: str, expected: str) -> Ecrit:
    """Write a file that somebody agreed to: `expected` is the fingerprint of its preview.

    Raises `Refused` when the base has changed since, or when a row may no longer be changed: nothing is written then.
    """
    codes: dict[int, str] = {}
    with transaction.atomic():
        plan = analyser(content, campagne=campagne, user=by)
        if plan.empreinte() != expected:
            raise Refused("La base a changé depuis l’aperçu : vérifiez le nouvel aperçu avant de confirmer.")
        for offre in plan.acceptees:
            codes |= _write(offre, by)
    counts = {str(sort): count for sort, count in plan.counts().items()}
    log.info("spreadsheet imported", extra={"file": name, "by": by.pk, "campagne": campagne.pk, **counts})
    return Ecrit(plan, codes)


def _write(offre: Offre, by) -> dict[int, str]:
    """Write one offer, and return the code of each of its lines."""
    if offre.action is None:
        return _create(offre, by)
    action, codes = offre.action, {}
    _save(action.formation, action, offre.formation, by)
    _save(action, action, offre.valeurs, by)
    for s in offre.sessions:
        session = _change(action, s, by)
        codes[s.ligne.numero] = f"{action.formation_id}-{action.pk}-{session.pk}"
    return codes


# A new offer: its rows were given to this person a moment ago, and nobody else knows them ------


def _create(offre: Offre, by) -> dict[int, str]:
    action = creation.create_action(
        by=by, porteur=offre.porteur, attribution=offre.attribution, certifinfo=offre.formation.get("certifinfo") or ""
    )
    typed, codes = [(action.formation, offre.formation), (action, offre.valeurs)], {}
    before, after = [], []
    for row, values in typed:
        _fill(row, action, values, before, after)
    for s in offre.sessions:
        session = creation.add_session(action)
        _fill(session, action, s.valeurs, before, after)
        _fill(session.dispositifs.get(), action, s.du_dispositif, before, after)
        codes[s.ligne.numero] = f"{action.formation_id}-{action.pk}-{session.pk}"
    changes = differences(_together(before), _together(after), action.programme.fields)
    keep([action], [d.as_json() for d in changes], by=by, door=DOOR)
    return codes


def _fill(row, action, values: dict, before: list, after: list) -> None:
    """Save what was typed in a new row, and note what it held before and after."""
    if not values:
        return
    fields = action.programme.fields.level(row.level)
    before.append(Fiche(row.level, row.key, fiche.values_of(row, fields)))
    _write_row(row, action, values)
    after.append(Fiche(row.level, row.key, before[-1].values | values))


def _together(fiches: list[Fiche]) -> Fiche:
    """Return fiches under one root, as differences are told."""
    return Fiche(Level.FORMATION, "", {}, tuple(fiches))


# An offer that is known --------------------------------------------------------------------


def _change(action, s: SessionLue, by):
    session, dispositif = s.session, s.dispositif
    if session is None:
        with changing(action, by=by, door=DOOR) as tell:
            session = creation.add_session(action)
            tell(session.key, f"Session {session.pk}", "ajoutée")
        dispositif = session.dispositifs.get()
    _save(session, action, s.valeurs, by)
    if dispositif is not None:
        _save(dispositif, action, s.du_dispositif, by)
    return session


def _save(row, action, values: dict, by) -> None:
    """Save what was typed for a fiche, as its page does; nothing when nothing was."""
    if values:
        with saving(row, action.programme, by=by, door=DOOR):
            _write_row(row, action, values)


def _write_row(row, action, values: dict) -> None:
    fields = typable(row, action)
    fiche.write(row, fields, values)
    write_given(row, action)
    row.version += 1
    row.save()
    fiche.write_rows(row, fields, values)

"""A plan is written in one transaction: all its accepted offers, or nothing. By the doors that pages use."""

import logging
from dataclasses import dataclass

from django.db import transaction

from core import creation, fiche
from core.given import typable, write_given
from core.saving import changing, saving
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
    action = offre.action
    if action is None:
        action = creation.create_action(
            by=by, porteur=offre.porteur, attribution=offre.attribution, certifinfo=offre.formation.get("certifinfo") or ""
        )
    _save(action.formation, action, offre.formation, by)
    _save(action, action, offre.valeurs, by)
    codes = {}
    for s in offre.sessions:
        session = _session(offre, action, s, by)
        codes[s.ligne.numero] = f"{action.formation_id}-{action.pk}-{session.pk}"
    return codes


def _session(offre: Offre, action, s: SessionLue, by):
    session, dispositif = s.session, s.dispositif
    if session is None:
        session, dispositif = _added(offre, action, by)
    _save(session, action, s.valeurs, by)
    if dispositif is not None:
        _save(dispositif, action, s.du_dispositif, by)
    return session


def _added(offre: Offre, action, by):
    """Add a session: to a new action, or to one that is known, with a line in its history."""
    if offre.action is None:
        session = creation.add_session(action)
    else:
        with changing(action, by=by, door=DOOR) as tell:
            session = creation.add_session(action)
            tell(session.key, f"Session {session.pk}", "ajoutée")
    return session, session.dispositifs.get()


def _save(row, action, values: dict, by) -> None:
    """Save what was typed for a fiche, as its page does; nothing when nothing was."""
    if not values:
        return
    programme = action.programme
    fields = typable(row, action)
    with saving(row, programme, by=by, door=DOOR):
        fiche.write(row, fields, values)
        write_given(row, action)
        row.version += 1
        row.save()
        fiche.write_rows(row, fields, values)

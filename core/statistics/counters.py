"""The counters of the dashboard: their exact labels, and what each counts (domaine.md, D25)."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from core.fasd.codes import APPRENTISSAGE, PROFESSIONNALISATION
from core.models import Action, Dispositif, Etablissement, Session, Site
from core.models.sessions import active, active_until_by, over
from workflows.lifecycle import State

A_DISTANCE = "2"  # of modalites_enseignement


@dataclass(frozen=True, slots=True)
class Counter:
    """A label, a condition on rows, and the query string that opens the list."""

    code: str
    label: str
    condition: Callable[[date], Q]
    query: str = ""


def in_a_month(day: date) -> date:
    """Return the same day of the next month, or its last day."""
    year = day.year + day.month // 12
    month = day.month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


# Sessions -------------------------------------------------------------------------------


def active_and(condition: Q) -> Callable[[date], Q]:
    """Return the condition of a counter of active sessions."""
    return lambda day: active(day) & condition


def with_dispositif(code) -> Callable[[date], Q]:
    rows = Dispositif.objects.filter(session=OuterRef("pk"), type_dispositif=code)
    return active_and(Q(Exists(rows)))


def end_in_a_month(day) -> Q:
    return active_until_by(day, in_a_month(day))


def inactive(day) -> Q:
    """Select the sessions that were online once, and that are over or withdrawn."""
    withdrawn = Q(retiree_le__isnull=False, en_ligne=False)
    return Q(a_ete_en_ligne=True) & (over(day) | withdrawn)


SESSIONS = (
    Counter(
        "actives",
        "Sessions de formation actives",
        active,
    ),
    Counter(
        "initiales",
        "Sessions de formation initiales actives",
        active_and(Q(action__formation__cadre="initiale")),
    ),
    Counter(
        "un_mois",
        "Sessions de formation inactives dans moins d’un mois",
        end_in_a_month,
    ),
    Counter(
        "inactives",
        "Sessions de formation inactives",
        inactive,
    ),
    Counter(
        "region",
        "Sessions de formation du programme région",
        active_and(Q(action__attribution__isnull=False)),
    ),
    Counter(
        "apprentissage",
        "Sessions de formation en contrat d’apprentissage",
        with_dispositif(APPRENTISSAGE),
    ),
    Counter(
        "professionnalisation",
        "Sessions de formation en contrat de professionnalisation",
        with_dispositif(PROFESSIONNALISATION),
    ),
    Counter(
        "distance",
        "Sessions de formation ouvertes à distance",
        active_and(Q(modalites_enseignement=A_DISTANCE)),
    ),
)

# Actions and fiches of the annuaire -----------------------------------------------------


def always(condition: Q) -> Callable[[date], Q]:
    """Return the condition of a counter that no day changes."""
    return lambda day: condition


ACTIONS = (
    Counter(
        "saisie",
        "Actions de formation en cours de saisie",
        always(Q(state=State.DRAFT)),
        f"etat={State.DRAFT}",
    ),
    Counter(
        "publique",
        "Actions de formation publique en cours de saisie",
        always(Q(state=State.DRAFT, attribution__isnull=False)),
        f"etat={State.DRAFT}&programme=publique",
    ),
    Counter(
        "validation",
        "Actions de formation en attente de validation par CARIF-OREF",
        always(Q(state=State.SUBMITTED)),
        f"etat={State.SUBMITTED}",
    ),
    Counter(
        "reponses",
        "Actions de formation en attente de réponses",
        always(Q(state=State.QUESTIONED)),
        f"etat={State.QUESTIONED}",
    ),
    Counter(
        "certifinfo",
        "Actions de formation dont le code Certifinfo a été remplacé par le CARIF-OREF",
        always(Q(certifinfo_remplace=True)),
        "certifinfo_remplace__exact=1",
    ),
)
SITES = (
    Counter(
        "sites_validation",
        "Etablissements et sites en attente de validation par le Carif-oref",
        always(Q(state=State.SUBMITTED)),
    ),
    Counter(
        "sites_actifs",
        "Etablissements et sites actifs",
        always(Q(online_number__isnull=False)),
    ),
)

# Counting -------------------------------------------------------------------------------


def counts(user, day) -> dict[str, int]:
    """Return every counter for what this user may read: one query a table."""
    etablissements = _counts_of(Etablissement, SITES, user, day)
    sites = _counts_of(Site, SITES, user, day)
    return {
        **_counts_of(Session, SESSIONS, user, day),
        **_counts_of(Action, ACTIONS, user, day),
        **{code: etablissements[code] + sites[code] for code in sites},
    }


def _counts_of(model, counters, user, day) -> dict[str, int]:
    totals = {counter.code: Count("pk", filter=counter.condition(day)) for counter in counters}
    return model.objects.allowed(user, "view").aggregate(**totals)

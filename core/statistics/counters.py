"""The counters of the dashboard: their exact labels, and what each counts (domaine.md, D25)."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from core.fasd.codes import APPRENTISSAGE, PROFESSIONNALISATION
from core.models import Action, Dispositif, Etablissement, Session, Site
from workflows.lifecycle import State


@dataclass(frozen=True, slots=True)
class Counter:
    """A label, a condition on rows, and the query string that opens the list."""

    code: str
    label: str
    condition: Callable[[date], Q]
    query: str = ""


def in_a_month(day: date) -> date:
    """Return the same day of the next month, or its last day."""
    year, month = (day.year + day.month // 12, day.month % 12 + 1)
    return day.replace(
        year=year,
        month=month,
        day=min(day.day, calendar.monthrange(year, month)[1]),
    )


ONLINE = Q(en_ligne=True)
BEEN_ONLINE = Q(a_ete_en_ligne=True)


def active(day):
    return ONLINE & (Q(date_fin__gte=day) | Q(date_fin=None))


def with_dispositif(code):
    return lambda day: (
        active(day)
        & Q(Exists(Dispositif.objects.filter(session=OuterRef("pk"), type_dispositif=code)))
    )


SESSIONS = (
    Counter("actives", "Sessions de formation actives", active),
    Counter("initiales", "Sessions de formation initiales actives", lambda d: active(d) & Q(action__formation__cadre="initiale")),
    Counter("un_mois", "Sessions de formation inactives dans moins d’un mois",
            lambda d: ONLINE & Q(date_fin__gte=d, date_fin__lte=in_a_month(d))),
    Counter("inactives", "Sessions de formation inactives", lambda d: BEEN_ONLINE & (Q(date_fin__lt=d) | Q(retiree_le__isnull=False, en_ligne=False))),
    Counter("region", "Sessions de formation du programme région", lambda d: active(d) & Q(action__attribution__isnull=False)),
    Counter("apprentissage", "Sessions de formation en contrat d’apprentissage", with_dispositif(APPRENTISSAGE)),
    Counter("professionnalisation", "Sessions de formation en contrat de professionnalisation", with_dispositif(PROFESSIONNALISATION)),
    Counter("distance", "Sessions de formation ouvertes à distance", lambda d: active(d) & Q(modalites_enseignement="2")),
)  # fmt: skip
ACTIONS = (
    Counter("saisie", "Actions de formation en cours de saisie", lambda d: Q(state=State.DRAFT), f"etat={State.DRAFT}"),
    Counter("publique", "Actions de formation publique en cours de saisie",
            lambda d: Q(state=State.DRAFT, attribution__isnull=False), f"etat={State.DRAFT}&programme=publique"),
    Counter("validation", "Actions de formation en attente de validation par CARIF-OREF",
            lambda d: Q(state=State.SUBMITTED), f"etat={State.SUBMITTED}"),
    Counter("reponses", "Actions de formation en attente de réponses", lambda d: Q(state=State.QUESTIONED), f"etat={State.QUESTIONED}"),
    Counter("certifinfo", "Actions de formation dont le code Certifinfo a été remplacé par le CARIF-OREF",
            lambda d: Q(certifinfo_remplace=True), "certifinfo_remplace__exact=1"),
)  # fmt: skip
SITES = (
    Counter(
        "sites_validation",
        "Etablissements et sites en attente de validation par le Carif-oref",
        lambda d: Q(state=State.SUBMITTED),
    ),
    Counter(
        "sites_actifs",
        "Etablissements et sites actifs",
        lambda d: Q(online_number__isnull=False),
    ),
)


def counts(user, day) -> dict[str, int]:
    """Return every counter for what this user may read: one query a table."""

    def count(model, counters):
        rows = model.objects.allowed(user, "view")
        return rows.aggregate(**{c.code: Count("pk", filter=c.condition(day)) for c in counters})

    found = {**count(Session, SESSIONS), **count(Action, ACTIONS)}
    etablissements, sites = count(Etablissement, SITES), count(Site, SITES)
    found |= {c.code: etablissements[c.code] + sites[c.code] for c in SITES}
    return found

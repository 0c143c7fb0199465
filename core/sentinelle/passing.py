"""One passage of the sentinelle.

Alerts are opened, brought up to date, and closed when what they said is mended.
"""

import logging
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.models import Alerte
from core.sentinelle.watching import constats
from core.texts.plain import plural

log = logging.getLogger("sofi.sentinelle")
COLUMNS = (  # of what is found
    "message",
    "champ",
    "echeance",
    "rang",
    "palier",
    "grave",
    "etablissement",
    "site",
    "contact",
)
BATCH = 500


@dataclass(slots=True)
class Bilan:
    ouvertes: int = 0
    changees: int = 0
    closes: int = 0
    en_cours: int = 0

    @property
    def phrase(self):
        return (
            f"{plural(self.en_cours, 'point')} à vérifier : "
            f"{plural(self.ouvertes, 'nouveau', 'nouveaux')}, "
            f"{plural(self.changees, 'modifié')}, "
            f"{plural(self.closes, 'réglé')}."
        )


@transaction.atomic
def passer(today=None) -> Bilan:
    """Look at the whole annuaire, and keep what is found. Running it twice changes nothing more."""
    today = today or timezone.localdate()
    former = {(alerte.code, alerte.objet): alerte for alerte in Alerte.objects.select_for_update()}
    bilan = Bilan()
    new = []
    changed = []
    for constat in constats(today):
        values = values_of(constat)
        alerte = former.pop((constat.code, constat.objet), None)
        if alerte is None:
            new.append(Alerte(code=constat.code, objet=constat.objet, depuis=today, **values))
        elif bring_up_to_date(alerte, values):
            changed.append(alerte)
        bilan.en_cours += 1
    Alerte.objects.bulk_create(new, batch_size=BATCH)
    Alerte.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
    mended = [alerte.pk for alerte in former.values()]
    for start in range(0, len(mended), BATCH):
        Alerte.objects.filter(pk__in=mended[start : start + BATCH]).delete()
    bilan.ouvertes = len(new)
    bilan.changees = len(changed)
    bilan.closes = len(mended)
    log.info(
        "sentinelle",
        extra={"open": bilan.en_cours, "new": bilan.ouvertes, "closed": bilan.closes},
    )
    return bilan


def values_of(constat) -> dict:
    """Return what an alert keeps of what is found; `rang` puts what has no end last."""
    return {
        "message": constat.message[:500],
        "champ": constat.champ,
        "echeance": constat.echeance,
        "rang": constat.echeance or date.max,
        "palier": constat.palier,
        "grave": constat.grave,
        "etablissement_id": constat.etablissement,
        "site_id": constat.site,
        "contact_id": constat.contact,
    }


def bring_up_to_date(alerte, values) -> bool:
    """Write these values in an alert, and return whether one differs."""
    differs = any(getattr(alerte, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(alerte, name, value)
    return differs

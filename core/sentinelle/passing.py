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

log = logging.getLogger("sofi.sentinelle")
SAID = (
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
            f"{self.en_cours} point{'s' * (self.en_cours > 1)} à vérifier : {self.ouvertes} nouveau{'x' * (self.ouvertes > 1)}, "
            f"{self.changees} modifié{'s' * (self.changees > 1)}, {self.closes} réglé{'s' * (self.closes > 1)}."
        )


@transaction.atomic
def passer(today=None) -> Bilan:
    """Look at the whole annuaire, and keep what is found. Running it twice changes nothing more."""
    today = today or timezone.localdate()
    known = {(a.code, a.objet): a for a in Alerte.objects.select_for_update()}
    bilan, new, changed = Bilan(), [], []
    for found in constats(today):
        said = {
            "message": found.message[:500],
            "champ": found.champ,
            "echeance": found.echeance,
            "rang": found.echeance or date.max,
            "palier": found.palier,
            "grave": found.grave,
            "etablissement_id": found.etablissement,
            "site_id": found.site,
            "contact_id": found.contact,
        }
        alerte = known.pop((found.code, found.objet), None)
        if alerte is None:
            new.append(Alerte(code=found.code, objet=found.objet, depuis=today, **said))
        elif any(getattr(alerte, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(alerte, name, value)
            changed.append(alerte)
        bilan.en_cours += 1
    Alerte.objects.bulk_create(new, batch_size=BATCH)
    Alerte.objects.bulk_update(changed, SAID, batch_size=BATCH)
    gone = [a.pk for a in known.values()]
    for start in range(0, len(gone), BATCH):
        Alerte.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    bilan.ouvertes, bilan.changees, bilan.closes = len(new), len(changed), len(gone)
    log.info(
        "sentinelle",
        extra={"open": bilan.en_cours, "new": bilan.ouvertes, "closed": bilan.closes},
    )
    return bilan

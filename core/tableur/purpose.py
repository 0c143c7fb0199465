"""What a workbook is made for: a campaign, or the ordinary offers, which have none."""

from core.fasd.ordinaire import ORDINAIRE
from core.models import Attribution, Campagne


class OffresOrdinaires:
    """Stands for a campaign where there is none: the rules are those of the ordinary offer, and never adjusted."""

    pk = programme = ORDINAIRE.code
    annee = derniere_version = 0

    def __str__(self):
        return "Offre ordinaire"


ORDINAIRES = OffresOrdinaires()


def cadres(user) -> dict[str, Campagne | OffresOrdinaires]:
    """Return what a person may have a workbook for, by key: the campaigns of its attributions, and the ordinary offers."""
    rows = Campagne.objects.filter(
        pk__in=Attribution.objects.allowed(user, "view").values("lot__campagne"),
    )
    return {str(row.pk): row for row in rows} | {ORDINAIRES.pk: ORDINAIRES}


def is_ordinaire(cadre) -> bool:
    return cadre.programme == ORDINAIRE.code

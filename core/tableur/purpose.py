"""What a workbook is made for: a campaign, or the ordinary offers, which have none."""

from core.fasd.ordinaire import ORDINAIRE
from core.models import Attribution, Campagne


class OffresOrdinaires:
    """Stands for a campaign where there is none: rules of the ordinary offer, never adjusted."""

    pk = ORDINAIRE.code
    programme = ORDINAIRE.code
    annee = 0
    derniere_version = 0

    def __str__(self):
        return "Offre ordinaire"


ORDINAIRES = OffresOrdinaires()


def purposes(user) -> dict[str, Campagne | OffresOrdinaires]:
    """Return what a person may have a workbook for, by key.

    The campaigns of its attributions, and the ordinary offers.
    """
    attributions = Attribution.objects.allowed(user, "view")
    campagnes = Campagne.objects.filter(pk__in=attributions.values("lot__campagne"))
    by_key = {str(campagne.pk): campagne for campagne in campagnes}
    return by_key | {ORDINAIRES.pk: ORDINAIRES}


def is_ordinaire(purpose) -> bool:
    return purpose.programme == ORDINAIRE.code

"""What every page knows about the account that reads it."""

from django.conf import settings

from core.comptes import chosen
from core.models import Etablissement


def comptes(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"mfa_obligatoire": False}
    found = {"mfa_obligatoire": bool(user.roles & settings.MFA_OBLIGATOIRE)}
    if user.vu_comme:
        found["vu_comme"] = Etablissement.objects.filter(pk=user.vu_comme).first()
    elif several := chosen.several(user):
        found["etablissements"] = Etablissement.objects.filter(pk__in=several).order_by(
            "raison_sociale",
            "pk",
        )
        found["etablissement_choisi"] = user.etablissement_choisi
    return found

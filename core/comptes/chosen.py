"""The établissement one works on, chosen top right (S3).

Kept in the session, found again at the next login.
"""

from core.comptes.models import Preference
from core.models import Role

SESSION = "etablissement_choisi"


def several(user) -> list[int]:
    """Return the établissements of this user when there is a choice."""
    found = [attache.etablissement for attache in user.attaches if attache.role == Role.ORGANISME]
    return found if len(found) > 1 else []


def choose(request, pk: int | None):
    """Narrow every screen to an établissement of one's own, or to none in particular."""
    pk = pk if pk in several(request.user) else None
    request.session[SESSION] = pk
    Preference.objects.update_or_create(user=request.user, defaults={"etablissement_id": pk})


def found_again(request, user):
    """Read what was chosen last, at login."""
    chosen = Preference.objects.filter(user=user).values_list("etablissement", flat=True).first()
    if chosen:
        request.session[SESSION] = chosen


def apply(request, user):
    """Say to the policy which établissement is chosen.

    One that is no longer this user's is forgotten.
    """
    chosen = request.session.get(SESSION)
    if chosen and chosen in several(user):
        user.etablissement_choisi = chosen

"""Who opens the pages of the saisie by spreadsheet."""

from functools import wraps

from django.http import Http404

from core import policy
from core.models import Action

CLOSED = "Page réservée à qui saisit des offres."


def enters_offers(user) -> bool:
    return policy.may_add(user, Action)


def for_who_enters_offers(view):
    """Answer 404 to who does not enter offers."""

    @wraps(view)
    def checked(request):
        if not enters_offers(request.user):
            raise Http404(CLOSED)
        return view(request)

    return checked

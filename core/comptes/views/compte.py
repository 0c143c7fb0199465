"""Login, and the links of allauth's mails, whose keys come in the query.

Addresses are logged, queries are not.
"""

from allauth.account.views import (
    INTERNAL_RESET_SESSION_KEY,
    LoginView,
    PasswordResetFromKeyView,
    confirm_email,
)
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

connexion = LoginView.as_view()


@never_cache
def reinitialiser(request):
    """Keep the key of a reset mail in the session, and show the form at an address without it."""
    uid, _, key = request.GET.get("cle", "").partition("-")
    if not (uid.isalnum() and key):
        uid, key = "0", ""
    request.session[INTERNAL_RESET_SESSION_KEY] = key
    return redirect(
        "account_reset_password_from_key",
        uidb36=uid,
        key=PasswordResetFromKeyView.reset_url_key,
    )


@never_cache
def confirmer_adresse(request):
    """Show who confirms which address (GET), and confirm (POST)."""
    return confirm_email(request, key=request.GET.get("cle", "-"))

"""What allauth asks of the product: where links of mails lead, and who may open an account."""

from types import SimpleNamespace
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from workflows import mails


def link(name, *, args=(), **query) -> str:
    """Return an address for a mail: from the settings, never from the Host header.

    Keys in the query, which is not logged.
    """
    address = f"{settings.SOFI_URL}{reverse(name, args=args)}"
    if not query:
        return address
    pairs = [f"{key}={quote(str(value), safe='')}" for key, value in query.items()]
    return f"{address}?{'&'.join(pairs)}"


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody opens an account alone: a key or an invitation does."""
        return False

    def clean_email(self, email):
        return super().clean_email(email).lower()

    def get_reset_password_from_key_url(self, key):
        return link("compte_reinitialiser", cle=key)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return link("compte_confirmer_adresse", cle=emailconfirmation.key)

    def send_mail(self, template_prefix, email, context):
        """Send with our own name and address.

        Those that allauth would write come from the Host header.
        """
        site = SimpleNamespace(name="SOFI", domain=urlsplit(settings.SOFI_URL).netloc)
        about = context | {
            "contact": settings.CONTACT_OFFRE,
            "email": email,
            "current_site": site,
            "signup_url": link("compte_activer"),
            "sofi_url": settings.SOFI_URL,
        }
        message = self.render_mail(template_prefix, email, about)
        mails.send_message(template_prefix, message)

"""What the product does when something happens to an account."""

import logging

from allauth.account.models import EmailAddress
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from core.comptes import chosen
from core.models import User


def keep_address(user):
    """Say to allauth which address is the account's.

    Proven, since an account is only opened by a link sent to it.
    """
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email).delete()
    EmailAddress.objects.get_or_create(
        user=user,
        email=user.email,
        defaults={"primary": True, "verified": True},
    )


@receiver(post_save, sender=User)
def address_written(sender, instance, raw=False, update_fields=None, **kwargs):
    if not raw and (update_fields is None or "email" in update_fields):
        keep_address(instance)


@receiver(user_logged_in)
def came_in(sender, request, user, **kwargs):
    """An account made before this module, or in bulk, has no address yet.

    And one goes on where one was.
    """
    keep_address(user)
    if hasattr(request, "session"):
        chosen.found_again(request, user)


connections = logging.getLogger("sofi.connections")


@receiver(user_logged_in)
def logged_in(sender, request, user, **kwargs):
    connections.info("login", extra={"by": user.pk})


@receiver(user_logged_out)
def logged_out(sender, request, user, **kwargs):
    connections.info("logout", extra={"by": getattr(user, "pk", None)})


@receiver(user_login_failed)
def login_failed(sender, credentials, **kwargs):
    """Keep that somebody failed, and never what was typed."""
    connections.warning("login failed")

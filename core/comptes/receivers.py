"""What the product does when something happens to an account."""

from allauth.account.models import EmailAddress
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver

from core.comptes import choix
from core.models import User


def keep_address(user):
    """Say to allauth which address is the account's: proven, since an account is only opened by a link sent to it."""
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
    """An account made before this module, or in bulk, has no address yet; and one goes on where one was."""
    keep_address(user)
    if hasattr(request, "session"):
        choix.found_again(request, user)

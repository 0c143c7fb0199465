"""What every page of the back-office knows."""

from django.conf import settings

from core import plugins, policy


def back_office(request):
    return {"contact_offre": settings.CONTACT_OFFRE, "pannes": pannes(request)}


def pannes(request):
    """Return the plugins that failed, for the staff who can have them mended."""
    failed = [plugin for plugin in plugins.plugins() if plugin.fault]
    user = getattr(request, "user", None)
    if not failed or user is None:
        return []
    return failed if policy.may_open(user, "extensions") else []

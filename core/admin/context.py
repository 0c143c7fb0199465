"""What every page of the back-office knows."""

from django.conf import settings


def back_office(request):
    return {"contact_offre": settings.CONTACT_OFFRE}

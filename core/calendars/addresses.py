"""The host of the addresses that calendars carry."""

from django.conf import settings


def host() -> str:
    return settings.SOFI_URL.partition("://")[2].partition("/")[0].partition(":")[0]

"""Days in words, as French writes them: « 1er janvier 2026 », « 2 janvier 2026 »."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime


def en_mots(moment, forme="j F Y") -> str:
    """Return a day, or a moment here, in words.

    `forme` begins with the day of the month, as Django writes formats.
    """
    if isinstance(moment, datetime) and is_aware(moment):
        moment = localtime(moment)
    text = date_format(moment, forme)
    return f"1er{text[1:]}" if moment.day == 1 else text


def today():
    """Return today in the time zone of the product (Europe/Paris)."""
    return timezone.localdate()

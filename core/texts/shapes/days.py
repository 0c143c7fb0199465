"""Days, hours and years as they are typed: 5/1/26, 05-01-2026, 14h15."""

import re
from datetime import date, time

from core.texts.shapes.visible import pasted

FIRST = 1900  # years that somebody may mean
LAST = 2199
FRENCH = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{2}|[0-9]{4})")
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
HOUR = re.compile(
    r"([01]?[0-9]|2[0-3])\s?(?:h|:|heures?)\s?([0-5][0-9])?(?::[0-5][0-9])?",
    re.IGNORECASE,
)
SHOWN = 60  # characters of a cell in a sentence


def day(text: str) -> date | None:
    """Return the day that is written, or None: not a day, or a year that nobody means (0206)."""
    parts = _parts(text)
    number = year(parts[0]) if parts else None
    if number is None:
        return None
    try:
        return date(number, int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _parts(text: str) -> tuple[str, str, str] | None:
    """Return the year, the month and the day of a month, as they are written."""
    written = MIDNIGHT.sub("", pasted(text))
    french = FRENCH.fullmatch(written)
    if french:
        of_month, month, of_year = french.groups()
        return of_year, month, of_month
    iso = ISO.fullmatch(written)
    return iso.groups() if iso else None


def day_problem(text: str) -> str:
    """Return why this is not a day, or nothing."""
    if day(text):
        return ""
    shown = f"« {pasted(text)[:SHOWN]} »"
    parts = _parts(text)
    if parts is None:
        return f"{shown} n’est pas une date : écrivez jour/mois/année, par exemple 05/01/2026."
    if year(parts[0]) is None:
        return (
            f"{shown} n’est pas une date : l’année {parts[0]} n’est pas possible, "
            "écrivez-la en quatre chiffres, comme 2027."
        )
    return f"{shown} n’est pas une date : ce jour n’existe pas."


def year(text: str) -> int | None:
    """Return a year that somebody may mean; two figures are of this century."""
    if not text.isascii() or not text.isdigit():
        return None
    number = int(text) + 2000 if len(text) == 2 else int(text)
    return number if FIRST <= number <= LAST else None


def hour(text: str) -> time | None:
    """Return an hour: 14:15, 14h15, 14 h, 9h."""
    written = HOUR.fullmatch(pasted(text))
    if written is None:
        return None
    return time(int(written[1]), int(written[2] or 0))

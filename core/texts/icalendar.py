"""How an iCalendar file is written (RFC 5545): lines, escapes, folds, addresses."""

from datetime import UTC

LINE = 73  # octets of a folded line, its first space apart (RFC 5545 allows 75)
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def icalendar(name: str, events) -> str:
    """Return a calendar of events, each a list of lines."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//SOFI//{name}//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += event
    return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""])


def utc(moment) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def address(place) -> str:
    """Return where a site is, from its values by name."""
    town = " ".join(filter(None, [place.get("code_postal"), place.get("bureau_distributeur")]))
    parts = [
        place.get("nom_usage"),
        place.get("ligne1"),
        place.get("ligne2"),
        town,
    ]
    return ", ".join(filter(None, parts))


def escaped(text: str) -> str:
    """Return a text without what would break a line or could not be seen.

    Every space is a space.
    """
    letters = []
    for letter in text.translate(ESCAPES):
        if letter.isspace():
            letters.append(" ")
        elif letter.isprintable():
            letters.append(letter)
    return "".join(letters)


def folded(line: str) -> str:
    """Return a line cut so that none is longer than 75 octets, no letter being cut."""
    parts = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LINE:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])

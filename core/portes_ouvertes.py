"""Open days to come, as everybody may read them: an iCalendar file, from what is online and nothing else."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import PorteOuverte, Site
from workflows.models import Publication

MOST = 1_000
LINE = 73  # octets of a folded line, its first space apart (RFC 5545 allows 75)
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def to_come(today=None):
    """Return the open days that are not over, of active sites that are online, with their établissement."""
    days = PorteOuverte.objects.annotate(fin=Coalesce(F("date_fin"), F("date_debut")))
    days = days.filter(
        fin__gte=today or timezone.localdate(), site__actif=True, site__online_number__isnull=False,
        site__etablissement__online_number__isnull=False, site__etablissement__ferme_le=None,
    )  # fmt: skip
    return days.order_by("date_debut", "pk")


def calendar(days) -> str:
    """Return open days as an iCalendar file; places are those of the online version of each site. Two queries."""
    days = list(days[:MOST])
    site_type = ContentType.objects.get_for_model(Site)
    online = Publication.objects.filter(content_type=site_type, object_id__in={d.site_id for d in days}, online=True)
    places = {p.object_id: p.payload["fiche"]["values"] for p in online}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//SOFI//Portes ouvertes//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             "X-WR-CALNAME:Portes ouvertes"]  # fmt: skip
    for day in days:
        if day.site_id in places:
            lines += event(day, places[day.site_id])
    return "\r\n".join(folded(line) for line in [*lines, "END:VCALENDAR", ""])


def event(day, place) -> list[str]:
    """Return the lines of one open day."""
    host = settings.SOFI_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    town = " ".join(filter(None, [place.get("code_postal"), place.get("bureau_distributeur")]))
    where = ", ".join(filter(None, [place.get("nom_usage"), place.get("ligne1"), place.get("ligne2"), town]))
    end = (day.date_fin or day.date_debut) + timedelta(days=1)
    said = "\n".join(filter(None, [day.get_nature_display(), day.commentaire, day.site_internet]))
    lines = [
        "BEGIN:VEVENT",
        f"UID:porte-ouverte-{day.pk}@{host}",
        f"DTSTAMP:{timezone.now().astimezone(timezone.get_fixed_timezone(0)):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day.date_debut:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{escaped(day.libelle)}",
        f"LOCATION:{escaped(where)}",
        f"DESCRIPTION:{escaped(said)}",
    ]
    if place.get("latitude") and place.get("longitude"):
        lines.append(f"GEO:{place['latitude']};{place['longitude']}")
    if day.site_internet.startswith(("https://", "http://")):
        lines.append(f"URL:{''.join(day.site_internet.split())}")
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    return "".join(c for c in text.translate(ESCAPES) if c.isprintable())


def folded(line: str) -> str:
    """Return a line cut so that none is longer than 75 octets, no letter being cut."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LINE:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])

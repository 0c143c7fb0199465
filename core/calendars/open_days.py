"""Open days to come, as everybody may read them.

An iCalendar file, from what is online and nothing else.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.calendars.addresses import host
from core.models import PorteOuverte, Site
from core.texts.icalendar import address, escaped, icalendar, utc
from workflows.models import Publication

MOST = 1_000


def to_come(today=None):
    """Return the open days that are not over, of active sites online with their établissement."""
    last_day = Coalesce(F("date_fin"), F("date_debut"))
    days = PorteOuverte.objects.annotate(fin=last_day).filter(
        fin__gte=today or timezone.localdate(),
        site__actif=True,
        site__online_number__isnull=False,
        site__etablissement__online_number__isnull=False,
        site__etablissement__ferme_le=None,
    )
    return days.order_by("date_debut", "pk")


def calendar(days) -> str:
    """Return open days as an iCalendar file, in two queries.

    Places are those of the online version of each site.
    """
    days = list(days[:MOST])
    publications = Publication.objects.filter(
        content_type=ContentType.objects.get_for_model(Site),
        object_id__in={day.site_id for day in days},
        online=True,
    )
    places = {
        publication.object_id: publication.payload["fiche"]["values"]
        for publication in publications
    }
    placed = [day for day in days if day.site_id in places]
    return icalendar("Portes ouvertes", [event(day, places[day.site_id]) for day in placed])


def event(day, place) -> list[str]:
    """Return the lines of one open day."""
    end = (day.date_fin or day.date_debut) + timedelta(days=1)
    texts = [day.get_nature_display(), day.commentaire, day.site_internet]
    description = "\n".join(filter(None, texts))
    lines = [
        "BEGIN:VEVENT",
        f"UID:porte-ouverte-{day.pk}@{host()}",
        f"DTSTAMP:{utc(timezone.now())}",
        f"DTSTART;VALUE=DATE:{day.date_debut:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{escaped(day.libelle)}",
        f"LOCATION:{escaped(address(place))}",
        f"DESCRIPTION:{escaped(description)}",
    ]
    if place.get("latitude") and place.get("longitude"):
        lines.append(f"GEO:{place['latitude']};{place['longitude']}")
    if day.site_internet.startswith(("https://", "http://")):
        lines.append(f"URL:{''.join(day.site_internet.split())}")
    return [*lines, "END:VEVENT"]

"""Informations collectives of a session as an iCalendar file.

From its rows for those who read it, online for everybody.
"""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from core.calendars.addresses import host
from core.dossiers import rows as fiche
from core.fasd.recrutement import meetings_to_come
from core.models import Action, Session, Site
from core.rules import Level
from core.rules.payload import parse
from core.texts.icalendar import address, escaped, icalendar, utc
from workflows.models import Publication

PLACE = ("nom_usage", "ligne1", "ligne2", "code_postal", "bureau_distributeur")


def of_rows(session, today) -> str:
    """Return the calendar of a session as it stands; empty when no meeting is to come."""
    fields = session.action.programme.fields.level(Level.SESSION)
    rows = meetings_to_come(fiche.values_of(session, fields), today)
    sites = Site.objects.filter(pk__in=places_of(rows)).values("pk", *PLACE)
    return calendar(
        session.pk,
        session.action.formation.intitule,
        rows,
        {str(site["pk"]): site for site in sites},
    )


def of_publication(pk, today) -> str:
    """Return the calendar of a session that is online, from what is online and nothing else.

    Empty otherwise.
    """
    of_session = Session.objects.filter(pk=pk, en_ligne=True).values_list("action", flat=True)
    chain = ("formation", "attribution__lot__campagne", "attribution__lot__mandataire")
    action = Action.objects.select_related(*chain).filter(pk__in=of_session).first()
    publication = action and action.publications().filter(online=True).first()
    if not publication:
        return ""
    root = parse(publication.payload, action.programme.fields)
    sessions = {session.key: session for session in root.each(Level.SESSION)}
    session = sessions.get(f"S{pk}")
    rows = meetings_to_come(session, today) if session else []
    of_sites = Publication.objects.filter(
        content_type=ContentType.objects.get_for_model(Site),
        object_id__in=places_of(rows),
        online=True,
    )
    places = {
        str(publication.object_id): publication.payload["fiche"]["values"]
        for publication in of_sites
    }
    return calendar(pk, root["intitule"], rows, places)


def places_of(rows):
    return {row["lieu"] for row in rows if row.get("lieu")}


def calendar(pk, title, rows, places) -> str:
    if not rows:
        return ""
    return icalendar(
        "Informations collectives",
        [event(pk, title or "Formation", row, places) for row in rows],
    )


def event(pk, title, row, places) -> list[str]:
    """Return the lines of one meeting; without an hour, it takes the day."""
    start = row.get("heure_debut")
    hour = f"{start:%H%M}" if start else ""
    lines = [
        "BEGIN:VEVENT",
        f"UID:information-{pk}-{row['date']:%Y%m%d}{hour}@{host()}",
        f"DTSTAMP:{utc(timezone.now())}",
        *when(row),
        f"SUMMARY:{escaped(f'Information collective – {title}')}",
    ]
    if place := where(row, places):
        lines.append(f"LOCATION:{escaped(place)}")
    if description := about(row):
        lines.append(f"DESCRIPTION:{escaped(description)}")
    url = row.get("url") or ""
    if url.startswith(("https://", "http://")):
        lines.append(f"URL:{''.join(url.split())}")
    return [*lines, "END:VEVENT"]


def when(row) -> list[str]:
    """Return when a meeting begins, and when it ends if that is known."""
    day = row["date"]
    start = row.get("heure_debut")
    end = row.get("heure_fin")
    if not start:
        return [
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        ]
    lines = [f"DTSTART:{utc(moment(day, start))}"]
    if end and end > start:
        lines.append(f"DTEND:{utc(moment(day, end))}")
    return lines


def where(row, places) -> str:
    place = places.get(str(row.get("lieu") or ""))
    if place:
        return address(place)
    return "À distance" if row.get("a_distance") else ""


def about(row) -> str:
    seats = f"{row['places']} places" if row.get("places") else ""
    texts = [row.get("commentaire"), seats, row.get("url")]
    return "\n".join(filter(None, texts))


def moment(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))

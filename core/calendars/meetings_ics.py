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
    found = Session.objects.filter(pk=pk, en_ligne=True).values_list("action", flat=True)
    chain = ("formation", "attribution__lot__campagne", "attribution__lot__mandataire")
    action = Action.objects.select_related(*chain).filter(pk__in=found).first()
    publication = action and action.publications().filter(online=True).first()
    if not publication:
        return ""
    root = parse(publication.payload, action.programme.fields)
    session = next((s for s in root.each(Level.SESSION) if s.key == f"S{pk}"), None)
    rows = meetings_to_come(session, today) if session else []
    online = Publication.objects.filter(
        content_type=ContentType.objects.get_for_model(Site),
        object_id__in=places_of(rows),
        online=True,
    )
    places = {str(p.object_id): p.payload["fiche"]["values"] for p in online}
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
    start, end = row.get("heure_debut"), row.get("heure_fin")
    if start:
        when = [f"DTSTART:{utc(moment(row['date'], start))}"]
        when += [f"DTEND:{utc(moment(row['date'], end))}"] if end and end > start else []
    else:
        when = [
            f"DTSTART;VALUE=DATE:{row['date']:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row['date'] + timedelta(days=1):%Y%m%d}",
        ]
    place = places.get(str(row.get("lieu") or ""))
    where = address(place) if place else "À distance" if row.get("a_distance") else ""
    seats = f"{row['places']} places" if row.get("places") else ""
    said = "\n".join(filter(None, [row.get("commentaire"), seats, row.get("url")]))
    lines = [
        "BEGIN:VEVENT",
        f"UID:information-{pk}-{row['date']:%Y%m%d}{f'{start:%H%M}' if start else ''}@{host()}",
        f"DTSTAMP:{utc(timezone.now())}",
        *when,
        f"SUMMARY:{escaped(f'Information collective – {title}')}",
    ]
    if where:
        lines.append(f"LOCATION:{escaped(where)}")
    if said:
        lines.append(f"DESCRIPTION:{escaped(said)}")
    if (url := row.get("url") or "").startswith(("https://", "http://")):
        lines.append(f"URL:{''.join(url.split())}")
    return [*lines, "END:VEVENT"]


def moment(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))

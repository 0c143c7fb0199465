"""Informations collectives.

A series of them, the calendar of a session, and the advice when none is to come.
"""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import InformationCollective, Session
from tests import factories as make
from workflows.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    today = timezone.localdate()
    owner = make.etablissement("Alpha")
    days = {"date_debut": today + timedelta(days=80), "date_fin": today + timedelta(days=200)}
    return make.draft(owner, **days).sessions.get()


def owner_of(session):
    return make.member(session.action.porteur)


def post(client, session, **typed):
    first = timezone.localdate() + timedelta(days=3)
    url = reverse("admin:core_session_informations", args=[session.pk])
    return client.post(
        url,
        {
            "premiere": first,
            "semaines": 1,
            "nombre": 10,
            "heure_debut": "09:30",
            "places": 12,
            **typed,
        },
    )


def test_every_monday_for_ten_weeks(session, client):
    client.force_login(owner_of(session))
    before = session.informations_collectives.count()
    page = client.get(reverse("admin:core_session_informations", args=[session.pk]))
    assert "Première date" in page.text
    version = make.fresh(session).version
    assert post(client, session, a_distance="oui").status_code == 302
    rows = list(session.informations_collectives.order_by("date"))[before:]
    first = timezone.localdate() + timedelta(days=3)
    assert [row.date for row in rows] == [first + timedelta(weeks=n) for n in range(10)]
    assert {(row.heure_debut, row.places, row.a_distance) for row in rows} == {
        (time(9, 30), 12, True)
    }
    assert make.fresh(session).version == version + 1
    assert "informations_collectives" in Change.objects.of(session.action).first().fields[0]["path"]
    post(client, session)
    assert session.informations_collectives.count() == before + 10  # they were there already


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nombre": 13}, "On n’entre plus dans cette session après le"),
        ({"nombre": 13}, "Demandez 12 dates au plus."),
        ({"premiere": "2020-01-06"}, "Cette date est passée"),
        ({"premiere": "9999-12-30"}, "L’année 9999 n’est pas possible"),
        ({"heure_fin": "09:00"}, "L’heure de fin précède"),
        ({"nombre": 53}, "52"),
    ],
)
def test_a_series_is_refused_with_a_sentence(session, client, typed, sentence):
    client.force_login(owner_of(session))
    before = session.informations_collectives.count()
    page = post(client, session, **typed)
    assert (page.status_code, session.informations_collectives.count()) == (200, before)
    assert sentence in page.text


def test_where_people_enter_as_it_goes_meetings_follow_the_start(session, client):
    Session.objects.filter(pk=session.pk).update(entrees_sorties="permanentes")
    client.force_login(owner_of(session))
    assert post(client, session, nombre=15).status_code == 302


def test_another_organisation_finds_nothing(session, client):
    client.force_login(make.member(make.etablissement("Beta")))
    assert post(client, session).status_code == 404
    assert client.get(reverse("admin:core_session_ics", args=[session.pk])).status_code == 404


def test_the_calendar_of_a_session(session, client):
    client.force_login(owner_of(session))
    day = timezone.localdate() + timedelta(days=5)
    site = session.site_lieu
    InformationCollective.objects.create(
        session=session,
        date=day,
        heure_debut=time(14, 15),
        heure_fin=time(15),
        lieu=site,
        places=8,
        commentaire="Salle 2; venez",
    )
    InformationCollective.objects.create(
        session=session, date=session.date_debut + timedelta(days=1)
    )  # closed by then
    response = client.get(reverse("admin:core_session_ics", args=[session.pk]))
    text = response.text.replace("\r\n ", "")
    assert response["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 1
    assert f"DTSTART:{day:%Y%m%d}T1" in text
    assert "Salle 2\\; venez" in text
    assert site.nom_usage in text


def test_everybody_reads_the_calendar_of_a_session_online_and_of_no_other(session, client):
    url = reverse("informations_collectives", args=[session.pk])
    assert client.get(url).status_code == 404  # a draft
    day = timezone.localdate() + timedelta(days=5)
    InformationCollective.objects.create(session=session, date=day, lieu=session.site_lieu)
    make.bring(session.action, "online", by=owner_of(session))
    InformationCollective.objects.create(
        session=session, date=day + timedelta(days=1), commentaire="Pas publiée"
    )
    page = client.get(url)
    assert page.status_code == 200
    assert page.text.count("BEGIN:VEVENT") == 1
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in page.text
    assert "Pas publi" not in page.text
    assert client.get(reverse("informations_collectives", args=[99999])).status_code == 404


def said(session):
    return {
        i.code
        for i in make.fresh(session.action).issues_for("submit")
        if i.code.startswith("reunion")
    }


def test_advice_while_a_session_recruits_without_a_meeting_to_come(session):
    assert said(session) == {"reunion.a_venir"}  # the only one of the factory is over
    late = InformationCollective.objects.create(session=session, date=date(2098, 1, 1))
    assert said(session) == {"reunion.tardive"}
    late.delete()
    InformationCollective.objects.create(session=session, date=timezone.localdate())
    assert said(session) == set()

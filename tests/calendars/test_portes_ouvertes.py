"""Open days: live at once in the back-office, and a public calendar of those to come."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import PorteOuverte
from core.texts.icalendar import folded
from tests import factories as make
from workflows.service import perform

pytestmark = pytest.mark.django_db
ALL = "/portes-ouvertes.ics"


def day(site, libelle="Portes ouvertes", *, start=10, end=None, **more):
    today = timezone.localdate()
    fin = None if end is None else today + timedelta(days=end)
    return PorteOuverte.objects.create(
        libelle=libelle,
        site=site,
        nature="autre",
        date_debut=today + timedelta(days=start),
        date_fin=fin,
        **more,
    )


@pytest.fixture
def site():
    return make.etablissement("Alpha").sites.get()


def test_anyone_reads_those_to_come_and_nothing_else(client, site):
    hidden = make.etablissement("Brouillon", online=False).sites.get()
    inactive = make.etablissement("Fermée").sites.get()
    type(inactive).objects.filter(pk=inactive.pk).update(actif=False)
    day(site, "À venir")
    day(site, "En cours", start=-2, end=1)
    for place, name, start in (
        (site, "Passée", -10),
        (hidden, "Cachée", 5),
        (inactive, "Inactive", 5),
    ):
        day(place, name, start=start)
    response = client.get(ALL)
    text = response.text
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert [line for line in text.split("\r\n") if line.startswith("SUMMARY")] == [
        "SUMMARY:En cours",
        "SUMMARY:À venir",
    ]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert client.post(ALL).status_code == 405


def test_the_place_is_the_published_one(client, site):
    day(site)
    perform(site, "reopen", by=make.staff())
    make.fill_annuaire(
        make.fresh(site), {"nom_usage": "Nom pas encore validé", "ligne1": "Ailleurs"}
    )
    text = client.get(ALL).text.replace("\r\n ", "")
    assert "Alpha principal\\, 12 rue de l’Étoile" in text
    assert "pas encore" not in text


def test_what_is_typed_breaks_no_line(client, site):
    day(
        site,
        "Une; deux, trois\\ \r\nEND:VCALENDAR",
        commentaire="Ligne 1\nLigne 2",
        site_internet="https://of.example/po",
    )
    lines = client.get(ALL).text.replace("\r\n ", "").split("\r\n")
    assert lines.count("END:VCALENDAR") == 1
    assert "SUMMARY:Une\\; deux\\, trois\\\\ \\nEND:VCALENDAR" in lines
    assert "URL:https://of.example/po" in lines


def test_a_space_that_does_not_break_stays_a_space(client, site):
    day(site, "Portes ouvertes\u00a0: venez\u202f!")
    assert "SUMMARY:Portes ouvertes : venez !" in client.get(ALL).text


def test_a_site_has_its_own_calendar(client, site):
    assert client.get(f"/portes-ouvertes/{site.pk}.ics").status_code == 404
    day(site)
    assert client.get(f"/portes-ouvertes/{site.pk}.ics").status_code == 200
    assert client.get("/portes-ouvertes/99999999999999999999.ics").status_code == 404


def test_two_hundred_days_cost_as_many_queries_as_one(client, site, django_assert_max_num_queries):
    PorteOuverte.objects.bulk_create(
        PorteOuverte(libelle=f"Jour {n}", site=site, nature="autre", date_debut=date(2099, 1, 1))
        for n in range(200)
    )
    with django_assert_max_num_queries(3):
        assert client.get(ALL).text.count("BEGIN:VEVENT") == 200


def test_no_letter_is_cut():
    line = folded("é" * 100)
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    assert line.replace("\r\n ", "") == "é" * 100


def test_the_end_is_not_before_the_start_and_a_code_is_given(client, site):
    client.force_login(make.member(site.etablissement))
    data = {
        "libelle": "PO",
        "site": site.pk,
        "nature": "autre",
        "date_debut": "2026-03-10",
        "date_fin": "2026-03-09",
    }
    page = client.post(reverse("admin:core_porteouverte_add"), data)
    assert "précède" in page.text
    data |= {"date_fin": "2026-03-11", "site_internet": "www.essai.example/po"}
    assert client.post(reverse("admin:core_porteouverte_add"), data).status_code == 302
    row = PorteOuverte.objects.get()
    assert (row.code, row.site_internet) == (f"PO{row.pk}", "https://www.essai.example/po")

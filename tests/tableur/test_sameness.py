"""A file written in bulk leaves what the doors of the pages leave.

Every column of every row, and the history.
"""

from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from core import plugins
from core.models import Attribution, Campagne, Contact, Lot, Session, User
from core.tableur.purpose import ORDINAIRES
from tests import factories as make
from tests.tableur import by_doors
from tests.tableur.classeur import confirm, fill, headings, send, template

TABLES = (
    "core.Formation",
    "core.Action",
    "core.Session",
    "core.Dispositif",
    "core.BlocCompetence",
    "core.Equipement",
    "core.InformationCollective",
    "core.PeriodeInscription",
    "workflows.Change",
)
NOW = "2026-01-05 09:30:00+00:00"
TYPED = {  # by title; a programme that does not have a column leaves it out
    "Intitulé": "Apprendre",
    "Domaine de formation": "15061",
    "Code Certifinfo": "93561",
    "Objectifs": "Entrer en formation.",
    "Pré-requis": "motivation",
    "Mon + formation": "Un tutorat.",
    "Équipement 1 – Coût indicatif (€)": "12",
    "Blocs de compétences 1 – Intitulé module": "Bloc A",
    "Type de parcours": "mixte",
    "Date début": date(2026, 1, 12),
    "Date fin": date(2026, 12, 18),
    "Durée en centre (h)": 700,
    "Durée hebdo (h)": 35,
    "Modalités de recrutement": "dossier ; information collective",
    "Informations collectives 1 – Date": date(2026, 1, 7),
    "Informations collectives 1 – Heure de début": "14h15",
    "Informations collectives 2 – Date": date(2026, 1, 6),
    "Nb places dispositif": 12,
    "Nb places restantes": 3,
    "Frais HT (€)": "1200,50",
}


def base(programme):
    """Return who sends the file, and for which campaign.

    Two lots, one described already, its formation shared.
    """
    owner = make.etablissement("Alpha")
    if not programme.regional:
        first = make.draft(owner, sessions=2)
        make.draft(owner, formation=first.formation)
        return make.member(owner), ORDINAIRES
    for n in range(3):
        make.attribution(owner, programme=programme, numero_lot=f"L{n}", places="40")
    Attribution.objects.update(retiree_le=None)  # as if the three came in one file
    Lot.objects.update(statut="actif")
    rows = Attribution.objects.order_by("pk")
    user = make.member(owner)
    first = make.draft(owner, attribution=rows[0], sessions=2)
    make.draft(owner, attribution=rows[1], formation=first.formation)
    return user, rows[0].lot.campagne


def filled(client, campagne):
    """Return a file: offers that are new, whole or not.

    And changes at each level of those that are known.
    """
    book = template(client, campagne)
    titles = headings(book)
    line = {title: value for title, value in TYPED.items() if title in titles}
    contact, lot = str(Contact.objects.order_by("pk").first().pk), "Lot"
    lots = [str(row) for row in Lot.objects.order_by("numero")] or [""] * 3
    one, two, three = Session.objects.select_related("action").order_by("pk")
    lines = [
        {**line, lot: lots[2], "Offre": "A", "Référent PMR": contact},
        {lot: lots[2], "Offre": "A", "Type de parcours": "collectif"},
        {lot: lots[2], "Offre": "B"},
        {**line, "Code FAS": one.code},
        {
            "Code FAS": two.code,
            "Nb places dispositif": 2,
            "Informations collectives 1 – Date": "(effacer)",
        },
        {
            "Code FAS": one.action.code,
            "Date début": date(2026, 9, 7),
            "Informations collectives 1 – Date": date(2026, 9, 1),
        },
        {"Code FAS": one.action.code},
        {**line, lot: lots[2], "Offre": "B", "Objectifs": "(effacer)", "Session": "1"},
        {
            lot: lots[2],
            "Offre": "B",
            "Session": "1",
            "Nb places dispositif": 4,
            "Frais HT (€)": "10",
        },
        {"Code FAS": one.action.code, "Session": "x", "Nb places dispositif": 1},
        {"Code FAS": one.action.code, "Session": "x", "Nb places dispositif": 2},
        {"Code FAS": two.code, "Nb places dispositif": 5},
        {
            "Code FAS": three.code,
            "Intitulé": "Autre",
            "Objectifs": "Autres.",
            "Mon + formation": "(effacer)",
        },
    ]
    return fill(book, *({t: v for t, v in found.items() if t in titles} for found in lines))


def by_page(content, user, campagne):
    client = Client()
    client.force_login(user)
    preview = send(client, campagne, content)
    assert "À corriger" not in preview.text
    assert "est enregistré" in confirm(client, preview).text


def picture():
    return {label: list(rows(label)) for label in TABLES}


def rows(label):
    """Return the rows of a table, without the number of the kind of what they are about.

    A flush changes it.
    """
    for values in apps.get_model(label).objects.order_by("pk").values():
        values.pop("content_type_id", None)
        yield values


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("programme", plugins.programmes(), ids=lambda p: p.code)
def test_same_rows_as_the_pages(programme):
    found = []
    for write in (
        lambda content, user, campagne: by_doors.write(content, campagne=campagne, by=user),
        by_page,
    ):
        with time_machine.travel(NOW, tick=False):
            user, campagne = base(programme)
            client = Client()
            client.force_login(user)
            content = filled(client, campagne)
            before = picture()
            fresh = Campagne.objects.get(pk=campagne.pk) if programme.regional else campagne
            write(content, User.objects.get(pk=user.pk), fresh)
            found.append(picture())
        assert found[-1] != before
        call_command("flush", interactive=False, verbosity=0)
    doors, page = found
    for label in TABLES:
        assert page[label] == doors[label], label
        assert page[label] or programme.regional, f"{label} is never written: it is not compared"
    assert len(page["workflows.Change"]) > 12

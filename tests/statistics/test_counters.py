"""The counters of the dashboard against a plain count of the rows (D25).

With the labels of SOFI.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import Action, Etablissement, Session, Site
from core.offres import creation
from core.statistics.counters import ACTIONS, SESSIONS, SITES, counts, in_a_month
from tests import factories as make
from workflows.service import perform

LABELS = [  # of SOFI's screens (S0 to S3), the apostrophe curled
    "Sessions de formation actives",
    "Sessions de formation initiales actives",
    "Sessions de formation inactives dans moins d’un mois",
    "Sessions de formation inactives",
    "Sessions de formation du programme région",
    "Sessions de formation en contrat d’apprentissage",
    "Sessions de formation en contrat de professionnalisation",
    "Sessions de formation ouvertes à distance",
    "Actions de formation en cours de saisie",
    "Actions de formation publique en cours de saisie",
    "Actions de formation en attente de validation par CARIF-OREF",
    "Actions de formation en attente de réponses",
    "Actions de formation dont le code Certifinfo a été remplacé par le CARIF-OREF",
    "Etablissements et sites en attente de validation par le Carif-oref",
    "Etablissements et sites actifs",
]


def test_labels_are_those_of_sofi():
    assert [c.label for c in (*SESSIONS, *ACTIONS, *SITES)] == LABELS


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 15), date(2026, 2, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
)
def test_in_a_month(day, expected):
    assert in_a_month(day) == expected


@pytest.fixture
def offers(db):
    """Put offers of every kind.

    Sessions end around today, one has no end, one is retirée, some are no longer online.
    """
    today, owner = timezone.localdate(), make.etablissement("Alpha")
    attribution, user = make.attribution(owner, places="500"), make.member(owner)
    days = {"a": -400, "b": -1, "c": 0, "d": 1, "e": 27, "f": 400}
    action = make.draft(owner, sessions=len(days), cadre="initiale")
    for session, (kind, day), distance in zip(
        action.sessions.order_by("pk"), days.items(), "012012", strict=True
    ):
        make.save(
            session,
            by=user,
            date_fin=max(today + timedelta(days=day), make.START),
            modalites_enseignement=distance,
        )
        make.save(
            session.dispositifs.get(),
            by=user,
            type_dispositif={"c": "1", "d": "2", "e": "1"}.get(kind, "3"),
        )
    make.bring(action, "online", by=user)
    public = make.offer(owner, "online", attribution=attribution, sessions=3)
    first, second, _ = public.sessions.order_by("pk")
    Session.objects.filter(pk=first.pk).update(retiree_le=today)
    Session.objects.filter(pk=second.pk).update(date_fin=None)
    ended = {"date_fin": make.START}
    for situation in ("draft", "submitted", "questioned", "reopened", "unpublished", "archived"):
        make.offer(owner, situation, **ended)
    make.offer(owner, "draft", attribution=attribution)
    perform(make.etablissement("Beta", online=False), "submit", by=make.staff())
    Action.objects.filter(pk=public.pk).update(certifinfo_remplace=True)
    return owner


def published_keys(action, **which):
    """Return the keys of the sessions of an action's publications."""
    return {
        child["key"]
        for publication in action.publications().filter(**which)
        for child in publication.payload["fiche"]["children"][0]["children"]
    }


def plain_counts(user, today):
    """Count as D25 says it, row by row."""
    actions = list(Action.objects.allowed(user))
    sessions = [s for s in Session.objects.all() if s.action in actions]
    online = [s for s in sessions if s.key in published_keys(s.action, online=True)]
    active = [s for s in online if s.date_fin is None or s.date_fin >= today]
    fiches = [row for model in (Etablissement, Site) for row in model.objects.allowed(user)]
    return {
        "actives": len(active),
        "initiales": sum(s.action.formation.cadre == "initiale" for s in active),
        "un_mois": sum(s.date_fin is not None and s.date_fin <= in_a_month(today) for s in active),
        "inactives": sum(
            s.key in published_keys(s.action)
            and bool((s.retiree_le and s not in online) or (s.date_fin and s.date_fin < today))
            for s in sessions
        ),
        "region": sum(s.action.attribution_id is not None for s in active),
        "apprentissage": sum(
            any(d.type_dispositif == "1" for d in s.dispositifs.all()) for s in active
        ),
        "professionnalisation": sum(
            any(d.type_dispositif == "2" for d in s.dispositifs.all()) for s in active
        ),
        "distance": sum(s.modalites_enseignement == "2" for s in active),
        "saisie": sum(a.state == "draft" for a in actions),
        "publique": sum(a.state == "draft" and a.attribution_id is not None for a in actions),
        "validation": sum(a.state == "submitted" for a in actions),
        "reponses": sum(a.state == "questioned" for a in actions),
        "certifinfo": sum(a.certifinfo_remplace for a in actions),
        "sites_validation": sum(f.state == "submitted" for f in fiches),
        "sites_actifs": sum(f.is_online for f in fiches),
    }


@pytest.mark.parametrize("who", ["cariforef", "organisme", "étranger"])
def test_counters_count_what_they_say(offers, who):
    users = {
        "cariforef": make.staff(),
        "organisme": make.member(offers),
        "étranger": make.member(make.etablissement("Étrangère")),
    }
    today = timezone.localdate()
    expected = plain_counts(users[who], today)
    assert counts(users[who], today) == expected
    if who == "cariforef":
        assert 0 not in expected.values()  # each counts something
        assert expected["un_mois"] < expected["actives"]


def test_each_counter_opens_the_list_that_it_counts(offers, client):
    """The list of a counter has as many rows as the counter says."""
    client.force_login(make.staff())
    home = client.get(reverse("admin:index"))
    for label in LABELS:
        assert f"<span>{label}</span>" in home.text
    blocks = home.context["blocks"]
    for counter, value, url in [line for name, lines in blocks for line in lines]:
        page = client.get(url)
        assert page.status_code == 200, counter.label
        listed = (
            page.context["page"].paginator.count
            if counter in SITES
            else page.context["cl"].result_count
        )
        assert listed == value, counter.label
        assert counter not in SITES or f"{counter.label} : {value} résultat" in page.text


@pytest.mark.django_db
def test_a_session_that_waits_for_a_validation_is_not_active():
    """It was added to an online offer, and nobody has published it yet."""
    owner = make.etablissement("Alpha")
    action = make.offer(owner, "reopened")
    added = creation.add_session(action)
    make.save(added, by=make.member(owner), date_debut=make.START, date_fin=make.END)
    assert counts(make.staff(), timezone.localdate())["actives"] == 1


@pytest.mark.django_db
def test_the_day_is_that_of_paris():
    """At half past ten at night in UTC, in summer, it is already tomorrow in Paris."""
    owner = make.etablissement("Alpha")
    make.offer(owner, "online", date_fin=date(2026, 7, 14))
    found = []
    for moment in ("2026-07-14T21:30:00+00:00", "2026-07-14T22:30:00+00:00"):
        with time_machine.travel(moment, tick=False):
            found.append(counts(make.member(owner), timezone.localdate())["actives"])
    assert found == [1, 0]

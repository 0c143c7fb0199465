"""« Active » (D25) at every door: a session is active until the end of its last day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accueil.todo import ending
from core.annuaire.closing import consequences
from core.models import Action, Session
from core.models.sessions import is_active
from core.sentinelle.at_stake import sessions_at_stake
from core.statistics.counters import SESSIONS, counts, in_a_month
from exports.models import SessionPubliee
from tests import factories as make

pytestmark = pytest.mark.django_db

YESTERDAY, TODAY, TOMORROW, NEVER = "the day before", "the day itself", "the day after", "no end"
ENDS = {YESTERDAY: -1, TODAY: 0, TOMORROW: 1, NEVER: None}
ACTIVE = {YESTERDAY: False, TODAY: True, TOMORROW: True, NEVER: True}


@pytest.fixture
def session():
    """Return a session online that every counter of active sessions counts, by all but its end."""
    owner = make.etablissement("Alpha")
    action = make.offer(
        owner, "online", cadre="initiale", attribution=make.attribution(owner, places="500")
    )
    row = action.sessions.get()
    row.action.formation.__class__.objects.update(cadre="initiale")
    Session.objects.filter(pk=row.pk).update(modalites_enseignement="2")
    dispositif = row.dispositifs.get()
    dispositif.type_dispositif = "1"
    dispositif.save()
    dispositif.pk = None
    dispositif.type_dispositif = "2"
    dispositif.save()
    return row


def end(session, days, since=None):
    """Make a session end so many days after this day (today)."""
    last = None if days is None else (since or timezone.localdate()) + timedelta(days=days)
    Session.objects.filter(pk=session.pk).update(date_fin=last)
    SessionPubliee.objects.filter(session=session.pk).update(active_until=last)
    return make.fresh(session)


@pytest.fixture(params=ENDS)
def when(request, session):
    """Return when the session ends, which it does."""
    end(session, ENDS[request.param])
    return request.param


def test_a_queryset_and_a_row_say_the_same(session, when):
    today = timezone.localdate()
    assert Session.objects.active(today).exists() == ACTIVE[when]
    assert is_active(make.fresh(session), today) == ACTIVE[when]
    Session.objects.update(en_ligne=False)
    assert not Session.objects.active(today).exists()
    assert not is_active(make.fresh(session), today)


def test_counters_follow(session, when):
    active = int(ACTIVE[when])
    in_the_month = int(when in (TODAY, TOMORROW))
    expected = dict.fromkeys((counter.code for counter in SESSIONS), active)
    expected |= {"un_mois": in_the_month, "inactives": 1 - active}
    totals = counts(make.staff(), timezone.localdate())
    assert {code: totals[code] for code in expected} == expected


def test_lists_follow(client, session, when):
    client.force_login(make.staff())
    url = reverse("admin:core_session_changelist")
    page = client.get(url, {"compteur": "actives"})
    assert page.context["cl"].result_count == int(ACTIVE[when])
    said = "Actif" if ACTIVE[when] else "Inactif"
    assert f">{said}<" in client.get(url).text


def test_what_closing_an_etablissement_touches_follows(session, when):
    assert consequences(session.organisme_responsable).sessions == int(ACTIVE[when])


def test_what_is_at_stake_follows(session, when):
    owner = session.organisme_responsable_id
    assert sessions_at_stake([owner])[owner] == int(ACTIVE[when])


def test_what_is_exported_follows(session, when):
    assert SessionPubliee.objects.active().exists() == ACTIVE[when]
    assert SessionPubliee.objects.active(timezone.localdate()).exists() == ACTIVE[when]


@pytest.mark.parametrize(
    ("days", "soon"),
    [(-1, False), (0, True), (28, True), (29, False), (None, False)],
)
def test_what_ends_in_a_month_is_counted_and_to_be_done(session, days, soon):
    day = date(2026, 1, 31)  # a month later is 28 February, 28 days later
    end(session, days, since=day)
    assert (in_a_month(day) - day).days == 28
    assert counts(make.staff(), day)["un_mois"] == int(soon)
    assert len(list(ending(Action.objects.all(), day))) == int(soon)

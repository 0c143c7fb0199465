"""« À faire », what an organisation keeps an eye on, and the months."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.accueil.todo import SHOWN, tasks
from core.models import Action, Dispositif, InformationCollective, Role, Session, Site
from core.statistics.months import months
from tests import factories as make
from workflows.service import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


def kinds(user, today=None):
    return [
        (t.button, t.sentence.partition(" – ")[0])
        for t in tasks(user, {Role.ORGANISME}, today or timezone.localdate())
    ]


def test_each_kind_of_task_is_a_sentence_and_a_button(owner, client):
    today, user = timezone.localdate(), make.member(owner)
    make.offer(owner, "questioned")
    make.offer(
        owner, "draft", date_debut=today + timedelta(days=200), date_fin=today + timedelta(days=300)
    )
    make.attribution(owner, annee=str(today.year + 1))
    over = make.offer(owner, "online", date_fin=today + timedelta(days=10))
    Site.objects.filter(etablissement=owner).update(
        qualite="qualiopi", qualiopi_fin=today + timedelta(days=89)
    )
    found = kinds(user)
    assert found[0] == ("Répondre", "Le Cariforef attend vos réponses")
    assert ("Voir", f"Se termine le {today + timedelta(days=10):%d/%m/%Y}") in found
    assert {button for button, _ in found} == {
        "Répondre",
        "Voir",
        "Renouveler",
        "Compléter",
        "Reprendre",
        "Créer",
    }
    assert len(found) <= SHOWN
    client.force_login(user)
    page = client.get(reverse("admin:index"))
    for task in page.context["tasks"]:
        assert client.get(task.url.partition("#")[0]).status_code == 200, task.sentence
    assert f"session {over.sessions.get().pk}" in page.text


def test_a_fiche_of_the_annuaire_waits_for_who_administers_it():
    new = make.etablissement("Nouvelle", online=False)
    place = new.sites.get()
    user, of_another = make.member(new), make.member(make.etablissement("Beta"))
    assert (
        kinds(user) == [("Compléter", "Fiche à compléter et à envoyer")] * 2
    )  # the établissement, then its site
    assert tasks(user, {Role.ORGANISME}, timezone.localdate())[0].url == new.get_absolute_url()
    assert kinds(of_another) == []
    perform(new, "submit", by=user)
    assert kinds(user) == [("Compléter", "Fiche à compléter et à envoyer")]
    perform(make.fresh(new), "ask", by=make.staff(), comment="Quel est votre NDA ?")
    assert kinds(user)[0] == ("Répondre", "Le Cariforef attend vos réponses")
    perform(make.put_online(place), "reopen", by=user)
    assert kinds(user)[1] == ("Reprendre", "Modifications à envoyer")


def test_never_more_than_seven(owner):
    for _ in range(4):
        make.offer(owner, "questioned")
        make.offer(owner, "draft")
    assert len(tasks(make.member(owner), {Role.ORGANISME}, timezone.localdate())) == SHOWN


def test_a_session_to_come_asks_for_a_meeting_until_one_is_announced(owner):
    today, user = timezone.localdate(), make.member(owner)
    action = make.offer(
        owner,
        "draft",
        sessions=2,
        date_debut=today + timedelta(days=60),
        date_fin=today + timedelta(days=90),
    )
    first, second = action.sessions.order_by("pk")
    wanted = "Aucune information collective à venir"
    assert next(
        t.sentence for t in tasks(user, {Role.ORGANISME}, today) if wanted in t.sentence
    ).endswith("2 sessions")
    InformationCollective.objects.create(session=first, date=today)
    assert next(
        t.sentence for t in tasks(user, {Role.ORGANISME}, today) if wanted in t.sentence
    ).endswith(f"session {second.pk}")
    Session.objects.filter(pk=second.pk).update(etat_recrutement="2")
    assert not [t for t in tasks(user, {Role.ORGANISME}, today) if wanted in t.sentence]


def test_the_issue_and_the_task_agree_on_which_sessions_recruit(owner):
    """The rule on fiches (`core.fasd.recrutement`) and the one on rows agree on every session."""
    from core.calendars.meetings import still_recruits
    from core.fasd.recrutement import recruits

    today = timezone.localdate()
    action = make.draft(owner, sessions=2)
    session = action.sessions.first()
    days = [None, *(today + timedelta(days=n) for n in (-30, -1, 0, 1, 30))]
    for debut in days:
        for fin in days:
            for esp in ("", "dates_fixes", "cadencees", "permanentes"):
                for state in ("1", "2", "3"):
                    values = {
                        "date_debut": debut,
                        "date_fin": fin,
                        "entrees_sorties": esp,
                        "etat_recrutement": state,
                    }
                    if debut and fin and fin < debut:
                        continue
                    Session.objects.filter(pk=session.pk).update(**values)
                    in_rows = Session.objects.filter(still_recruits(today), pk=session.pk).exists()
                    assert in_rows == recruits(values, today), values


def test_a_day_is_that_of_paris(owner, client):
    """A quarter past midnight here is still the day before in UTC."""
    action = make.offer(owner, "submitted")
    Action.objects.filter(pk=action.pk).update(state_since=datetime(2026, 3, 2, 23, 15, tzinfo=UTC))
    client.force_login(make.staff())
    assert "3 mars 2026" in client.get(reverse("admin:core_action_changelist")).text
    [task] = [
        t
        for t in tasks(make.staff(), {Role.CARIFOREF}, timezone.localdate())
        if t.button == "Examiner"
    ]
    assert task.due == date(2026, 3, 3)


def test_the_months_add_up_what_starts(owner, client):
    today = timezone.localdate().replace(day=1)
    user = make.member(owner)
    make.offer(
        owner,
        "online",
        sessions=2,
        date_debut=today,
        date_fin=today + timedelta(days=500),
        places=7,
    )
    make.offer(owner, "draft", date_debut=today, date_fin=today + timedelta(days=500))
    found = months(user, today)
    assert len(found) == 12
    online = Session.objects.filter(en_ligne=True)
    assert (found[0].first, found[0].sessions) == (today, online.count())
    assert found[0].places == sum(d.places for d in Dispositif.objects.filter(session__in=online))
    assert sum(m.sessions for m in found[1:]) == 0
    assert months(make.member(make.etablissement("Beta")), today) == []
    client.force_login(user)
    assert "Sessions en ligne qui commencent, par mois" in client.get(reverse("admin:index")).text

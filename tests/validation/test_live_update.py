"""What goes online at once (D6).

Listed fields of what is online, and nothing of the draft that is being written.
"""

import json

import pytest
from django.urls import reverse

from core.dossiers.difference import differences
from core.dossiers.live_update import update_live
from core.dossiers.rows import read
from core.models import Session
from core.offres import creation
from core.rules.payload import parse
from tests import factories as make
from tests.pages import form_of
from workflows.models import Change, Publication, TransitionLog
from workflows.service import NotAllowed, Refused

pytestmark = pytest.mark.django_db
SECRET = "Texte que personne n’a validé"


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def online(owner):
    """Return an online offer whose next version is being written, with texts that must not leak."""
    user = make.member(owner)
    action = make.offer(owner, "reopened", attribution=make.attribution(owner, places="100"))
    session = action.sessions.get()
    make.save(action, by=user, objectifs=SECRET, mon_plus=SECRET)
    make.save(session, by=user, commentaire_duree=SECRET, duree_hebdo=12, etat_recrutement="3")
    make.save(session.dispositifs.get(), by=user, places=99)
    creation.add_session(action)
    return make.fresh(action)


def published(action):
    return Publication.objects.of(action).get(online=True)


def keys(action):
    session = action.sessions.order_by("pk").first()
    return session, session.dispositifs.get()


def test_listed_fields_are_published_and_nothing_else(online, owner):
    session, dispositif = keys(online)
    before = published(online)
    values = {
        session.key: {"etat_recrutement": "2", "mail_liaison": "a@essai.example"},
        dispositif.key: {"places_restantes": 0},
    }
    update_live(online, values, by=make.member(owner))
    after = published(online)
    expected = json.loads(json.dumps(before.payload))
    tree = expected["fiche"]["children"][0]["children"][0]
    tree["values"] |= {"etat_recrutement": "2", "mail_liaison": "a@essai.example"}
    tree["children"][0]["values"] |= {"places_restantes": 0}
    assert after.payload == expected
    assert after.number == before.number + 1
    assert (
        Publication.objects.get(pk=before.pk).payload == before.payload
    )  # a publication is never edited
    assert SECRET in json.dumps(
        make.fresh(online).payload(), ensure_ascii=False
    )  # what could have leaked
    assert SECRET not in json.dumps(after.payload, ensure_ascii=False)


def test_the_same_values_are_written_to_the_rows_and_the_draft_stays(online, owner):
    session, dispositif = keys(online)
    version = session.version
    update_live(
        online,
        {session.key: {"etat_recrutement": "2"}, dispositif.key: {"places_restantes": 0}},
        by=make.member(owner),
    )
    session, dispositif, action = make.fresh(session), make.fresh(dispositif), make.fresh(online)
    assert (session.etat_recrutement, dispositif.places_restantes) == ("2", 0)
    assert (session.duree_hebdo, session.commentaire_duree, dispositif.places) == (12, SECRET, 99)
    assert (action.state, action.objectifs) == ("draft", SECRET)
    assert session.version == version + 1
    assert action.sessions.count() == 2


def test_it_is_logged_as_a_move_and_kept_field_by_field(online, owner):
    session, _ = keys(online)
    Change.objects.all().delete()
    update_live(online, {session.key: {"etat_recrutement": "2"}}, by=make.member(owner))
    entry = TransitionLog.objects.of(online).first()
    assert (entry.name, entry.source, entry.target, entry.publication) == (
        "update_live",
        "draft",
        "draft",
        published(online),
    )
    [change] = Change.objects.of(online)
    assert [(f["path"], f["before"], f["after"]) for f in change.fields] == [
        (f"{session.key}.etat_recrutement", "Ouvert", "Fermé")
    ]


@pytest.mark.parametrize(
    "field",
    ["date_debut", "commentaire_duree", "organisme_responsable", "places", "objectifs", "inconnu"],
)
def test_a_field_that_is_not_listed_is_refused(online, owner, field):
    session, _ = keys(online)
    with pytest.raises(Refused, match="ne peut pas être mis à jour en ligne sans validation"):
        update_live(online, {session.key: {field: None}}, by=make.member(owner))
    assert Publication.objects.of(online).count() == 1


def test_a_session_that_is_not_online_is_refused(online, owner):
    added = Session.objects.filter(action=online).order_by("pk").last()
    with pytest.raises(Refused, match="n’est pas en ligne"):
        update_live(online, {added.key: {"etat_recrutement": "2"}}, by=make.member(owner))


def test_an_offer_that_is_not_online_is_refused(owner):
    action = make.offer(owner, "unpublished")
    with pytest.raises(Refused, match="n’est pas en ligne"):
        update_live(action, {action.sessions.get().key: {"etat_recrutement": "2"}}, by=make.staff())


def test_nothing_to_change_is_said(online, owner):
    session, _ = keys(online)
    with pytest.raises(Refused, match="Rien n’a changé"):
        update_live(online, {session.key: {"etat_recrutement": "1"}}, by=make.member(owner))


def test_another_organisation_is_refused(online):
    session, _ = keys(online)
    other = make.member(make.etablissement("Étrangère"))
    with pytest.raises(NotAllowed):
        update_live(online, {session.key: {"etat_recrutement": "2"}}, by=other)
    assert make.fresh(session).etat_recrutement == "3"


def test_a_value_that_the_rules_refuse_is_refused(online, owner):
    _, dispositif = keys(online)
    with pytest.raises(Refused):
        update_live(online, {dispositif.key: {"places_restantes": 500}}, by=make.member(owner))
    assert Publication.objects.of(online).count() == 1


def test_a_programme_may_shorten_the_list(online, owner, settings):
    settings.UPDATE_LIVE_FIELDS = ("places_restantes",)
    session, dispositif = keys(online)
    with pytest.raises(Refused):
        update_live(online, {session.key: {"etat_recrutement": "2"}}, by=make.member(owner))
    update_live(online, {dispositif.key: {"places_restantes": 0}}, by=make.member(owner))


def test_the_page_shows_what_is_online_not_the_draft(online, owner, client):
    session, _ = keys(online)
    client.force_login(make.member(owner))
    page = client.get(reverse("admin:session_en_ligne", args=[session.pk]))
    assert page.context["forms"][0].initial["etat_recrutement"] == "1"
    assert SECRET not in page.text
    names = {name for form in page.context["forms"] for name in form.fields}
    assert {"etat_recrutement", "places_restantes", "mail_liaison"} <= names
    assert not {"date_debut", "places", "commentaire_duree"} & names


def test_the_page_publishes(online, owner, client):
    session, _ = keys(online)
    client.force_login(make.member(owner))
    address = reverse("admin:session_en_ligne", args=[session.pk])
    field = f"{session.key}-etat_recrutement"
    data = form_of(client.get(address), having=field) | {field: "2"}
    assert client.post(address, data).status_code == 302
    tree = published(online).payload["fiche"]["children"][0]["children"][0]
    assert tree["values"]["etat_recrutement"] == "2"
    assert tree["values"]["duree_hebdo"] == 35


def table(lines, typed):
    """Return what is typed in the table of meetings, after `lines` that it shows."""
    return {
        f"informations_collectives-{lines + n}-{name}": value
        for n, line in enumerate(typed)
        for name, value in line.items()
    }


def test_a_meeting_is_added_and_the_others_keep_all_they_say(online, owner, client):
    session, _ = keys(online)
    known = published(online).payload["fiche"]["children"][0]["children"][0]["values"][
        "informations_collectives"
    ]
    assert [m["a_distance"] for m in known] == [False]
    client.force_login(make.member(owner))
    address = reverse("admin:session_en_ligne", args=[session.pk])
    page = client.get(address)
    data = form_of(page, having=f"{session.key}-etat_recrutement")
    assert data[f"{session.key}-informations_collectives-0-a_distance"] == "non"
    later = table(1, [{"date": "2099-03-02"}, {"date": "2098-03-02"}])
    assert (
        client.post(
            address, data | {f"{session.key}-{name}": value for name, value in later.items()}
        ).status_code
        == 302
    )
    tree = published(online).payload["fiche"]["children"][0]["children"][0]
    told = tree["values"]["informations_collectives"]
    assert told[0] == known[0]
    assert [m["date"] for m in told] == [known[0]["date"], "2098-03-02", "2099-03-02"]
    root = read(make.fresh(online))
    assert [m["a_distance"] for m in root.children[0].children[0]["informations_collectives"]] == [
        False,
        None,
        None,
    ]
    seen = differences(
        parse(published(online).payload, online.programme.fields), root, online.programme.fields
    )
    assert not [
        one.path for one in seen if "informations_collectives" in one.path
    ]  # no difference where there is none


def test_a_meeting_of_a_day_that_is_over_is_not_announced(online, owner, client):
    session, _ = keys(online)
    client.force_login(make.member(owner))
    address = reverse("admin:session_en_ligne", args=[session.pk])
    data = form_of(client.get(address), having=f"{session.key}-etat_recrutement")
    number = published(online).number
    late = {
        f"{session.key}-{name}": value for name, value in table(1, [{"date": "2020-01-01"}]).items()
    }
    page = client.post(address, data | late)
    assert (
        "L’information collective du 01/01/2020 est passée : choisissez un jour à venir."
        in page.text
    )
    assert published(online).number == number

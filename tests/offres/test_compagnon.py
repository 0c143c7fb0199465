"""Private sessions added to a public offer (D5).

By its dispensateur, beside a text that stays the public one.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import policy
from core.dossiers.rows import read
from core.models import Action, Dispositif, Formation, Session
from core.rules import Level
from exports.models import SessionPubliee
from tests import factories as make
from tests.factories.offers import fill_session
from tests.pages import address, filled
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make.etablissement("Mandataire")


@pytest.fixture
def partner(lead):
    return make.etablissement("Dispensateur")


@pytest.fixture
def public(lead, partner):
    """Return a public offer online, entered by the mandataire and given by another."""
    return make.offer(
        lead, "online", attribution=make.attribution(partner, lead), objectifs="Objectifs du public"
    )


def add(client, public, session=None):
    source = session or public.sessions.get()
    return client.post(
        reverse("admin:core_action_ajouter_prive", args=[public.pk]), {"session": source.pk}
    )


def companion(public):
    return Action.objects.get(action_publique=public)


@pytest.fixture
def private(client, public, partner):
    """Return the companion, its session filled by the dispensateur."""
    client.force_login(make.member(partner))
    add(client, public)
    action = companion(public)
    for session in action.sessions.all():
        fill_session(session, by=make.member(partner))
    return make.fresh(action)


def online(action, by):
    return make.bring(action, "online", by=by)


def test_the_dispensateur_adds_a_private_session(client, public, partner):
    client.force_login(make.member(partner))
    assert "Ajouter une session à financement privé" in client.get(address(public, "dossier")).text
    response = add(client, public)
    action = companion(public)
    session = action.sessions.get()
    assert response["Location"] == session.get_absolute_url()
    assert client.get(response["Location"]).status_code == 200
    assert (action.formation, action.porteur, action.attribution) == (
        public.formation,
        partner,
        None,
    )
    assert (action.state, action.programme_code) == ("draft", "ordinaire")
    source = public.sessions.get()
    assert (session.date_debut, session.duree_centre) == (source.date_debut, source.duree_centre)
    assert session.organisme_responsable == partner
    assert session.dispositifs.get().type_dispositif == "3"
    assert (
        "Ajout privé à une offre publique"
        in client.get(reverse("admin:core_action_changelist")).text
    )
    shown = client.get(address(public, "dossier")).text
    assert session.code in shown


def test_a_second_session_joins_the_same_companion(client, public, partner):
    client.force_login(make.member(partner))
    add(client, public)
    add(client, public)
    assert companion(public).sessions.count() == 2


def test_the_text_is_read_from_the_public_offer(client, private, public, partner):
    root = read(private)
    assert root["intitule"] == public.formation.intitule
    assert root.children[0]["objectifs"] == "Objectifs du public"
    page = client.get(address(private, "dossier"))
    assert "Objectifs du public" in page.text
    assert (
        address(private) not in page.text.partition('class="fiche-grille')[2].partition("<aside")[0]
    )
    for row in (private, private.formation):
        before = make.fresh(row).version
        assert client.get(address(row), follow=True).request["PATH_INFO"].endswith("/dossier/")
        found = client.post(
            address(row),
            {"version": before, "objectifs": "Autres", "intitule": "Autre"},
            follow=True,
        )
        assert "Rien n’a été enregistré" in found.text
        assert make.fresh(row).version == before
    assert not policy.can(make.member(partner), "change", private.formation)


def test_what_the_public_offer_is_being_changed_to_does_not_leak(private, public, lead):
    perform(public, "reopen", by=make.member(lead))
    make.save(public, by=make.member(lead), objectifs="Pas encore validés")
    assert read(make.fresh(private)).children[0]["objectifs"] == "Objectifs du public"


def test_its_own_state_publication_and_numero(client, private, public, partner):
    action = online(private, make.member(partner))
    assert (action.state, action.is_online, make.fresh(public).is_online) == (
        "validated",
        True,
        True,
    )
    [own], [other] = (
        [*SessionPubliee.objects.filter(group__action=a.pk).select_related("group")]
        for a in (action, public)
    )
    assert own.group.numero != other.group.numero
    assert f"{public.formation_id}-{action.pk}-" in own.group.numero
    assert own.types_dispositif == ["3"]
    assert own.code == action.sessions.get().code
    assert (
        action.publications().get().payload["fiche"]["children"][0]["values"]["objectifs"]
        == "Objectifs du public"
    )


def test_a_new_public_text_reaches_the_companion_online(private, public, partner, lead):
    action = online(private, make.member(partner))
    by = make.member(lead)
    perform(public, "reopen", by=by)
    make.save(public, by=by, objectifs="Objectifs nouveaux")
    make.agree(make.fresh(public), by=by)
    for who, move in ((by, "submit"), (make.staff(), "validate")):
        perform(make.fresh(public), move, by=who)
    action = make.fresh(action)
    assert (action.state, action.online_number) == ("validated", 2)
    assert (
        action.publications().first().payload["fiche"]["children"][0]["values"]["objectifs"]
        == "Objectifs nouveaux"
    )


def test_the_formation_still_opens_and_closes_with_the_public_actions_alone(
    private, public, partner, lead
):
    """D4 is about the actions that write the text."""
    online(private, make.member(partner))
    by = make.member(lead)
    perform(public, "reopen", by=by)
    assert policy.can(by, "change", public.formation)
    make.save(public, by=by, objectifs="Autres")
    perform(make.fresh(public), "give_up", by=by)
    assert make.fresh(public).objectifs == "Objectifs du public"


def test_giving_up_a_companion_touches_its_sessions_only(private, public, partner):
    by = make.member(partner)
    action = online(private, by)
    formation = make.fresh(public.formation)
    perform(action, "reopen", by=by)
    make.save(action.sessions.get(), by=by, duree_centre=12)
    perform(make.fresh(action), "give_up", by=by)
    assert action.sessions.get().duree_centre != 12
    assert make.fresh(formation).version == formation.version


def test_a_companion_is_never_paid_by_the_region(client, private):
    dispositif = Dispositif.objects.get(session__action=private)
    page = client.get(dispositif.get_absolute_url())
    assert "8" not in dict(page.context["adminform"].form.fields["type_dispositif"].choices)
    data = filled(page) | {"places": 7}
    assert client.post(dispositif.get_absolute_url(), data).status_code == 302
    assert make.fresh(dispositif).places == 7


def test_the_porteur_adds_in_the_name_of_the_dispensateur_and_sees_it(
    client, public, lead, partner
):
    client.force_login(make.member(lead))
    response = add(client, public)
    action = companion(public)
    assert action.porteur == partner
    assert response["Location"] == address(action, "dossier")
    assert client.get(response["Location"]).status_code == 200
    add(client, public)
    assert action.sessions.count() == 1  # it is now the dispensateur's to complete


@pytest.mark.parametrize("who", ["other", "staff"])
def test_nobody_else_does(client, public, who):
    client.force_login(
        make.staff() if who == "staff" else make.member(make.etablissement("Étrangère"))
    )
    assert add(client, public).status_code == 404
    assert not Action.objects.filter(action_publique__isnull=False).exists()


def test_not_by_get_nor_to_a_draft_nor_to_a_companion(client, private, public, lead, partner):
    url = reverse("admin:core_action_ajouter_prive", args=[public.pk])
    assert client.get(url).status_code == 404
    assert add(client, private).status_code == 404
    draft = make.draft(
        partner, attribution=make.attribution(partner, lead, numero_lot="AUTRE", annee="2027")
    )
    assert add(client, draft).status_code == 404


def test_a_session_of_another_action_is_not_copied(client, public, partner):
    client.force_login(make.member(partner))
    add(client, public, make.draft(partner).sessions.get())
    assert not Action.objects.filter(action_publique__isnull=False).exists()


def test_a_validated_companion_says_how_to_open_it(client, private, public, partner):
    online(private, make.member(partner))
    page = client.post(
        reverse("admin:core_action_ajouter_prive", args=[public.pk]),
        {"session": public.sessions.get().pk},
        follow=True,
    )
    assert "Ouvrez-la d’abord par « Modifier »" in page.text
    assert private.sessions.count() == 1


def test_another_action_may_still_join_the_formation_of_the_programme(
    private, public, lead, partner
):
    twin = make.draft(
        lead, formation=public.formation, attribution=public.attribution, complete=False
    )
    assert twin.formation == public.formation
    with pytest.raises(Refused):
        make.draft(partner, formation=public.formation)
    assert Formation.objects.count() == 1


def test_the_dossier_asks_as_often_for_three_private_sessions_as_for_one(client, private, public):
    def asked(action):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(action, "dossier")).status_code == 200
        return len(found)

    client.get(address(public, "dossier"))
    one = asked(public), asked(private)
    add(client, public)
    add(client, public)
    assert Session.objects.filter(action=private).count() == 3
    assert (asked(public), asked(private)) == one
    assert [x.level for x in read(private).walk()].count(Level.SESSION) == 3

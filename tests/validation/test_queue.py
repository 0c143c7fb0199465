"""The validation queue: who follows a dossier, what changed in it, and what one looks for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dossiers import live_update as live
from core.dossiers.saving import changing
from core.models import Dispositif
from core.offres import creation
from core.validation import queue
from tests import factories as make
from tests.factories.offers import DISPOSITIF, fill_session
from workflows.service import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Académie Alpha")


@pytest.fixture
def claire(client):
    user = make.staff("claire", "Martin")
    client.force_login(user)
    return user


def tab(client, code="a-valider", **asked):
    return client.get(reverse("admin:file_onglet", args=[code]), asked)


def shown(client, code="a-valider", **asked):
    return [line["row"] for line in tab(client, code, **asked).context["rows"]]


def counts(client):
    return {code: count for code, _, count in tab(client).context["tabs"]}


def changes_of(client, action):
    return next(line["changes"] for line in tab(client).context["rows"] if line["row"] == action)


# Who follows it -----------------------------------------------------------------------------


def test_what_one_takes_is_one_s_own_until_it_leaves_the_queue(client, owner, claire):
    action, other = make.offer(owner, "submitted"), make.offer(owner, "submitted")
    assert shown(client, "a-moi") == []
    page = client.post(
        reverse("admin:core_action_mouvement", args=[action.pk, "take"]), follow=True
    )
    assert "La saisie est à vous." in page.text
    assert "Suivie par vous" in page.text
    assert shown(client, "a-moi") == [action]
    assert shown(client) == [action, other]
    assert counts(client) == {"a-valider": 2, "reponses": 0, "a-moi": 1}
    perform(action, "validate", by=claire)
    assert make.fresh(action).reviewer is None
    assert shown(client, "a-moi") == []


def test_who_asks_a_question_follows_the_dossier_through_the_answer(client, owner, claire):
    action = make.offer(owner, "submitted")
    perform(action, "ask", by=claire, comment="Quels horaires ?")
    assert shown(client, "a-moi") == [action]
    perform(action, "answer", by=make.member(owner), comment="De 9 h à 17 h")
    assert shown(client, "a-moi") == shown(client) == [action]
    perform(action, "take_back", by=make.member(owner))
    assert make.fresh(action).reviewer is None


def test_a_colleague_takes_over_or_gives_back(client, owner, claire):
    action, colleague = make.offer(owner, "submitted"), make.staff("paul", "Durand")
    perform(action, "take", by=colleague)
    page = tab(client)
    assert "Camille Durand" in page.text
    assert (
        "Camille Durand suit cette saisie."
        in client.get(reverse("admin:core_action_mouvement", args=[action.pk, "take"])).text
    )
    perform(action, "take", by=claire)
    assert make.fresh(action).reviewer == claire
    perform(action, "leave", by=colleague)
    assert make.fresh(action).reviewer is None


def test_taking_changes_nothing_of_what_is_typed(owner, claire):
    """A correction that a colleague has on his screen is not stale for that."""
    action = make.offer(owner, "submitted")
    perform(action, "take", by=claire)
    assert make.fresh(action).version == action.version


def test_a_question_still_shows_once_somebody_has_taken_the_dossier(client, owner, claire):
    action = make.offer(owner, "questioned")
    perform(action, "take", by=claire)
    client.force_login(make.member(owner))
    assert (
        "Question du Cariforef"
        in client.get(reverse("admin:core_action_dossier", args=[action.pk])).text
    )


def test_the_organisation_is_not_told_who_follows(client, owner, claire):
    action = make.offer(owner, "submitted")
    perform(action, "take", by=claire)
    client.force_login(make.member(owner))
    page = client.get(reverse("admin:core_action_dossier", args=[action.pk])).text
    assert "Suivie par" not in page


# What changed -------------------------------------------------------------------------------


def test_a_new_offer_and_a_new_fiche_say_so(client, owner, claire):
    action = make.offer(owner, "submitted")
    new = make.etablissement("Nouvelle", online=False)
    perform(new, "submit", by=make.member(new))
    assert changes_of(client, action) == "Nouvelle offre"
    assert changes_of(client, new) == "Nouvelle fiche"


def test_what_changed_since_the_version_online(client, owner, claire):
    user = make.member(owner)
    action = make.offer(owner, "reopened", sessions=3)
    first, second, _ = action.sessions.order_by("pk")
    make.save(action, by=user, objectifs="Un premier essai")
    make.save(action, by=user, objectifs="Un second", resultats_attendus="Un emploi")
    make.save(action.formation, by=user, intitule="Conduire des projets")
    make.save(first, by=user, duree_hebdo=30)
    make.save(first, by=user, duree_hebdo=35)  # as it was
    with changing(second, by=user) as tell:
        creation.remove_session(second)
        tell(second.key, f"Session {second.pk}", "retirée")
    for _ in range(2):
        with changing(action, by=user) as tell:
            session = creation.add_session(action)
            tell(session.key, f"Session {session.pk}", "ajoutée")
        fill_session(session, by=user)
    with changing(first, by=user) as tell:
        dispositif = creation.add_dispositif(first)
        tell(dispositif.key, f"Dispositif {dispositif.pk}", "ajouté")
    make.save(Dispositif.objects.get(pk=dispositif.pk), by=user, **DISPOSITIF)
    perform(action, "submit", by=user)
    assert (
        changes_of(client, action)
        == "2 sessions ajoutées, 1 session retirée, 1 dispositif ajouté, 3 champs modifiés"
    )


def test_what_went_online_at_once_is_not_to_be_validated(client, owner, claire):
    user = make.member(owner)
    action = make.offer(owner, "reopened")
    live.update_live(action, {action.sessions.get().key: {"etat_recrutement": "2"}}, by=user)
    make.save(action, by=user, objectifs="Autrement")
    perform(make.fresh(action), "submit", by=user)
    assert changes_of(client, action) == "1 champ modifié"


def test_sent_again_as_it_was(client, owner, claire):
    action = make.offer(owner, "resubmitted")
    assert changes_of(client, action) == "Rien n’a changé"


# What one looks for ---------------------------------------------------------------------------


def test_the_queue_is_searched_and_filtered(client, owner, claire):
    one = make.offer(owner, "submitted", intitule="Élagage des haies")
    beta = make.etablissement("Beta")
    other = make.offer(beta, "submitted", attribution=make.attribution(beta, programme=make.e2c()))
    new = make.etablissement("Gamma", online=False)
    perform(new, "submit", by=make.member(new))
    assert set(shown(client)) == {one, other, new}
    assert shown(client, q="elagage alpha") == [one]
    assert shown(client, q="gamma") == [new]
    assert shown(client, q=f"{other.formation_id}-{other.pk}") == [other]
    assert shown(client, programme="e2c") == [other]
    assert shown(client, programme="e2c", q="elagage") == []
    assert "Rien ne correspond à ce filtre." in tab(client, q="introuvable").text


def test_every_fiche_is_on_some_page(client, owner, claire, monkeypatch):
    monkeypatch.setattr(queue, "PER_PAGE", 2)
    waiting = [make.offer(owner, "submitted") for _ in range(2)]
    for n in range(3):
        new = make.etablissement(f"Nouvelle {n}", online=False)
        perform(new, "submit", by=make.member(new))
        waiting.append(new)
    found = [row for page in (1, 2, 3) for row in shown(client, page=page)]
    assert len(found) == 5
    assert set(found) == set(waiting)


def test_the_queue_asks_as_often_for_three_lines_as_for_one(client, owner, claire):
    def more():
        for situation in ("submitted", "resubmitted"):
            perform(make.offer(owner, situation, date_debut=date(2026, 2, 2)), "take", by=claire)
        new = make.etablissement("Nouvelle", online=False)
        perform(new, "submit", by=make.member(new))
        perform(new.sites.get(), "submit", by=make.member(new))

    found = []
    for count in (1, 2):
        for _ in range(count):
            more()
        with CaptureQueriesContext(connection) as queries:
            tab(client, "a-moi")
            tab(client)
        found.append(len(queries))
    assert found[0] == found[1]


# From one to the next ------------------------------------------------------------------------


def test_one_goes_from_what_waits_to_the_next(client, owner, claire):
    first, second = make.offer(owner, "submitted"), make.offer(owner, "submitted")
    make.offer(owner, "questioned")
    after = lambda row: client.get(reverse("admin:file_apres", args=[row.key]), follow=True)  # noqa: E731
    page = client.get(reverse("admin:core_action_dossier", args=[first.pk]))
    assert reverse("admin:file_apres", args=[first.key]) in page.text
    assert after(first).context["subject"] == second
    perform(first, "validate", by=claire)
    assert after(first).context["subject"] == second
    page = after(second)
    assert page.redirect_chain == [(reverse("admin:file"), 302)]
    assert "Rien d’autre n’attend votre validation." in page.text


def test_the_annuaire_comes_before_the_offers(client, owner, claire):
    action, place = make.offer(owner, "submitted"), make.site(owner, "Annexe", online=False)
    perform(place, "submit", by=make.member(owner))

    def after(key):
        page = client.get(reverse("admin:file_apres", args=[key]), follow=True)
        return page.context["subject"]

    assert after(owner.key) == place
    assert after(place.key) == action


def test_an_organisation_has_no_next(client, owner):
    action = make.offer(owner, "submitted")
    client.force_login(make.member(owner))
    assert client.get(reverse("admin:file_apres", args=[action.key])).status_code == 404
    assert (
        "Dossier suivant"
        not in client.get(reverse("admin:core_action_dossier", args=[action.pk])).text
    )

"""What must exist in the annuaire before an offer goes online (D23), each lack in a sentence."""

import pytest
from django.urls import reverse

from core.backoffice.addresses import dossier_url, issue_url
from core.dossiers.annuaire_first import missing_in_the_annuaire
from tests import factories as make
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


def sent(owner, **values):
    return make.offer(owner, "submitted", **values)


def refusal(action):
    with pytest.raises(Refused) as found:
        perform(make.fresh(action), "validate", by=make.staff())
    assert make.fresh(action).state == "submitted"
    return [issue.message for issue in found.value.issues]


def validate(action):
    perform(make.fresh(action), "validate", by=make.staff())
    return make.fresh(action).is_online


def test_an_offer_whose_organisations_are_online_is_validated():
    assert validate(sent(make.etablissement("Alpha")))


def test_each_fiche_of_the_annuaire_is_asked_for():
    """Nothing is online: the dispensateur's établissement and site, the responsable's."""
    dispensateur, responsable = (
        make.etablissement("Dispensateur", online=False),
        make.etablissement("Responsable", online=False),
    )
    site = dispensateur.sites.get()
    action = sent(dispensateur, attribution=make.attribution(dispensateur, responsable))
    expected = [
        f"Le site dispensateur « {site} » n’est pas encore validé.",
        f"L’établissement dispensateur « {dispensateur} » n’est pas encore validé.",
        f"L’organisme responsable « {responsable} » n’est pas encore validé.",
        f"Aucun site de l’organisme responsable « {responsable} » n’est validé.",
    ]
    assert refusal(action) == expected
    for subject, left in (
        (site, expected[1:]),
        (dispensateur, expected[2:]),
        (responsable, expected[3:]),
    ):
        make.put_online(subject)
        assert refusal(action) == left
    make.put_online(responsable.sites.get())
    assert validate(action)


def test_a_nda_is_asked_for_formation_continue_only():
    owner = make.etablissement("Alpha", nda="")
    assert refusal(sent(owner)) == [
        (
            f"« {owner} » n’a pas de numéro de déclaration d’activité "
            ": il est exigé en formation continue."
        )
    ]
    assert validate(sent(owner, cadre="initiale"))


@pytest.mark.parametrize("roles", [None, ["sofi"]])
def test_a_contact_that_may_be_published_is_asked_for(roles):
    owner = make.etablissement("Alpha", contact=False)
    if roles:
        make.contact_of(owner.sites.get(), roles=roles)
    action = sent(owner)
    assert refusal(action) == [
        f"« {owner} » n’a aucun contact à publier : ajoutez-en un à l’un de ses sites."
    ]
    make.contact_of(owner.sites.get(), roles=["accueil"])
    assert validate(action)


def test_a_contact_that_left_is_no_contact():
    owner = make.etablissement("Alpha")
    owner.sites.get().contacts.update(actif=False)
    assert len(refusal(sent(owner))) == 1


def test_a_place_that_is_not_online_is_refused():
    owner = make.etablissement("Alpha")
    place = make.site(owner, "Nouveau lieu", online=False)
    action = sent(owner, site_lieu=str(place.pk))
    assert len(refusal(action)) == 1
    make.put_online(place)
    assert validate(action)


def test_what_lacks_is_shown_to_staff_with_its_links_and_not_to_the_organisation(client):
    owner = make.etablissement("Alpha", online=False)
    action = sent(owner)
    sentence = f"L’établissement dispensateur « {owner} » n’est pas encore validé."
    dossier = reverse("admin:core_action_dossier", args=[action.pk])
    client.force_login(make.staff())
    assert sentence in client.get(dossier).text
    page = client.post(
        reverse("admin:core_action_mouvement", args=[action.pk, "validate"]), follow=True
    )
    assert sentence in page.text
    assert make.fresh(action).state == "submitted"
    client.force_login(make.member(owner))
    assert sentence not in client.get(dossier).text


def test_a_version_put_online_again_is_asked_the_same():
    owner = make.etablissement("Alpha")
    action = make.offer(owner, "unpublished")
    perform(owner, "archive", by=make.staff(), comment="Fermé")
    with pytest.raises(Refused) as found:
        perform(action, "republish", by=make.staff(), comment="De nouveau")
    assert [i.path for i in found.value.issues][:1] == [f"A{action.pk}.site_dispensateur"]


@pytest.mark.parametrize(
    "blocs", [[{"intitule": "Bloc", "code": "B1"}], [{"intitule": "Bloc", "code": "RNCP21466BC01"}]]
)
def test_a_block_that_lheo_refuses_is_told_before_sending(blocs):
    """LHÉO wants a code of eight characters, and the certification that the block belongs to.

    Said to who types it.
    """
    owner = make.etablissement("Alpha")
    certifinfo = "21466" if len(blocs[0]["code"]) < 8 else ""
    action = make.draft(
        owner, individualiser_blocs=True, validation="1", blocs=blocs, certifinfo=certifinfo
    )
    with pytest.raises(Refused):
        perform(action, "submit", by=make.member(owner))


def test_what_lacks_leads_to_the_fiche_that_mends_it():
    dispensateur = make.etablissement("Dispensateur", online=False)
    responsable = make.etablissement("Responsable", online=False, nda="")
    action = sent(dispensateur, attribution=make.attribution(dispensateur, responsable))
    site = dispensateur.sites.get()
    urls = [issue_url(issue) for issue in missing_in_the_annuaire(make.fresh(action))]
    assert urls[:2] == [dossier_url(site), dossier_url(dispensateur)]
    assert urls[2:] == [dossier_url(responsable)] * 3

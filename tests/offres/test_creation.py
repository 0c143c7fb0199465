"""Who creates an offer from an attribution (D18), and what its rows are filled with."""

import pytest
from django.urls import reverse

from core.annuaire.closing import close
from core.dossiers.rows import read
from core.models import Action, Formation
from core.offres.creation import add_session, create_action
from core.rules import Level, Need
from tests import factories as make
from workflows.service import NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def formateur():
    return make.etablissement("Formateur")


@pytest.fixture
def mandataire():
    return make.etablissement("Mandataire")


@pytest.fixture
def attribution(formateur, mandataire):
    return make.attribution(formateur, mandataire, places="20")


@pytest.mark.parametrize("who", ["formateur", "mandataire"])
def test_formateur_and_mandataire_create(who, formateur, mandataire, attribution):
    porteur = {"formateur": formateur, "mandataire": mandataire}[who]
    action = create_action(by=make.member(porteur), porteur=porteur, attribution=attribution)
    assert (action.porteur, action.attribution, action.state) == (porteur, attribution, "draft")
    assert action.site_dispensateur == attribution.site


def test_staff_create_in_nobodys_name(attribution):
    action = create_action(by=make.staff(), porteur=None, attribution=attribution)
    assert action.porteur is None
    make.save(action, by=make.staff(), objectifs="Saisis par le Cariforef")


def test_formations_of_one_name_are_told_apart(client, formateur):
    one, other = make.draft(formateur).formation, make.draft(formateur).formation
    client.force_login(make.member(formateur))
    text = client.get(reverse("admin:creer")).text
    assert f"Conduire un projet ({one.pk})" in text
    assert f"Conduire un projet ({other.pk})" in text
    assert ">None<" not in text


def test_no_offer_is_entered_for_an_etablissement_that_is_closed(client, formateur, attribution):
    close(formateur, by=make.staff(), reason="Cessation d’activité")
    user, closed = make.member(formateur), make.fresh(formateur)
    with pytest.raises(Refused, match="est fermé : aucune offre"):
        create_action(by=user, porteur=closed, attribution=attribution)
    client.force_login(make.staff())
    form = client.get(reverse("admin:creer")).context["form"]
    assert formateur not in form.fields["porteur"].queryset
    action = make.draft(make.etablissement("Autre"))
    Action.objects.filter(pk=action.pk).update(site_dispensateur=None)
    Formation.objects.filter(pk=action.formation_id).update(etablissement=formateur)
    client.post(reverse("admin:core_action_porteur", args=[action.pk]), {"porteur": formateur.pk})
    assert make.fresh(action).porteur == action.porteur


def test_another_organisation_does_not(attribution):
    other = make.etablissement("Étrangère")
    with pytest.raises(NotAllowed, match="n’est pas ouverte à votre établissement"):
        create_action(by=make.member(other), porteur=other, attribution=attribution)
    assert not Action.objects.exists()
    assert not Formation.objects.exists()


@pytest.mark.parametrize("who", ["gestionnaire", "administrateur", "personne"])
def test_neither_a_manager_nor_an_administrator_nor_nobody(who, formateur, attribution):
    user = {
        "gestionnaire": make.manager(make.regional()),
        "administrateur": make.admin(),
        "personne": make.nobody(),
    }[who]
    with pytest.raises(NotAllowed):
        create_action(by=user, porteur=formateur, attribution=attribution)


def test_an_organisation_does_not_create_in_nobodys_name(formateur):
    with pytest.raises(NotAllowed, match="Choisissez l’établissement au nom duquel vous saisissez"):
        create_action(by=make.member(formateur), porteur=None)


def test_an_organisation_does_not_create_in_the_name_of_another(formateur, mandataire):
    other = make.etablissement("Étrangère")
    with pytest.raises(NotAllowed):
        create_action(by=make.member(formateur), porteur=other)
    assert not Action.objects.exists()


def test_the_porteur_is_the_formateur_or_the_mandataire(formateur, attribution):
    """Whoever has two établissements does not hand the lot of one to the other."""
    user, second = make.member(formateur), make.etablissement("Seconde")
    user.memberships.create(role="organisme", etablissement=second)
    with pytest.raises(Refused):
        create_action(by=make.fresh(user), porteur=second, attribution=attribution)


def test_a_lot_that_is_stopped_refuses_with_its_reason(formateur, mandataire, attribution):
    going = make.draft(formateur, attribution=attribution)
    make.attribution(formateur, mandataire, places="20", statut_lot="arrêté")
    attribution = make.fresh(attribution)
    for who in (make.member(formateur), make.staff()):
        with pytest.raises(
            Refused, match=f"Le lot {attribution.lot.numero} est arrêté : aucune nouvelle action"
        ):
            create_action(by=who, porteur=formateur, attribution=attribution)
    assert make.bring(
        going, "online", by=make.member(formateur)
    ).is_online  # work in progress goes on


def test_a_stopped_lot_is_said_on_the_page_and_cannot_be_chosen(
    client, formateur, mandataire, attribution
):
    make.attribution(formateur, mandataire, statut_lot="arrêté")
    client.force_login(make.member(formateur))
    attribution = make.fresh(attribution)
    client.force_login(make.member(formateur))
    page = client.get(reverse("admin:formations_publiques"), {"attribution": attribution.pk})
    assert (
        f"Le lot {attribution.lot.numero} est arrêté : aucune "
        "nouvelle action ne peut y être saisie."
    ) in page.text
    [lot] = next(q for q in page.context["form"].questions if q.name == "lot").choices
    assert lot.refused
    assert not page.context["form"].attribution
    client.post(
        reverse("admin:formations_publiques"),
        {"lot": attribution.lot_id, "attribution": attribution.pk},
    )
    assert not Action.objects.exists()


def test_an_attribution_that_left_the_file_refuses(formateur, mandataire, attribution):
    make.attribution(
        formateur, mandataire, nom_site_realisation="Un autre site", numero_lot="AUTRE"
    )
    assert make.fresh(attribution).retiree_le is not None
    with pytest.raises(Refused, match="n’est plus dans le fichier de la Région"):
        create_action(
            by=make.member(formateur), porteur=formateur, attribution=make.fresh(attribution)
        )


def test_rows_are_filled_with_what_the_programme_gives(formateur, mandataire, attribution):
    action = make.draft(formateur, attribution=attribution, complete=False)
    contexte = read(action).contexte
    empty = []
    for fiche in read(action).walk():
        for field in action.programme.fields.level(fiche.level):
            given = field.given(contexte)
            if field.need in (Need.FIXED, Need.DEFAULT, Need.RECEIVED) and given not in (None, ""):
                assert fiche[field.name] == given, field.name
            elif fiche[field.name] in (None, "", []):
                empty.append(field.name)
    assert empty  # the rest is left to type
    session = action.sessions.get()
    assert session.organisme_responsable == mandataire
    assert (session.site_lieu, session.date_debut) == (
        attribution.site,
        attribution.date_debut_prevue,
    )
    dispositif = session.dispositifs.get()
    assert (dispositif.places, dispositif.numero_lot) == (20, attribution.lot.numero)


def test_a_second_session_is_proposed_the_places_that_are_left(formateur, attribution):
    action = make.draft(formateur, attribution=attribution, places=15, places_restantes=0)
    assert add_session(action).dispositifs.get().places == 5
    assert add_session(action).dispositifs.get().places is None


def test_an_ordinary_offer_is_of_its_porteur(formateur):
    action = make.draft(formateur, complete=False)
    assert action.attribution is None
    assert action.programme_code == "ordinaire"
    assert action.sessions.get().organisme_responsable == formateur
    assert action.formation.etablissement == formateur
    assert action.site_dispensateur == formateur.sites.get(principal=True)


def test_an_action_may_join_a_formation(formateur):
    first = make.draft(formateur)
    second = make.draft(formateur, formation=first.formation)
    assert second.formation == first.formation
    assert Formation.objects.count() == 1
    assert second.formation.intitule == "Conduire un projet"


def test_a_certifinfo_code_gives_its_words(formateur):
    action = create_action(by=make.member(formateur), porteur=formateur, certifinfo="21466")
    formation = action.formation
    assert (formation.certifinfo, formation.intitule) == ("21466", "CAP maçon")
    assert formation.type_certification == "Certificat d'aptitude professionnelle"


def test_the_page_creates_and_goes_to_the_first_fiche(client, formateur, attribution):
    client.force_login(make.member(formateur))
    response = client.post(
        reverse("admin:formations_publiques"),
        {"organisme": formateur.pk, "attribution": attribution.pk},
    )
    action = Action.objects.get()
    assert response["Location"] == reverse(
        "admin:core_formation_change", args=[action.formation_id]
    )
    assert action.sessions.count() == 1
    assert [x.level for x in read(action).walk()] == [
        Level.FORMATION,
        Level.ACTION,
        Level.SESSION,
        Level.DISPOSITIF,
    ]


def test_the_page_refuses_a_porteur_who_is_not_of_the_lot(client, formateur, attribution):
    user, second = make.member(formateur), make.etablissement("Seconde")
    user.memberships.create(role="organisme", etablissement=second)
    client.force_login(user)
    page = client.post(
        reverse("admin:formations_publiques"),
        {"organisme": second.pk, "attribution": attribution.pk},
    )
    assert "n’est pas possible" in str(page.context["form"].errors["organisme"])
    assert not Action.objects.exists()

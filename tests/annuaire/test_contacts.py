"""Contacts: their roles are the choices of a session.

Who moves is no longer named by the first établissement.
"""

import pytest
from django.urls import reverse

from exports.models import GroupePublie
from tests import factories as make
from tests.exports.rows import committed

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha", contact=False)


def test_a_session_chooses_among_those_who_bear_the_role(client, owner):
    site = owner.sites.get()
    for nom, roles in (
        ("Handi", ["handicap"]),
        ("Mobi", ["mobilite", "direction"]),
        ("Sans", []),
        ("Accueil", ["accueil"]),
    ):
        make.contact_of(site, nom=nom, roles=roles)
    nobody = dict.fromkeys(("referent_handicap", "referent_mobilite", "referent_prf"))
    session = make.draft(owner, **nobody).sessions.get()
    client.force_login(make.member(owner))
    form = client.get(session.get_absolute_url()).context["adminform"].form
    offered = {
        name: sorted(c.nom for c in form.fields[name].queryset)
        for name in ("referent_handicap", "referent_mobilite")
    }
    assert offered == {
        "referent_handicap": ["Handi", "Sans"],
        "referent_mobilite": ["Mobi", "Sans"],
    }


def test_who_was_chosen_stays_whatever_its_role(client, owner):
    contact = make.contact_of(owner.sites.get(), nom="Choisie")
    session = make.draft(owner).sessions.get()
    type(session).objects.filter(pk=session.pk).update(referent_prf=contact)
    contact.roles = ["accueil"]
    contact.save()
    client.force_login(make.member(owner))
    assert "Choisie" in client.get(session.get_absolute_url()).text


def test_a_contact_that_moves_leaves_the_offers_of_the_first(client, owner):
    other = make.etablissement("Beta", contact=False)
    make.contact_of(owner.sites.get(), nom="Reste", roles=["accueil"])
    leaving = make.contact_of(owner.sites.get(), nom="Partante", roles=["accueil"])
    make.contact_of(other.sites.get(), nom="Accueillant", roles=["accueil"])
    with committed():
        offers = {etab: make.offer(etab, "online").pk for etab in (owner, other)}
    heads = lambda etab: GroupePublie.objects.get(action=offers[etab]).head_2_3  # noqa: E731
    assert "Partante" in heads(owner)
    client.force_login(make.staff())
    data = {"site": other.sites.get().pk, "nom": "Partante", "actif": "on", "roles": ["accueil"]}
    with committed():
        assert (
            client.post(reverse("admin:core_contact_change", args=[leaving.pk]), data).status_code
            == 302
        )
    assert "Partante" not in heads(owner)
    assert "Partante" in heads(other)

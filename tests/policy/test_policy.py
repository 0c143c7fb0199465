"""The algebra of the policy.

Everything, nothing, lines that hold together, roles that add up, rows that come once.
"""

import pytest
from django.db.models import Q

from core import policy
from core.models import Action, Attribution, Contact, Etablissement, Membership, Role, Session, Site
from core.rights.scopes import EVERYTHING, NOTHING, either, everything
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    owner = make.etablissement("Alpha")
    return make.draft(owner, attribution=make.attribution(owner), sessions=2)


def test_everything_and_nothing(offer):
    assert list(Action.objects.filter(EVERYTHING)) == [offer]
    assert list(Action.objects.filter(NOTHING)) == []
    assert list(Action.objects.filter(EVERYTHING & NOTHING)) == []
    assert list(Action.objects.filter(EVERYTHING | NOTHING)) == [offer]
    assert list(Action.objects.filter(~EVERYTHING)) == []
    assert list(Action.objects.filter(~NOTHING)) == [offer]


def test_nothing_adds_nothing_where_an_empty_condition_would_open_all(offer):
    assert list(Action.objects.filter(NOTHING | Q(pk=-1))) == []
    assert list(Action.objects.filter(either()(make.nobody()))) == []


def test_conditions_of_a_line_hold_together_and_roles_add_up(monkeypatch, offer):
    other = make.draft(offer.porteur)
    lines = {
        Role.ORGANISME: [lambda user: Q(pk=offer.pk), lambda user: Q(state="draft")],
        Role.CARIFOREF: [lambda user: Q(pk=other.pk), lambda user: Q(state="archived")],
        Role.GESTIONNAIRE: [everything, lambda user: Q(pk=other.pk)],
    }
    monkeypatch.setitem(policy.RULES, Action, {"essai": lines})
    member, both = make.member(offer.porteur), make.member(offer.porteur, local="deux")
    assert list(Action.objects.allowed(member, "essai")) == [offer]
    assert list(Action.objects.allowed(make.staff(), "essai")) == []
    Membership.objects.create(user=both, role=Role.GESTIONNAIRE, programme="x")
    assert set(Action.objects.allowed(make.fresh(both), "essai")) == {offer, other}


def test_an_empty_line_of_conditions_opens_all_and_no_line_opens_nothing(monkeypatch, offer):
    monkeypatch.setitem(policy.RULES, Action, {"essai": {Role.CARIFOREF: []}})
    assert list(Action.objects.allowed(make.staff(), "essai")) == [offer]
    assert list(Action.objects.allowed(make.member(offer.porteur), "essai")) == []


def test_a_row_comes_once_whatever_the_memberships(offer):
    """Porteur, dispensateur, mandataire, formateur and manager in one.

    Conditions are sub-selects, never joins.
    """
    user = make.member(offer.porteur)
    second = make.etablissement("Seconde")
    Membership.objects.create(user=user, role=Role.ORGANISME, etablissement=second)
    Membership.objects.create(user=user, role=Role.GESTIONNAIRE, programme=offer.programme_code)
    user = make.fresh(user)
    for model, count in (
        (Action, 1),
        (Session, 2),
        (Attribution, 1),
        (Etablissement, 2),
        (Site, 2),
        (Contact, 2),
    ):
        rows = list(model.objects.allowed(user, "view").values_list("pk", flat=True))
        assert len(rows) == len(set(rows)), model
        assert len(rows) >= count, model


def test_lists_and_objects_agree(offer):
    stranger = make.member(make.etablissement("Étrangère"))
    for user in (
        make.staff(),
        make.admin(),
        make.member(offer.porteur),
        stranger,
        make.manager(offer.programme),
        make.nobody(),
    ):
        for model in (Action, Session, Attribution, Etablissement, Site, Contact):
            for name in policy.RULES[model]:
                allowed = set(model.objects.allowed(user, name))
                for row in model.objects.all():
                    assert policy.can(user, name, row) is (row in allowed), (user, model, name)


def test_there_is_a_line_exactly_where_there_may_be_rows(offer):
    for user in (
        make.staff(),
        make.admin(),
        make.member(offer.porteur),
        make.manager(offer.programme),
        make.nobody(),
    ):
        for model, lines in policy.RULES.items():
            for name in (*lines, "inconnue"):
                assert policy.may_some(user, name, model) is (
                    policy.rows(model, user, name) is not NOTHING
                ), (user, model, name)


def test_a_member_for_some_sites_sees_those(offer):
    owner = make.etablissement("Deux sites")
    second = make.site(owner, "Second")
    make.contact_of(second, nom="Du second")
    user = make.member(owner, sites=[second], local="second")
    assert list(Site.objects.allowed(user)) == [second]
    assert [c.nom for c in Contact.objects.allowed(user)] == ["Du second"]
    whole = make.member(owner, local="tout")
    assert set(Site.objects.allowed(whole)) == set(owner.sites.all())


def test_a_mandataire_sees_the_etablissement_and_the_site_of_its_lots(offer):
    formateur, lead = make.etablissement("Formateur"), make.etablissement("Mandataire")
    second = make.site(formateur, "Hors du lot")
    row = make.attribution(formateur, lead, numero_lot="AUTRE", annee="2027")
    user = make.member(lead)
    assert set(Etablissement.objects.allowed(user)) == {lead, formateur}
    assert set(Site.objects.allowed(user)) == {lead.sites.get(), row.site}
    assert second not in Site.objects.allowed(user)
    assert list(Attribution.objects.allowed(user)) == [row]


def test_adding_and_opening_pages_are_declared_by_role(offer):
    member = make.member(offer.porteur)
    assert policy.may_add(member, Action)
    assert not policy.may_add(member, Etablissement)
    assert not policy.may_add(make.nobody(), Action)
    assert not policy.may_add(make.manager(offer.programme), Action)
    assert policy.may_open(make.staff(), "validation")
    assert not policy.may_open(member, "validation")
    assert not policy.may_open(make.staff(), "page inconnue")

"""What nobody declared is closed.

Models without a rule, admin classes without a policy, choices typed by hand.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.checks import run_checks
from django.http import Http404
from django.urls import reverse

from core import policy
from core.backoffice.scoped import ScopedAdmin
from core.models import Action, Contact, Equipement, Etablissement, Formation, Session
from tests import factories as make
from workflows.models import Change, TransitionLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbours():
    """Return two organisations that share nothing, and a draft of the first."""
    mine, other = make.etablissement("Alpha"), make.etablissement("Beta")
    return mine, other, make.draft(mine)


# Declarations -----------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Equipement, Change, TransitionLog])
def test_a_model_without_a_rule_has_no_rows(model, neighbours):
    action = neighbours[2]
    assert model._base_manager.exists() or make.bring(
        action, "submitted", by=make.member(action.porteur)
    )
    for user in (make.staff(), make.admin(), make.member(action.porteur)):
        assert policy.rows(model, user, "view") is policy.NOTHING
        assert list(model._base_manager.filter(policy.rows(model, user, "view"))) == []


def test_an_action_without_a_line_has_no_rows(neighbours):
    assert policy.rows(Action, make.staff(), "inconnue") is policy.NOTHING
    assert list(Action.objects.allowed(make.staff(), "inconnue")) == []
    assert policy.can(make.staff(), "inconnue", neighbours[2]) is False


def test_a_row_not_saved_yet_is_refused():
    assert policy.can(make.staff(), "view", Action()) is False


def test_an_admin_of_a_model_without_a_rule_shows_nothing(rf, neighbours):
    request = rf.get("/")
    request.user = make.admin()
    page = ScopedAdmin(Formation, admin.site)
    page.model = Equipement
    assert not page.has_view_permission(request)
    assert not page.has_add_permission(request)
    with pytest.raises(Http404):
        page.changelist_view(request)


def test_every_registered_admin_is_scoped_or_says_why():
    wrong = [
        type(one).__name__
        for one in admin.site._registry.values()
        if not isinstance(one, ScopedAdmin) and not getattr(one, "public_because", "")
    ]
    assert wrong == []


def test_every_scoped_model_of_core_has_a_rule():
    scoped = [
        m
        for m in apps.get_app_config("core").get_models()
        if hasattr(m._default_manager, "allowed")
    ]
    assert [m.__name__ for m in scoped if m not in policy.RULES] == []


def test_the_start_up_check_finds_an_admin_without_a_policy():
    class Bare(admin.ModelAdmin):
        pass

    found = [e for e in run_checks(tags=["admin"]) if e.id == "sofi.E001"]
    assert found == []
    admin.site._registry[Equipement] = Bare(Equipement, admin.site)
    try:
        found = [e for e in run_checks(tags=["admin"]) if e.id == "sofi.E001"]
    finally:
        del admin.site._registry[Equipement]
    assert [e.msg for e in found] == ["Bare shows rows that no policy chose."]


def test_no_account_is_a_superuser_for_django():
    user = make.admin()
    assert not user.is_superuser
    assert not user.has_perm("core.change_action")


# Choices typed by hand ----------------------------------------------------------------------


def change(row):
    return reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize("field", ["site_lieu", "organisme_responsable", "referent_handicap"])
def test_a_fiche_refuses_the_row_of_another(client, neighbours, field):
    mine, other, action = neighbours
    session, site = action.sessions.get(), other.sites.get()
    before = getattr(session, field)
    typed = {
        "site_lieu": site.pk,
        "organisme_responsable": other.pk,
        "referent_handicap": site.contacts.get().pk,
    }[field]
    client.force_login(make.member(mine))
    response = client.post(change(session), typed_form(client, session) | {field: typed})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert getattr(make.fresh(session), field) == before


def test_a_fiche_takes_ones_own_row(client, neighbours):
    mine, _, action = neighbours
    session, second = action.sessions.get(), make.site(mine, "Second site")
    client.force_login(make.member(mine))
    response = client.post(change(session), typed_form(client, session) | {"site_lieu": second.pk})
    assert response.status_code == 302
    assert make.fresh(session).site_lieu == second


def typed_form(client, row):
    """Return what the page of a fiche would post as it stands."""
    page = client.get(change(row))
    forms = [
        page.context["adminform"].form,
        *(f for s in page.context["inline_admin_formsets"] for f in s.formset.forms),
    ]
    forms += [s.formset.management_form for s in page.context["inline_admin_formsets"]]
    data = {}
    for form in forms:
        for bound in form:
            if not bound.field.disabled and (value := bound.value()) is not None:
                data[bound.html_name] = value
    return data


def test_a_contact_is_not_added_to_the_site_of_another(client, neighbours):
    mine, other, _ = neighbours
    client.force_login(make.member(mine))
    before = Contact.objects.count()
    data = {"site": other.sites.get().pk, "nom": "Intrus", "actif": "on"}
    response = client.post(reverse("admin:core_contact_add"), data)
    assert list(response.context["adminform"].form.errors) == ["site"]
    assert Contact.objects.count() == before
    data["site"] = mine.sites.get().pk
    assert client.post(reverse("admin:core_contact_add"), data).status_code == 302
    assert Contact.objects.count() == before + 1


def test_a_contact_is_not_moved_to_the_site_of_another(client, neighbours):
    mine, other, _ = neighbours
    contact = mine.sites.get().contacts.get()
    client.force_login(make.member(mine))
    data = {"site": other.sites.get().pk, "nom": "Parti", "actif": "on"}
    assert list(client.post(change(contact), data).context["adminform"].form.errors) == ["site"]
    assert make.fresh(contact).site == mine.sites.get()


@pytest.mark.parametrize("field", ["porteur", "formation"])
def test_an_offer_is_not_created_from_what_is_another_s(client, neighbours, field):
    mine, other, _ = neighbours
    typed = {
        "porteur": other.pk,
        "formation": make.draft(other).formation_id,
    }
    client.force_login(make.member(mine))
    before = Action.objects.count(), Formation.objects.count(), Session.objects.count()
    response = client.post(reverse("admin:creer"), {"porteur": mine.pk, field: typed[field]})
    assert list(response.context["form"].errors) == [field]
    assert (Action.objects.count(), Formation.objects.count(), Session.objects.count()) == before


def test_the_porteur_is_changed_by_staff_only(client, neighbours):
    mine, other, _ = neighbours
    action = make.draft(mine, attribution=make.attribution(mine, other))
    address = reverse("admin:core_action_porteur", args=[action.pk])
    client.force_login(make.member(mine))
    assert client.post(address, {"porteur": other.pk}).status_code == 404
    assert make.fresh(action).porteur == mine
    client.force_login(make.staff())
    assert client.post(address, {"porteur": make.etablissement("Étrangère").pk}).status_code == 302
    assert make.fresh(action).porteur == mine
    client.post(address, {"porteur": other.pk})
    assert make.fresh(action).porteur == other


@pytest.mark.parametrize("model", [Etablissement, Formation, Action, Session])
def test_rows_of_a_dossier_are_neither_added_nor_deleted_by_djangos_pages(
    client, neighbours, model
):
    row = model.objects.order_by("pk").first()
    client.force_login(make.staff())
    assert client.post(reverse(f"admin:core_{model._meta.model_name}_add"), {}).status_code == 404
    assert (
        client.post(
            reverse(f"admin:core_{model._meta.model_name}_delete", args=[row.pk]), {"post": "yes"}
        ).status_code
        == 404
    )
    assert make.fresh(row) == row

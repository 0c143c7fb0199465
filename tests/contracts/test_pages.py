"""Every page of the back-office, visited by two organisations that share nothing.

What is one's never shows to the other.
"""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, ManyToManyField
from django.urls import reverse

from core.comptes.models import Texte
from core.models import RemplacementCertifinfo, Terme
from exports.models import Diffusion
from tests import factories as make
from tests.contracts import registry, world
from tests.contracts.world import A, B

pytestmark = pytest.mark.django_db
SHARED = {
    Terme,
    RemplacementCertifinfo,
    Diffusion,
    Texte,
}  # nobody's: référentiels, and what the Cariforef sent
LISTS = {
    m: reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist")
    for m in admin.site._registry
}
SEARCHED = [url for m, url in LISTS.items() if admin.site._registry[m].search_fields]


@pytest.fixture
def corners():
    return world.build()


def seen(client, urls, word):
    """Return the addresses whose answer holds a word, with their status."""
    found = []
    for url in urls:
        response = client.get(url)
        if word.lower() in text_of(response).lower():
            found.append((url, response.status_code))
    return found


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode() + str(dict(response.headers))


def statuses(client, urls, *, post=False):
    """Return the addresses by status of their answer."""
    found = {}
    for url in urls:
        response = client.post(url, {}) if post else client.get(url)
        found.setdefault(response.status_code, []).append(url)
    return found


def test_the_world_has_a_row_of_every_model(corners):
    known = {m._meta.label_lower for m in admin.site._registry if m not in SHARED}
    for corner in corners:
        assert set(corner.rows) == known
        assert len(registry.addresses_of(corner)) > 150


def test_staff_see_both_words_so_that_they_could_leak(corners, client):
    client.force_login(make.staff())
    lists = {
        "core_action",
        "core_formation",
        "core_session",
        "core_etablissement",
        "core_site",
        "core_contact",
        "core_lot",
    }
    for name in lists:
        page = client.get(reverse(f"admin:{name}_changelist")).text
        assert A in page, name
        assert B in page, name


def test_an_organisation_sees_its_own(corners, client):
    a, _ = corners
    client.force_login(a.user)
    for model, rows in a.rows.items():
        if model.startswith("comptes.") or model in (
            "core.lot",
            "core.campagne",
            "core.user",
            "workflows.publication",
            "exports.groupepublie",
        ):
            continue
        url = reverse(f"admin:{model.replace('.', '_')}_change", args=[rows[0].pk])
        assert A in client.get(url, follow=True).text, url


# What is another's --------------------------------------------------------------------------


# What the policy selects is the same on both bases: the neighbours walk through the pages once, on
# SQLite.
NEIGHBOURS = [
    pytest.param(who, marks=pytest.mark.sqlite3) for who in ("mandataire", "dispensateur")
]


@pytest.mark.parametrize("who", ["user", *NEIGHBOURS])
def test_ones_own_pages_show_nothing_of_another_and_change_nothing(corners, client, who):
    a, _ = corners
    client.force_login(getattr(a, who))
    before = world.picture()
    assert seen(client, [*registry.addresses(), *registry.addresses_of(a)], B) == []
    assert world.picture() == before


def test_nothing_of_another_is_found_by_searching(corners, client):
    a, _ = corners
    client.force_login(a.user)
    pages = [
        client.get(f"{url}?q={word}") for word in (B, "Betavert Organisme") for url in SEARCHED
    ]
    assert [
        p.request["PATH_INFO"]
        for p in pages
        if p.status_code == 200 and p.context["cl"].result_list
    ] == []
    found = client.get(f"{reverse('admin:search')}?s={B}").text
    assert B not in found.replace(f"“{B}”", "")


def test_ones_own_is_found_by_searching(corners, client):
    a, _ = corners
    client.force_login(a.user)
    pages = [client.get(f"{url}?q={A}") for url in SEARCHED]
    found = {
        p.request["PATH_INFO"].split("/")[3]
        for p in pages
        if p.status_code == 200 and p.context["cl"].result_list
    }
    assert found >= {
        "action",
        "attribution",
        "contact",
        "etablissement",
        "formation",
        "porteouverte",
        "session",
        "site",
    }


def autocompletes(term):
    """Return every search of a row that a form of the back-office may ask."""
    found = []
    for model in admin.site._registry:
        for f in model._meta.get_fields():
            if isinstance(f, (ForeignKey, ManyToManyField)):
                about = (
                    f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                    f"&field_name={f.name}"
                )
                found.append(f"{reverse('admin:autocomplete')}?{about}&term={term}")
    return found


def test_nothing_of_another_is_found_by_autocomplete(corners, client):
    a, _ = corners
    client.force_login(a.user)
    assert seen(client, autocompletes(B), B) == []
    assert seen(client, autocompletes(""), B) == []


def test_autocomplete_finds_ones_own(corners, client):
    a, _ = corners
    client.force_login(a.user)
    assert len(seen(client, autocompletes(A), A)) > 3


@pytest.mark.parametrize("who", ["user", *NEIGHBOURS])
def test_an_object_of_another_answers_404(corners, client, who):
    a, b = corners
    client.force_login(getattr(a, who))
    before = world.picture()
    assert list(statuses(client, registry.addresses_of(b))) == [404]
    assert list(statuses(client, registry.addresses_of(b), post=True)) == [404]
    assert world.picture() == before


def test_the_short_address_of_an_object_of_another_answers_404(corners, client):
    """Django's own « voir sur le site » must not say what exists."""
    a, b = corners
    client.force_login(a.user)
    for row in (r for rows in b.rows.values() for r in rows if hasattr(r, "get_absolute_url")):
        url = reverse(
            "admin:view_on_site", args=[ContentType.objects.get_for_model(row).pk, row.pk]
        )
        assert client.get(url).status_code == 404, url


def test_a_filter_shows_no_value_of_another(corners, client):
    """The campaign of B is of 2031: no filter of A says it."""
    a, _ = corners
    client.force_login(a.user)
    assert seen(client, LISTS.values(), "2031") == []
    client.force_login(make.staff())
    assert seen(client, [reverse("admin:core_attribution_changelist")], "2031") != []


def test_a_manager_of_another_programme_sees_nothing_of_it(corners, client):
    a, b = corners
    programmes = {c.rows["core.campagne"][0].programme for c in (a, b)}
    other = next((p for p in make.programmes() if p.code not in programmes), None)
    if other is None:
        pytest.skip("Il faut un troisième programme.")
    client.force_login(make.manager(other))
    actions = [
        url
        for url in LISTS.values()
        if "/action/" in url or "/session/" in url or "/formation/" in url or "/lot/" in url
    ]
    assert seen(client, [reverse("admin:index"), *actions], A) == []
    assert set(
        statuses(
            client,
            [url for c in corners for url in registry.addresses_of(c) if "/core/action/" in url],
        )
    ) == {404}


# Who is nobody ------------------------------------------------------------------------------


def test_a_visitor_is_sent_to_the_login_page(corners, client):
    a, _ = corners
    before = world.picture()
    for post in (False, True):
        found = statuses(client, [*registry.addresses(), *registry.addresses_of(a)], post=post)
        assert list(found) == [302]
        response = client.get(found[302][-1])
        assert response["Location"].startswith(f"{reverse('admin:login')}?next=")
    assert world.picture() == before


def test_an_account_without_a_role_sees_nothing(corners, client):
    a, b = corners
    client.force_login(make.nobody())
    home = client.get(reverse("admin:index"))
    assert "Votre compte n’est rattaché à aucun organisme." in home.text
    assert set(statuses(client, LISTS.values())) == {404}
    assert seen(client, [*registry.addresses(), *autocompletes("")], A) == []
    assert list(statuses(client, [*registry.addresses_of(a), *registry.addresses_of(b)])) == [404]


# Reading changes nothing ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["cariforef", "administrateur"])
def test_reading_changes_nothing(corners, client, who):
    a, _ = corners
    client.force_login(make.staff() if who == "cariforef" else make.admin())
    before = world.picture()
    found = statuses(client, [*registry.addresses(), *registry.addresses_of(a)])
    assert world.picture() == before
    assert set(found) <= {200, 302, 403, 404, 405}


POSTED = ("ajouter_session", "ajouter_dispositif", "retirer", "porteur", "panneau", "ajouter_site")


def test_an_address_that_only_takes_a_post_refuses_to_be_read(corners, client):
    a, _ = corners
    client.force_login(make.staff())
    names = [url.name for url in registry.pages() if url.name.endswith(POSTED)]
    assert len(names) > len(POSTED)
    skipped = [url.name for url in registry.pages() if not url.name.endswith(POSTED)]
    urls = registry.addresses_of(a, without=skipped)
    assert urls
    assert set(statuses(client, urls)) <= {404, 405}

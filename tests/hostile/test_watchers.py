"""Each watcher of the suite finds what it watches for, and nothing in what is right."""

import warnings
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import FieldFetchBlocked
from django.template import Context, engines
from django.urls import reverse
from django.utils import timezone

from core.models import Action, Dispositif, PorteOuverte, User
from tests import factories as make
from tests.hostile import order, pages

pytest_plugins = ["pytester"]


def render(source, **context):
    return engines["django"].engine.from_string(source).render(Context(context))


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("too old", DeprecationWarning, stacklevel=1)


# Faults ---------------------------------------------------------------------------------


def test_a_fault_fails_the_test_that_passed(pytester):
    pytester.makepyfile("""
        from tests.hostile import faults
        def test_it(): faults.tell("an undefined variable")
        def test_another(): pass
    """)
    result = pytester.runpytest_inprocess("-p", "tests.hostile.faults", "-p", "no:django")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*an undefined variable*"])


def test_what_means_nothing_here_is_left_out_and_not_skipped(pytester, monkeypatch):
    monkeypatch.delenv("SOFI_ONCE", raising=False)
    pytester.makepyfile("""
        from pathlib import Path
        import pytest
        @pytest.mark.postgresql
        def test_there(): pass
        @pytest.mark.sqlite3
        def test_here(): pass
        @pytest.mark.beside(Path("nowhere"))
        def test_beside(): pass
        @pytest.mark.beside(Path("."))
        def test_it(): pass
    """)
    result = pytester.runpytest_inprocess(
        "-p", "tests.hostile.elsewhere", "-p", "no:django", "-W", "ignore"
    )
    result.assert_outcomes(passed=2, deselected=2)


def test_what_asks_nothing_of_a_base_runs_once(pytester, monkeypatch):
    """On SQLite only where both are run; wherever it is asked for by hand."""
    pytester.makepyfile("""
        import pytest
        @pytest.fixture
        def django_db_setup(): pass
        @pytest.fixture
        def row(django_db_setup): pass
        def test_rules(): pass
        def test_a_row(row): pass
        @pytest.mark.django_db
        def test_rows(): pass
    """)

    def run():
        plugin = "tests.hostile.elsewhere"
        return pytester.runpytest_inprocess("-p", plugin, "-p", "no:django", "-W", "ignore")

    monkeypatch.setenv("SOFI_ONCE", "1")
    for engine, passed in (("sqlite3", 3), ("postgresql", 2)):
        monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
        run().assert_outcomes(passed=passed, deselected=3 - passed)
    monkeypatch.delenv("SOFI_ONCE")
    run().assert_outcomes(passed=3)


# Order ----------------------------------------------------------------------------------


@pytest.fixture
def twenty(db):
    for number in range(20):
        User.objects.create(email=f"u{number:02}@essai.example", nom=f"N{number:02}")
    return User.objects.filter(email__endswith="@essai.example")


def test_rows_without_an_order_are_shuffled(twenty):
    assert {tuple(twenty.order_by().values_list("pk", flat=True)) for _ in range(5)} != {
        tuple(sorted(u.pk for u in twenty))
    }
    assert len({tuple(u.pk for u in twenty.order_by().iterator()) for _ in range(5)}) > 1


def test_rows_in_order_are_left_alone(twenty):
    assert [u.nom for u in twenty.order_by("nom")] == [f"N{number:02}" for number in range(20)]


def test_a_seed_gives_the_same_orders_again(twenty):
    found = []
    for _ in range(2):
        order.chance.seed("1")
        found.append([u.pk for u in twenty.order_by()])
    assert found[0] == found[1]


def test_a_slice_of_rows_without_an_order_is_a_fault(twenty, faults):
    list(twenty.order_by()[:3])
    assert "have no order" in faults()[0]
    twenty.order_by().exists()
    twenty.order_by().get(nom="N01")
    list(twenty.order_by("pk")[:3])
    assert faults() == []


# Templates ------------------------------------------------------------------------------


def test_an_undefined_variable_is_a_fault(faults):
    row = SimpleNamespace(known="connu")
    assert render("{{ row.known }}{{ row.unknown }}{{ nothing|upper }}", row=row) == "connu"
    assert [f.partition(": ")[2] for f in faults()] == [
        "{{ row.unknown }} is not defined.",
        "{{ nothing|upper }} is not defined.",
    ]


def test_a_template_may_ask_whether_a_variable_is_there(faults):
    assert (
        render(
            "{% if nothing %}a{% endif %}{% for x in nothing %}b{% "
            "endfor %}{{ nothing|default:'c' }}"
        )
        == "c"
    )
    assert faults() == []


# Lists ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_list_that_fetches_a_row_lazily_fails(client, monkeypatch):
    make.offer(make.etablissement("Alpha"))
    client.force_login(make.staff())
    assert client.get(reverse("admin:core_dispositif_changelist")).status_code == 200
    page = admin.site._registry[Dispositif]
    monkeypatch.setattr(page, "get_queryset", lambda request: Dispositif.objects.order_by("pk"))
    monkeypatch.setattr(page, "list_select_related", False)
    monkeypatch.setattr(type(page), "get_list_display", lambda *_: ("pk", "session_code"))
    monkeypatch.setattr(
        type(page), "session_code", lambda self, row: row.session.code, raising=False
    )
    with pytest.raises(FieldFetchBlocked):
        client.get(reverse("admin:core_dispositif_changelist"))


# Days -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_moment_given_for_a_day_is_a_fault(faults):
    PorteOuverte.objects.filter(date_debut=date(2026, 3, 1)).exists()
    assert faults() == []
    PorteOuverte.objects.filter(date_debut=timezone.now()).exists()
    assert "holds a day" in faults()[0]


@pytest.mark.django_db
def test_a_naive_moment_is_an_error():
    with pytest.raises(RuntimeWarning, match="naive"):
        Action.objects.filter(state_since=datetime(2026, 3, 1)).exists()  # noqa: DTZ001


# Pages ----------------------------------------------------------------------------------

RIGHT = '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x"></form>'


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            (
                "<script src='/a.js'></script><form "
                f"method='get'></form>{RIGHT}<script type='application/json'>[]</script>"
            ),
            "",
        ),
        ("<script>alert(1)</script>", "a script is written in the page"),
        ("<script type='module'>alert(1)</script>", "a script is written in the page"),
        ("<a onclick='alert(1)'>x</a>", "onclick=… is a script written in the page"),
        ("<p>{% url 'x' %}</p>", "`{%` is left in the page"),
        ("<p>{{ row }}</p>", "`{{` is left in the page"),
        ("<form method='POST' action='/x'></form>", "a form that posts to '/x' has no CSRF token"),
    ],
)
def test_a_page_is_read(page, found):
    wrong = pages.wrong(f"<html><body><p>é</p>{page}</body></html>")
    assert (found in wrong[0]) if found else wrong == []


@pytest.mark.django_db
def test_every_page_that_is_served_is_read(client, monkeypatch, faults):
    monkeypatch.setattr(pages, "wrong", lambda page: ["read"])
    client.get(reverse("admin:login"))
    client.get("/aucune-page/")
    assert faults() == [f"{reverse('admin:login')}: read", "/aucune-page/: read"]

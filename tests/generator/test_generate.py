"""`manage.py generate`.

The same base for the same seed, in true proportion, on an empty base only.
"""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from bench.generator.run import generate
from core.models import Action, Etablissement, Formation, Session, Site, User
from exports.lheo.profiles import DEFAULT
from exports.models import SessionPubliee
from exports.online import verdict
from exports.online.projection import online
from exports.online.rendering import render
from tests.generator.test_sameness import picture
from workflows.lifecycle import State
from workflows.models import Publication, TransitionLog

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
TODAY = date(2026, 11, 20)


def command(**options):
    call_command(
        "generate", **{"sessions": 60, "seed": 1, "today": TODAY, "verbosity": 0} | options
    )


def test_same_seed_same_base_whatever_the_processes():
    generate(120, seed=7, today=TODAY)
    first = picture()
    call_command("flush", interactive=False, verbosity=0)
    generate(120, seed=7, today=TODAY, processes=2)
    assert picture() == first
    call_command("flush", interactive=False, verbosity=0)
    generate(120, seed=8, today=TODAY)
    assert picture() != first


def test_refuses_a_base_that_is_not_empty():
    User.objects.create(email="a@essai.example")
    with pytest.raises(CommandError, match="n’est pas vide"):
        command()
    assert not Etablissement.objects.exists()


def test_refuses_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        command()
    assert not Etablissement.objects.exists()


def test_proportions():
    command(sessions=1500)
    sessions, actions = Session.objects.count(), Action.objects.count()
    assert sessions == 1500
    assert 1.7 < sessions / actions < 2.4
    assert 3.2 < actions / Formation.objects.count() < 5
    assert Etablissement.objects.count() < Site.objects.count() < 3 * Etablissement.objects.count()
    active = Session.objects.filter(
        action__online_number__isnull=False, retiree_le=None, date_fin__gte=TODAY
    ).count()
    assert 0.13 < active / sessions < 0.22
    assert set(Action.objects.values_list("state", flat=True)) == set(State.values)
    biggest = Action.objects.values("porteur").annotate(n=Count("pk")).order_by("-n").first()["n"]
    assert biggest > 4 * actions / Etablissement.objects.count()
    lengths = sorted(len(text) for text in Action.objects.values_list("objectifs", flat=True))
    assert lengths[0] >= 200
    assert 400 < lengths[len(lengths) // 2] < 1000
    assert 1200 < lengths[-1] <= 2500
    assert Action.objects.filter(attribution__isnull=False).exists()
    assert not TransitionLog.objects.filter(
        Q(at__date__gt=TODAY) | Q(name="validate", publication=None)
    ).exists()


def test_what_is_online_goes_out_and_stands_before_the_schema():
    command(sessions=120)
    found = render(online())
    assert found
    for rendering, _ in found:
        assert not rendering.issues
        for groups in rendering.groups.values():
            assert not list(
                verdict.against_the_schema(
                    groups, rendering.offer.root, rendering.offer.fields, DEFAULT
                )
            )
    assert SessionPubliee.objects.count() == sum(
        len(g.sessions) for r, _ in found for gs in r.groups.values() for g in gs
    )


def test_new_rows_come_after():
    command()
    last = Publication.objects.order_by("-pk").first()
    new = Publication.objects.create(
        content_type=last.content_type,
        object_id=last.object_id,
        number=99,
        payload={},
        online=False,
        published_at=last.published_at,
    )
    assert new.pk > last.pk

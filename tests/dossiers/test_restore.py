"""Giving up puts back, to the letter, what is online; a session once online is never deleted."""

import json
from datetime import date, time
from decimal import Decimal

import pytest

from core.dossiers import rows as fiche
from core.dossiers.rows import read
from core.models import Dispositif, Session
from core.offres import creation
from tests import factories as make
from workflows.models import Publication
from workflows.service import perform

pytestmark = pytest.mark.django_db
EVERYTHING = {  # a value in each kind of field and in each small table
    "complement_intitule": "par l’expérience",
    "url_pdf": "https://essai.example/a.pdf",
    "url_video": "https://youtu.be/a",
    "mon_plus": "Un atelier",
    "commentaire_duree": "Selon positionnement",
    "mail_liaison": "liaison@essai.example",
    "frais_ht": Decimal("1200.50"),
    "taux_tva": Decimal("20.00"),
    "effectif_minimal": 4,
    "capacite_simultanee": 12,
    "certifinfo": "21466",
    "nsf": ["120"],
    "rome": ["A1203"],
    "niveau_sortie": "13",
    "individualiser_blocs": True,
    "validation": "1",
    "blocs": [
        {"type_module": "1", "intitule": "Bloc 1", "code": "RNCP21466BC01"},
        {"intitule": "Bloc 2", "objectif": "Savoir"},
    ],
    "equipements": [{"type": "11", "cout": 0}, {"type": "1", "cout": 30, "commentaire": "Casque"}],
    "informations_collectives": [
        {
            "date": date(2026, 1, 6),
            "heure_debut": time(14, 15),
            "heure_fin": time(16),
            "a_distance": True,
            "url": "https://essai.example",
        },
        {"date": date(2026, 1, 7), "places": 12, "commentaire": "Avec un CV"},
    ],
    "periodes_inscription": [
        {"type": "inscription", "date_debut": date(2026, 1, 5), "date_fin": None}
    ],
}


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture(params=["ordinaire", "régional"])
def online(request, owner):
    """Return an online action of two sessions that has a value everywhere, reopened."""
    attribution = make.attribution(owner, places="100") if request.param == "régional" else None
    user = make.member(owner)
    action = make.offer(owner, "online", attribution=attribution, sessions=2, **EVERYTHING)
    perform(action, "reopen", by=user)
    return make.fresh(action)


def published(action):
    return action.publications().get(online=True).payload


def text(payload):
    """Return a payload as it is stored: texts and lists."""
    return json.loads(json.dumps(payload))


def test_a_dossier_reads_as_it_was_published(online):
    assert text(online.payload()) == published(online)


def test_every_field_of_the_example_has_a_value(online):
    """What is put back is not put back empty.

    Each small table and each kind of field was filled.
    """
    values = [x.values for x in read(online).walk()]
    filled = {name for v in values for name, value in v.items() if value not in (None, "", [])}
    unused = {f.name for f in online.programme.fields if f.need == "unused" or f.need.locked}
    assert set(EVERYTHING) - unused <= filled


def test_restore_writes_what_was_published(online):
    fiche.restore(online, published(online))
    online.save()
    assert text(make.fresh(online).payload()) == published(online)


def test_giving_up_puts_everything_back(online, owner):
    user, before = make.member(owner), published(online)
    first, second = online.sessions.order_by("pk")
    make.save(online.formation, by=user, objectif="Autre", blocs=[])
    make.save(online, by=user, objectifs="", equipements=[], mon_plus="Autre")
    make.save(
        first,
        by=user,
        date_debut=date(2026, 3, 1),
        rythmes=[],
        informations_collectives=[],
        referent_prf=None,
    )
    make.save(
        first.dispositifs.get(),
        by=user,
        places=1,
        places_restantes=None,
        frais_ht=None,
        publics=["80001"],
    )
    creation.remove_session(second)
    added = creation.add_session(online)
    creation.add_dispositif(first)
    assert text(make.fresh(online).payload()) != before
    perform(online, "give_up", by=user)
    online = make.fresh(online)
    assert (online.state, text(online.payload())) == ("validated", before)
    assert not Session.objects.filter(pk=added.pk).exists()
    assert make.fresh(second).retiree_le is None
    assert Dispositif.objects.filter(session__action=online).count() == 2
    assert Publication.objects.of(online).count() == 1  # nothing was published again


def test_giving_up_puts_back_a_dispositif_that_was_deleted(online, owner):
    before = published(online)
    online.sessions.order_by("pk").first().dispositifs.get().delete()
    perform(online, "give_up", by=make.member(owner))
    assert text(make.fresh(online).payload()) == before


def test_giving_up_bumps_the_versions(online, owner):
    """Whoever had a page open does not write over what was put back."""
    session = online.sessions.order_by("pk").first()
    before = session.version, online.version
    perform(online, "give_up", by=make.member(owner))
    assert make.fresh(session).version > before[0]
    assert make.fresh(online).version > before[1]


@pytest.mark.parametrize("kind", ["etablissement", "site"])
def test_giving_up_puts_a_fiche_of_the_annuaire_back(owner, kind):
    subject = owner if kind == "etablissement" else owner.sites.get()
    user, name = make.member(owner), "nda" if kind == "etablissement" else "ligne1"
    before = published(subject)
    perform(subject, "reopen", by=user)
    make.fill_annuaire(make.fresh(subject), {name: "52999999999"}, by=user)
    perform(make.fresh(subject), "give_up", by=user)
    found = make.fresh(subject)
    assert (found.state, text(found.payload())) == ("validated", before)


# Sessions (D17) -----------------------------------------------------------------------------------


def test_a_session_once_online_is_kept_when_it_is_removed(online, owner, client):
    session = online.sessions.order_by("pk").first()
    client.force_login(make.member(owner))
    client.post(f"/gestion/core/session/{session.pk}/retirer/")
    assert make.fresh(session).retiree_le is not None
    assert session.key not in [x.key for x in read(make.fresh(online)).walk()]
    assert session.key in [
        s["key"] for s in published(online)["fiche"]["children"][0]["children"]
    ]  # until the validation


def test_a_session_never_online_is_deleted_when_it_is_removed(online, owner, client):
    added = creation.add_session(online)
    client.force_login(make.member(owner))
    client.post(f"/gestion/core/session/{added.pk}/retirer/")
    assert not Session.objects.filter(pk=added.pk).exists()


def test_a_session_that_was_online_once_is_still_kept_two_versions_later(owner):
    user = make.member(owner)
    action = make.offer(owner, "reopened", sessions=2)
    gone, stays = action.sessions.order_by("pk")
    creation.remove_session(gone)
    for name, who in (("submit", user), ("validate", make.staff()), ("reopen", user)):
        perform(action, name, by=who)
    assert make.fresh(gone).retiree_le is not None
    assert [
        s["key"] for s in published(make.fresh(action))["fiche"]["children"][0]["children"]
    ] == [stays.key]
    perform(make.fresh(action), "give_up", by=user)
    assert make.fresh(gone).retiree_le is not None  # it was not online any more
    assert text(make.fresh(action).payload()) == published(make.fresh(action))

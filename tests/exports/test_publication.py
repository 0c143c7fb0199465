"""A move puts an offer in the read model, takes it out, or is refused with a sentence."""

from datetime import date

import pytest
from django.core.management import call_command

from core.models import Contact
from exports.lheo.schema import problems
from exports.models import GroupePublie, Mention, SessionPubliee
from exports.online.rendering import searchable
from tests import factories as make
from tests.exports import rows
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return rows.etablissement(1)


@pytest.fixture
def online(owner):
    return rows.put_online(rows.action(owner, sessions=2))


def dump():
    """Return the whole read model, but the keys of its rows."""
    fields = [f.attname for f in GroupePublie._meta.fields if f.attname != "id"]
    groups = GroupePublie.objects.order_by("numero").values_list(*fields)
    fields = [f.attname for f in SessionPubliee._meta.fields if f.attname not in ("id", "group_id")]
    sessions = SessionPubliee.objects.order_by("session").values_list("group__numero", *fields)
    return list(groups), list(sessions), sorted(Mention.objects.values_list("publication", "key"))


def refused(action):
    perform(action, "submit", by=rows.staff())
    with pytest.raises(Refused) as refusal:
        perform(action, "validate", by=rows.staff())
    action.refresh_from_db()
    assert action.state == "submitted"
    assert not GroupePublie.objects.exists()
    return refusal.value.issues


def test_validate_writes_a_group_and_its_sessions(online, owner):
    [group] = GroupePublie.objects.all()
    first, second = online.sessions.order_by("pk")
    assert group.numero == f"52_{online.formation_id}-{online.pk}-{owner.pk}-1"
    assert (group.action, group.programme, group.intitule) == (
        online.pk,
        "ordinaire",
        "Culture et métier",
    )
    row = SessionPubliee.objects.get(session=first.pk)
    assert row.code == first.code
    assert (row.active_until, row.date_debut) == (date(2099, 12, 18), date(2026, 1, 12))
    assert (row.commune, row.departement, row.cadre, row.modalites_enseignement) == (
        "44109",
        "44",
        "continue",
        "0",
    )
    assert (row.formacodes, row.types_dispositif) == (["15061"], ["3"])
    assert " culture et metier" in row.recherche
    assert " nantes" in row.recherche
    fragments = "".join(
        SessionPubliee.objects.order_by("session").values_list("fragment_2_3", flat=True)
    )
    document = (
        "<lheo "
        f'xmlns="http://lheo.gouv.fr/2.3"><offres>{group.head_2_3}{fragments}{group.tail_2_3}</offres></lheo>'
    )
    assert problems(document.encode()) == []
    assert f'<session numero="{second.pk}">' in document


def test_words_are_searched_without_accents():
    assert searchable("Œuvre d’Été", None, "été") == " oeuvre d ete"


def test_unpublish_takes_it_out_and_republish_puts_it_back(online):
    before = dump()
    perform(online, "unpublish", by=rows.staff(), comment="Erreur.")
    assert dump() == ([], [], [])
    perform(online, "republish", by=rows.staff(), comment="Réparée.")
    assert dump() == before


def test_archive_takes_it_out(online):
    perform(online, "archive", by=rows.staff(), comment="Finie.")
    assert dump() == ([], [], [])


def test_a_draft_changes_nothing_until_it_is_validated(online):
    before = dump()
    perform(online, "reopen", by=rows.staff())
    online.refresh_from_db()
    online.objectifs = "Tout autre chose."
    online.save()
    assert dump() == before
    rows.put_online(online)
    assert "Tout autre chose." in GroupePublie.objects.get().head_2_3


def test_a_retired_session_leaves_with_the_next_version(online):
    gone = online.sessions.order_by("pk").first()
    perform(online, "reopen", by=rows.staff())
    gone.retiree_le = date(2026, 2, 1)
    gone.save()
    assert SessionPubliee.objects.filter(session=gone.pk).exists()
    online.refresh_from_db()
    rows.put_online(online)
    assert not SessionPubliee.objects.filter(session=gone.pk).exists()
    assert SessionPubliee.objects.count() == 1


def test_several_responsables_make_several_groups(owner):
    other = rows.etablissement(2)
    action = rows.action(owner)
    rows.session(action, owner, organisme_responsable=other)
    rows.put_online(action)
    assert GroupePublie.objects.count() == 2


def test_a_forbidden_character_refuses_the_move_and_names_the_field(owner):
    action = rows.action(owner, complement_intitule="Une cloche \x07 sonne")
    [issue] = refused(action)
    assert issue.path == f"A{action.pk}.complement_intitule"
    assert issue.message == (
        "Caractère interdit U+0007 dans « Complément intitulé », à la position 12 : supprimez-le."
    )


def test_a_text_too_long_refuses_the_move_and_names_the_field(owner):
    action = rows.action(owner, commentaire_prerequis="a" * 3000, prerequis=["motivation"])
    [issue] = refused(action)
    assert issue.path == f"A{action.pk}.commentaire_prerequis"
    expected = (
        "« Commentaire pré-requis » : dans LHÉO, « "
        "conditions-specifiques » compte 3039 caractères : 3000 au plus."
    )
    assert issue.message == expected


def test_a_place_that_is_not_online_refuses_the_move(owner):
    action = rows.action(owner)
    session = action.sessions.get()
    session.site_lieu = owner.sites.create(nom_usage="Annexe")
    session.save()
    [issue] = refused(action)
    assert issue.path == f"S{session.pk}.site_lieu"
    assert issue.message == (
        f"« Site lieu » : le site n° {session.site_lieu_id} n’est "
        "pas en ligne. Faites-le valider d’abord."
    )


def test_a_ninth_funder_refuses_the_move(owner):
    action = rows.action(owner)
    session = action.sessions.get()
    for _ in range(8):
        session.dispositifs.create(
            type_dispositif="3",
            publics=["80006"],
            frais_pris_en_charge=False,
            frais_certification=False,
        )
    issues = refused(action)
    assert [issue.message for issue in issues] == [
        f"La session {session.pk} compte 9 dispositifs : LHÉO en admet 8 au plus."
    ]


def test_publishing_an_etablissement_renders_its_offers_again(online, owner):
    perform(owner, "reopen", by=rows.staff())
    owner.refresh_from_db()
    owner.raison_sociale = "Nouveau nom"
    owner.save()
    assert "Nouveau nom" not in GroupePublie.objects.get().tail_2_3
    with rows.committed():
        rows.put_online(owner)
    assert "<raison-sociale>Nouveau nom</raison-sociale>" in GroupePublie.objects.get().tail_2_3
    assert "Nouveau nom" in SessionPubliee.objects.first().fragment_2_3


def test_publishing_a_site_renders_its_offers_again(online, owner):
    place = owner.sites.get()
    perform(place, "reopen", by=rows.staff())
    place.refresh_from_db()
    place.ligne1 = "2 rue Neuve"
    place.save()
    with rows.committed():
        rows.put_online(place)
    assert "2 rue Neuve" in SessionPubliee.objects.first().fragment_2_3


def test_an_etablissement_named_by_an_online_offer_stays_online(online, owner):
    before = dump()
    with pytest.raises(Refused) as refusal:
        perform(owner, "unpublish", by=rows.staff(), comment="Fermé.")
    assert [issue.code for issue in refusal.value.issues] == ["annuaire.utilise"]
    assert dump() == before


def test_a_contact_is_live_at_once(online, owner):
    with rows.committed():
        Contact.objects.create(site=owner.sites.get(), nom="Zola", roles=["pedagogie"])
    assert "<nom>Zola</nom>" in GroupePublie.objects.get().head_2_3
    with rows.committed():
        Contact.objects.get(nom="Zola").delete()
    assert "Zola" not in GroupePublie.objects.get().head_2_3


def test_the_referent_sofi_never_goes_out(owner):
    sofi = Contact.objects.create(site=owner.sites.get(), nom="Interne", roles=["sofi"])
    action = rows.action(owner)
    action.sessions.update(referent_handicap=sofi, mail_liaison="liaison@of.example")
    rows.put_online(action)
    everything = str(dump()[:2])
    assert "Interne" not in everything
    assert "liaison@of.example" not in everything


def test_rendering_everything_again_gives_the_same_rows(online, owner, capsys):
    rows.put_online(rows.action(owner, intitule="Autre"))
    before = dump()
    call_command("render_publications")
    assert dump() == before
    SessionPubliee.objects.all().delete()
    GroupePublie.objects.all().delete()
    Mention.objects.all().delete()
    call_command("render_publications", programme=make.regional().code)
    assert dump() == ([], [], [])
    call_command("render_publications", programme="ordinaire")
    assert dump() == before
    assert "2 publication(s), 2 formation(s), 3 session(s)." in capsys.readouterr().out


def test_rendering_in_chunks_is_the_same(online, owner, monkeypatch):
    rows.put_online(rows.action(owner, intitule="Autre"))
    before = dump()
    monkeypatch.setattr("exports.online.projection.CHUNK", 1)
    call_command("render_publications", verbosity=2)
    assert dump() == before


def test_as_many_queries_for_one_session_as_for_five(owner, django_assert_num_queries):
    from exports.online import projection

    for sessions in (1, 5):
        action = rows.put_online(rows.action(owner, sessions=sessions))
        publication = action.publications().get()
        with django_assert_num_queries(14):
            projection.publish(publication)

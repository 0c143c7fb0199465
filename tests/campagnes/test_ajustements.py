"""What a campaign asks over its programme.

Typed by the field, refused when it loosens, merged into forms and issues.
"""

from datetime import date

import pytest
from django.urls import reverse

from core import plugins
from core.models import LigneAjustement, VersionRegles
from core.rules import Need
from core.rules.ajustements import Ajustement, apply, fingerprint
from core.rules.bounds import loosenings
from tests import factories as make
from tests.campagnes.doors import address, adjust, campagne_of, refusals, rules_of, save_rules
from workflows.service import Refused, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.etablissement("Alpha")


@pytest.fixture
def action(owner):
    return make.draft(owner, attribution=make.attribution(owner, programme=make.e2c()))


@pytest.fixture
def campagne(action, client):
    client.force_login(make.manager(action.programme))
    return campagne_of(action)


LOOSER = [
    ("date_debut", {"obligation": "expected"}, None),
    (
        "duree_centre",
        {"maximum": "100000"},
        "« Durée en centre » ne dépasse pas 99999 (programme ou LHÉO)",
    ),
    ("duree_centre", {"minimum": "-1"}, "ne descend pas sous 0"),
    ("duree_centre", {"minimum": "9", "maximum": "3"}, "le minimum dépasse le maximum"),
    ("duree_centre", {"obligation": "fixed"}, "donnez la valeur à fixer"),
    (
        "duree_centre",
        {"obligation": "fixed", "valeur": "600", "maximum": "500"},
        "ne peut pas dépasser 500",
    ),
    ("duree_centre", {"valeur": "500"}, "dites si la valeur est proposée ou fixée"),
    ("mon_plus", {"maximum": "251"}, "compte 250 caractères au plus"),
    (
        "type_parcours",
        {"obligation": "fixed", "valeur": "inconnu"},
        "Aucune offre ne pourrait être envoyée",
    ),
    ("etat_recrutement", {"admis": ["2"]}, "La valeur que le programme propose n’est plus admise"),
    ("mon_plus", {}, "Choisissez ce que la campagne demande de plus"),
    ("mon_plus", {"obligation": "required", "source": ""}, "Dites d’où vient cette règle"),
]


@pytest.mark.parametrize(("champ", "values", "said"), LOOSER)
def test_what_loosens_or_cannot_be_kept_is_refused_in_a_sentence(
    client, campagne, champ, values, said
):
    found = " ".join(refusals(adjust(client, campagne, champ, **values)))
    assert (said or "Sélectionnez un choix valide") in found
    assert not VersionRegles.objects.exists()


@pytest.mark.parametrize("champ", ["intitule", "numero_lot", "certifinfo", "inconnu"])
def test_what_is_fixed_received_or_unused_has_no_page(client, campagne, champ):
    assert client.get(address(campagne, "ajuster", champ=champ)).status_code == 404
    assert adjust(client, campagne, champ, obligation="required").status_code == 404


def test_no_line_kept_in_the_base_can_loosen_a_programme():
    programme = make.e2c()
    for field in programme.fields:
        for need in (None, Need.EXPECTED, Need.OPTIONAL, Need.UNUSED):
            line = Ajustement(field.name, need=need, allowed=("inconnu",) if need is None else ())
            if loosenings(field, line):
                assert apply(programme, [line], source="x") is programme


def test_the_fields_of_each_kind_have_their_widgets(client, campagne):
    for field in make.e2c().fields:
        page = client.get(address(campagne, "ajuster", champ=field.name))
        assert page.status_code == (
            404 if field.need.locked or field.need is Need.UNUSED else 200
        ), field.name


def test_nothing_is_asked_before_it_is_saved(client, campagne, action):
    adjust(client, campagne, "mon_plus", obligation="required")
    assert [i for i in make.fresh(action).issues() if i.blocking] == []
    assert "Projet de règles" in client.get(address(campagne, "regles")).text


def test_a_line_saved_as_it_stands_opens_no_projet(client, campagne):
    line = {"obligation": "required"}
    rules_of(client, campagne, ("mon_plus", line))
    adjust(client, campagne, "mon_plus", **line)
    assert not VersionRegles.objects.filter(numero=None).exists()
    assert "Projet de règles" not in client.get(address(campagne, "regles")).text


def test_what_is_saved_is_asked_with_its_message_and_source(client, campagne, action):
    rules_of(
        client,
        campagne,
        ("mon_plus", {"obligation": "required", "message": "La Région l’affiche."}),
    )
    [issue] = [i for i in make.fresh(action).issues() if i.blocking]
    assert issue.message == "« Mon + formation » est à renseigner. La Région l’affiche."
    assert issue.source == "Région, note du 5 janvier"
    with pytest.raises(Refused):
        perform(action, "submit", by=make.member(action.porteur))
    client.force_login(make.member(action.porteur))
    assert "La Région l’affiche." in client.get(action.get_absolute_url()).text


def test_every_kind_of_ajustement_reaches_the_form_and_the_issues(client, campagne, action):
    session = action.sessions.get()
    rules_of(
        client, campagne,
        ("date_debut", {"minimum": "2026-02-01", "maximum": "2026-06-30"}),
        ("duree_centre", {"maximum": "500"}),
        ("modalites_enseignement", {"admis": ["1", "2"]}),
        ("duree_hebdo", {"obligation": "fixed", "valeur": "30"}),
        ("complement_intitule", {"obligation": "default", "valeur": "Promotion 2026"}),
        ("mon_plus", {"maximum": "20"}),
    )  # fmt: skip
    said = {issue.field: issue.message for issue in make.fresh(action).issues() if issue.blocking}
    assert (
        said["date_debut"]
        == "« Date début » ne peut pas précéder le 01/02/2026 dans cette campagne."
    )
    assert said["duree_centre"] == "« Durée en centre » ne peut pas dépasser 500."
    assert "ce programme n’admet que « formation mixte »" in said["modalites_enseignement"]
    assert said["duree_hebdo"] == "« Durée hebdo » est fixé par le programme."
    assert said["complement_intitule"] == "« Complément intitulé » est à renseigner."
    client.force_login(make.member(action.porteur))
    form = client.get(session.get_absolute_url()).context["adminform"].form
    assert [code for code, _ in form.fields["modalites_enseignement"].choices if code] == ["1", "2"]
    assert (
        form.fields["duree_hebdo"].widget.reason
        == "Fixé pour cette campagne : Région, note du 5 janvier."
    )
    other = make.draft(
        action.porteur,
        attribution=make.attribution(action.porteur, programme=make.e2c(), numero_lot="N2"),
        complete=False,
    )
    assert other.complement_intitule == "Promotion 2026"
    make.save(
        session,
        by=make.member(action.porteur),
        date_debut=date(2026, 3, 2),
        duree_centre=400,
        modalites_enseignement="1",
    )
    make.save(action, by=make.member(action.porteur), complement_intitule="Printemps")
    perform(
        make.fresh(action), "submit", by=make.member(action.porteur)
    )  # what is fixed is written
    assert make.fresh(session).duree_hebdo == 30


def test_another_campaign_and_another_programme_are_left_alone(client, campagne, action, owner):
    other = make.draft(
        owner,
        attribution=make.attribution(owner, programme=make.e2c(), annee="2027", numero_lot="E27"),
        date_debut=date(2027, 1, 4),
    )
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}))
    assert [i for i in make.fresh(other).issues() if i.blocking] == []
    assert other.programme is plugins.programme("e2c")


def test_a_rule_takes_effect_on_its_day(client, campagne, action, monkeypatch):
    start = date(2099, 1, 5)
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}), effet=start)
    assert [i for i in make.fresh(action).issues() if i.blocking] == []
    monkeypatch.setattr(
        "django.utils.timezone.localdate",
        lambda value=None, tz=None: value.date() if value else start,
    )
    assert [i.field for i in make.fresh(action).issues() if i.blocking and i.code == "requis"] == [
        "mon_plus"
    ]


def test_a_rule_does_not_take_effect_before_it_is_known(client, campagne):
    adjust(client, campagne, "mon_plus", obligation="required")
    assert "La date d’effet est passée" in save_rules(client, campagne, date(2020, 1, 1)).text
    assert make.fresh(campagne).derniere_version == 0


def test_what_was_not_simulated_is_not_saved(client, campagne):
    adjust(client, campagne, "mon_plus", obligation="required")
    page = client.get(address(campagne, "simuler"))
    adjust(client, campagne, "duree_centre", maximum="500")
    data = {
        "effet": "2099-01-01",
        "motif": "Pourquoi",
        "seen": page.context["form"].initial["seen"],
    }
    assert (
        "Le projet a changé depuis la simulation"
        in client.post(address(campagne, "enregistrer"), data).text
    )
    assert make.fresh(campagne).derniere_version == 0


def test_a_projet_is_given_up_and_a_line_taken_away(client, campagne):
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}))
    adjust(client, campagne, "duree_centre", maximum="500")
    client.post(address(campagne, "abandonner"))
    assert [line.champ for line in LigneAjustement.objects.all()] == ["mon_plus"]
    client.post(address(campagne, "ajuster", champ="mon_plus"), {"retirer": "1"})
    assert "Obligatoire" in save_rules(client, campagne).text
    assert make.fresh(campagne).derniere_version == 2
    assert LigneAjustement.objects.filter(version__numero=2).count() == 0


def test_a_projet_that_asks_nothing_new_is_dropped(client, campagne):
    adjust(client, campagne, "mon_plus", obligation="required")
    client.post(address(campagne, "ajuster", champ="mon_plus"), {"retirer": "1"})
    assert not VersionRegles.objects.exists()


def test_who_set_a_line_stays_when_another_manager_saves_the_next(client, campagne, action):
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}))
    first = LigneAjustement.objects.get()
    client.force_login(make.manager(action.programme, local="seconde"))
    adjust(client, campagne, "duree_centre", maximum="500")
    save_rules(client, campagne)
    lines = {line.champ: line for line in LigneAjustement.objects.filter(version__numero=2)}
    assert (lines["mon_plus"].le, lines["mon_plus"].par_label) == (first.le, first.par_label)
    assert VersionRegles.objects.get(numero=2).par.email.startswith("seconde")


def test_versions_are_listed_and_compared(client, campagne):
    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}))
    rules_of(client, campagne, ("duree_centre", {"maximum": "500"}))
    page = client.get(address(campagne, "versions", de=1, a=2))
    assert [(c.field.name, c.after) for c in page.context["changes"]] == [
        ("duree_centre", "Obligatoire · au plus 500 h")
    ]
    assert [
        c.field.name
        for c in client.get(address(campagne, "versions", de=0, a=2)).context["changes"]
    ] == [
        "mon_plus",
        "duree_centre",
    ]
    assert "Le cahier des charges le demande." in page.text
    assert client.get(address(campagne, "versions", de=7, a="x")).status_code == 200


def test_a_list_asks_as_often_for_three_actions_under_rules(
    client, campagne, action, owner, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rules_of(client, campagne, ("mon_plus", {"obligation": "required"}))
    client.force_login(make.staff())

    def asked():
        counts = []
        for name in ("core_action_changelist", "core_session_changelist", "file", "index"):
            with CaptureQueriesContext(connection) as found:
                assert client.get(reverse(f"admin:{name}")).status_code == 200
            counts.append(len(found))
        return counts

    asked()
    one = asked()
    for number in (2, 3):
        make.draft(
            owner,
            attribution=make.attribution(owner, programme=make.e2c(), numero_lot=f"N{number}"),
        )
    assert asked() == one


def test_the_fingerprint_tells_rules_apart():
    programme = make.e2c()
    tight = apply(programme, [Ajustement("duree_centre", maximum=500)], source="x")
    dated = apply(programme, [Ajustement("date_debut", minimum=date(2026, 2, 1))], source="x")
    assert len({fingerprint(p) for p in (programme, tight, dated)}) == 3
    assert fingerprint(
        apply(programme, [Ajustement("duree_centre", maximum=500)], source="y")
    ) == fingerprint(tight)

"""Diffusion targets: one case that each rule lets through, one that it refuses.

A child has its parent's refusals.
"""

from datetime import date

import pytest

from core import plugins
from core.plugins.target import Target, ordered, verdicts
from core.rules import Fiche, Level
from tests import factories as make
from tests.pages import address, filled
from tests.plain import dossier

TODAY = date(2026, 6, 1)
SIRET, FALSE_SIRET = "13000511900032", "13000511900033"
MEETING = [{"date": date(2026, 6, 10)}]
GOOD = {
    "date_debut": date(2026, 7, 1),
    "date_fin": date(2026, 12, 18),
    "organisme_responsable": SIRET,
    "informations_collectives": MEETING,
    "site_lieu": "1",
    "modalites_enseignement": "0",
    "duree_centre": 100,
}
FRANCE_TRAVAIL = {"kairos", "aude"}
BELOW = {"offre_info", "kairos", "aude", "ouiform", "imilo", "candidat_ft"}
EVERY = {t.code for t in plugins.targets()}


def offer(*, formation=None, session=None, dispositif=None, contexte=None, key="S3"):
    values = GOOD | (session or {})
    sessions = [
        Fiche(
            Level.SESSION,
            key,
            values,
            (Fiche(Level.DISPOSITIF, "D4", {"type_dispositif": "8"} | (dispositif or {})),),
        )
    ]
    about = {"aujourdhui": TODAY, "regional": True} | (contexte or {})
    return dossier(
        formation={"cadre": "continue", "certifinfo": "93561"} | (formation or {}),
        sessions=sessions,
        contexte=about,
    )


def organisme(nda="52440000044", qualite="qualiopi", fin=date(2027, 1, 1)):
    site = Fiche(Level.SITE, "L1", {"qualite": qualite, "qualiopi_fin": fin})
    return {SIRET: Fiche(Level.ETABLISSEMENT, "E1", {"nda": nda}, (site,))}


def refused(root, organismes=None):
    return {
        v.target.code: v.reason
        for v in verdicts(plugins.targets(), root, organismes)
        if not v.taken
    }


def test_the_targets_of_everyone_are_registered_by_the_hook():
    assert BELOW | {"site_regional", "cpf"} <= EVERY
    assert {t.code for t in plugins.targets() if t.parent == "offre_info"} == BELOW - {"offre_info"}
    assert [t.code for t in plugins.targets() if not t.source] == []


def test_a_good_offer_goes_everywhere():
    assert refused(offer(), organisme()) == {}


@pytest.mark.parametrize("rows", [None, [], [{"date": None}], [{"date": date(2026, 5, 31)}]])
def test_without_a_meeting_to_come(rows):
    expected = dict.fromkeys(
        ("site_regional", "kairos", "aude", "ouiform"), "aucune information collective à venir"
    )
    assert refused(offer(session={"informations_collectives": rows})) == expected


def test_a_meeting_today_is_still_to_come():
    assert refused(offer(session={"informations_collectives": [{"date": TODAY}]})) == {}


def test_an_ordinary_offer_is_on_the_regional_sites_without_a_meeting():
    root = offer(session={"informations_collectives": None}, contexte={"regional": False})
    assert set(refused(root)) == {"kairos", "aude", "ouiform"}


@pytest.mark.parametrize(
    ("fin", "codes"), [(TODAY, set()), (date(2026, 5, 31), EVERY), (None, set())]
)
def test_a_session_that_ended(fin, codes):
    found = refused(offer(session={"date_fin": fin}))
    assert set(found) == codes
    assert set(found.values()) <= {"session terminée"}


@pytest.mark.parametrize(
    ("siret", "reason"),
    [
        (None, "organisme responsable non renseigné"),
        (FALSE_SIRET, "SIRET de l’organisme responsable non valide"),
    ],
)
def test_a_child_has_the_refusals_of_its_parent(siret, reason):
    assert refused(offer(session={"organisme_responsable": siret})) == dict.fromkeys(BELOW, reason)


def test_initial_training_and_apprenticeship_do_not_go_to_france_travail():
    assert refused(offer(formation={"cadre": "initiale"})) == dict.fromkeys(
        FRANCE_TRAVAIL, "formation initiale"
    )
    assert refused(offer(dispositif={"type_dispositif": "1"})) == dict.fromkeys(
        FRANCE_TRAVAIL, "contrat d’apprentissage"
    )


def test_a_session_that_was_never_saved_has_no_number():
    assert refused(offer(key="S0")) == dict.fromkeys(
        FRANCE_TRAVAIL, "session sans numéro : enregistrez-la"
    )


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"nda": ""}, "organisme responsable sans numéro de déclaration d’activité"),
        ({"qualite": None}, "organisme responsable sans Qualiopi renseignée"),
        ({"fin": date(2026, 5, 31)}, "Qualiopi de l’organisme responsable échue"),
        ({"fin": TODAY}, None),
    ],
)
def test_the_cpf_asks_for_a_declaration_and_a_certificate(about, reason):
    assert refused(offer(), organisme(**about)).get("cpf") == reason


def test_the_cpf_asks_for_a_certification():
    assert refused(offer(formation={"certifinfo": ""})) == {
        "cpf": "aucune certification (code Certifinfo)"
    }


@pytest.mark.parametrize(
    ("changes", "rejet"),
    [
        ({"date_debut": date(2026, 9, 1)}, "30056"),
        ({"duree_centre": 109}, "30057"),
        ({"duree_centre": 110}, None),
        ({"site_lieu": "2"}, None),
        ({"modalites_enseignement": "2"}, None),
        ({"site_lieu": None}, None),
    ],
)
def test_the_cpf_takes_no_twin(changes, rejet):
    sessions = [Fiche(Level.SESSION, "S3", GOOD), Fiche(Level.SESSION, "S4", GOOD | changes)]
    root = dossier(
        formation={"certifinfo": "93561"}, sessions=sessions, contexte={"aujourdhui": TODAY}
    )
    [verdict] = [v for v in verdicts(plugins.targets(), root) if v.target.code == "cpf"]
    assert verdict.taken is (rejet is None)
    assert verdict.partly is (rejet is not None)
    assert (rejet or "") in verdict.reason


# The tree ---------------------------------------------------------------------------------------


def test_a_parent_comes_before_its_children_whatever_the_order():
    given = [Target("c", "C", parent="b"), Target("b", "B", parent="a"), Target("a", "A")]
    assert [t.code for t in ordered(given)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "given",
    [
        [Target("a", "A"), Target("a", "B")],
        [Target("a", "A", parent="z")],
        [Target("a", "A", parent="b"), Target("b", "B", parent="a")],
        [Target("a", "A", parent="a")],
    ],
)
def test_a_tree_that_does_not_hold_is_refused(given):
    with pytest.raises(ValueError, match=r"target|Targets"):
        ordered(given)


# On the screen ------------------------------------------------------------------------------------


@pytest.fixture
def action(db):
    owner = make.etablissement("Alpha")
    return make.draft(owner, attribution=make.attribution(owner))


def badges(page):
    return {
        label: group
        for group in page.context["panel"]["diffusion"]["groups"]
        for label in group.labels
    }


def test_the_badges_lead_to_the_field_that_says_why(client, action, time_machine):
    time_machine.move_to("2026-01-07", tick=False)  # the day after its only meeting
    session = action.sessions.get()
    client.force_login(make.member(action.porteur))
    for url in (address(session), f"/gestion/core/action/{action.pk}/dossier/"):
        page = client.get(url)
        kairos = badges(page)["Kairos"]
        assert (kairos.tone, kairos.reasons[0].message) == (
            "non",
            "aucune information collective à venir",
        )
        assert (
            kairos.reasons[0].url
            == f"/gestion/core/session/{session.pk}/change/#informations_collectives-group"
        )
        assert f'href="{kairos.reasons[0].url}"' in page.text
        assert badges(page)["Offre Info"].tone == "oui"
    assert 'id="informations_collectives-group"' in client.get(address(session)).text


def test_the_badges_follow_what_is_typed(client, action, time_machine):
    time_machine.move_to("2026-01-07", tick=False)
    session = action.sessions.get()
    client.force_login(make.member(action.porteur))
    data = filled(client.get(address(session))) | {"informations_collectives-0-date": "2026-01-08"}
    assert badges(client.post(address(session, "panneau"), data))["Kairos"].tone == "oui"
    assert make.fresh(session).informations_collectives.get().date == date(2026, 1, 6)


def test_a_target_that_takes_some_sessions_says_which_it_refuses(client, action, time_machine):
    time_machine.move_to("2026-01-05", tick=False)
    user = make.member(action.porteur)
    second = make.draft(action.porteur, sessions=2)
    make.save(second.sessions.last(), by=user, informations_collectives=[])
    client.force_login(user)
    page = client.get(f"/gestion/core/action/{second.pk}/dossier/")
    kairos = badges(page)["Kairos"]
    assert (kairos.tone, kairos.reasons[0].where) == (
        "partie",
        f"session {second.sessions.last().pk}",
    )


def test_a_fiche_of_the_annuaire_has_no_badge(client, action):
    client.force_login(make.staff())
    page = client.get(address(action.porteur, "dossier"))
    assert page.context["panel"]["diffusion"] is None
    assert "cibles" not in page.text

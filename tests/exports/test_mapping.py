"""Each decision of the mapping of a formation (correspondance.md; domaine.md, section 1).

One test each.
"""

import pytest

from core import plugins
from core.plugins import manager as manager_module
from exports.lheo.element import element
from exports.lheo.profiles import DEFAULT
from exports.lheo.schema import problems
from tests.exports.fiches import (
    AUTRE_SIRET,
    SIRET,
    Lheo,
    annuaire,
    dispositif,
    document,
    groups,
    offre,
    session,
)


def test_the_plain_offer_is_valid():
    assert problems(document(offre()).encode()) == []


def test_a_group_per_responsable_and_type_of_parcours():
    content = offre(
        session(3),
        session(4, organisme_responsable=AUTRE_SIRET),
        session(5, type_parcours="mixte"),
        session(6),
    )
    found = {group.numero: [fiche.key for fiche, _ in group.sessions] for group in groups(content)}
    assert found == {"52_1-2-7-1": ["S3", "S6"], "52_1-2-8-1": ["S4"], "52_1-2-7-4": ["S5"]}


def test_numbers_are_prefixed_but_the_sessions():
    lheo = Lheo(offre())
    assert lheo.attribute("formation", "numero") == "52_1-2-7-1"
    assert lheo.attribute("formation/action", "numero") == "52_3"
    assert lheo.attribute("action/session", "numero") == "3"
    assert lheo.attribute("organisme-formation-responsable", "numero") == "52_OF_7"


@pytest.mark.parametrize(
    ("parcours", "code"),
    [("collectif", "1"), ("individualise", "2"), ("modularise", "3"), ("mixte", "4")],
)
def test_type_de_parcours(parcours, code):
    assert Lheo(offre(session(type_parcours=parcours))).text("parcours-de-formation") == code


def test_the_principal_formacode_comes_first_with_the_edition_of_its_row():
    lheo = Lheo(offre())
    assert [
        (code.text, code.get("ref"), code.get("tag"))
        for code in lheo.all("domaine-formation/code-FORMACODE")
    ] == [
        ("15061", "V14", "principal"),
        ("14201", "V13", None),
    ]


def test_intitule_objectif_and_programme_are_said_together():
    lheo = Lheo(
        offre(
            formation={"objectif": "Premier.", "programme": "Le programme."},
            action={
                "complement_intitule": "en alternance",
                "objectifs": "Second.",
                "complement_programme": "Et la suite.",
            },
        )
    )
    assert lheo.text("intitule-formation") == "Culture et métier - en alternance"
    assert lheo.text("objectif-formation") == "Premier.\nSecond."
    assert lheo.text("contenu-formation") == "Le programme.\nEt la suite."


def test_a_text_left_free_is_a_dash():
    lheo = Lheo(offre())
    for name in (
        "objectif-formation",
        "resultats-attendus",
        "contenu-formation",
        "modalites-alternance",
    ):
        assert lheo.text(name) == "-"


def test_no_condition_is_said_aucune():
    assert Lheo(offre()).text("conditions-specifiques") == "aucune"


def test_conditions_are_the_labels_then_the_comment():
    lheo = Lheo(
        offre(action={"prerequis": ["motivation", "b2"], "commentaire_prerequis": "Avoir 18 ans."})
    )
    assert lheo.text("conditions-specifiques") == "Motivation, b2\nAvoir 18 ans."


@pytest.mark.parametrize(
    ("values", "certifiante"),
    [
        ({}, "0"),
        ({"certifinfo": "93561"}, "1"),
        ({"objectif_general": "6"}, "1"),
        ({"objectif_general": "9"}, "0"),
    ],
)
def test_certifiante(values, certifiante):
    assert Lheo(offre(formation=values)).text("certifiante") == certifiante


@pytest.mark.parametrize(
    ("cadre", "nda", "expected"),
    [
        ("continue", "52440000044", "52440000044"),
        ("initiale", "", "99999999999"),
        ("continue", "", None),
    ],
)
def test_nda(cadre, nda, expected):
    lheo = Lheo(offre(formation={"cadre": cadre}), annuaire(etablissement={"nda": nda}))
    assert lheo.text("numero-activite") == expected


def test_what_is_internal_stays_inside():
    content = offre(session(mail_liaison="interne@e2c.example", referent_prf="1"))
    assert "interne@e2c.example" not in document(content)
    assert "contact-session" not in document(content)
    assert "inconnu@" not in document(
        offre(session(referent_handicap="99"))
    )  # not publishable: not in the annuaire


def test_without_a_contact_the_site_is_named():
    lheo = Lheo(offre(), annuaire(contacts=()))
    assert lheo.text("contact-formation/coordonnees/courriel") == "contact@e2c.example"
    assert problems(document(offre(), annuaire(contacts=())).encode()) == []


def test_names_of_the_national_feed():
    lheo = Lheo(
        offre(session(3, dispositif(1, type_dispositif="1")), formation={"cadre": "initiale"})
    )
    assert lheo.extra("dispositif", "contrat-apprentissage") == "1"
    assert lheo.extra("dispositif", "contrat-professionnalisation") == "0"
    assert lheo.extra("type-action", "formation-initiale") == "1"


def test_qualiopi_is_told_in_words():
    assert (
        Lheo(offre()).text("renseignements-specifiques")
        == "Qualiopi jusqu’au 30/06/2027\nAccueil : sur rendez-vous"
    )


def test_special_characters_are_escaped():
    content = offre(formation={"intitule": 'Vente <b> & "conseil" l\'été'})
    assert 'Vente &lt;b&gt; &amp; "conseil" l\'été' in document(content)
    assert Lheo(content).text("intitule-formation") == 'Vente <b> & "conseil" l\'été'


def test_nothing_is_truncated():
    content = offre(formation={"intitule": "a" * 200}, action={"complement_intitule": "b" * 100})
    assert len(Lheo(content).text("intitule-formation")) == 303


def test_a_plugin_adds_extras():
    class Plugin:
        @plugins.hookimpl
        def lheo_extras(self, payload, key):
            return {"referent-prepa": f"{payload['programme']} {key}"}

    manager, plugin = manager_module._started["manager"], Plugin()
    manager.register(plugin)
    try:
        assert Lheo(offre()).extra("sofi", "referent-prepa") == "ordinaire S3"
    finally:
        manager.unregister(plugin)


def test_one_group_of_ours_in_each_element():
    lheo = Lheo(offre(session(3, dispositif(places_restantes=2)), action={"mon_plus": "Un stage."}))
    assert len(lheo.all("formation/action/extras[@info='sofi']")) == 1
    assert len(lheo.all("organisme-financeur/extras[@info='sofi']")) == 1


def test_order_is_the_grammars_and_a_wrong_name_is_refused():
    written = element("periode", {"fin": "20260131", "debut": "20260101"}, DEFAULT.grammar)
    assert written == "<periode><debut>20260101</debut><fin>20260131</fin></periode>"
    with pytest.raises(KeyError, match="commencement"):
        element("periode", {"commencement": "20260101"}, DEFAULT.grammar)


def test_siret_of_the_mandataire_is_the_responsables():
    lheo = Lheo(offre(session(organisme_responsable=AUTRE_SIRET)))
    assert lheo.text("SIRET-organisme-formation/SIRET") == AUTRE_SIRET
    assert lheo.text("SIRET-formateur/SIRET") == SIRET

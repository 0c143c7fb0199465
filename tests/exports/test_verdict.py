"""A problem of LHÉO is said in the terms of the screen, with the field that gives the element."""

import pytest

from core.dossiers.rows import parse
from core.fasd.ordinaire import ORDINAIRE
from exports.lheo.profiles import DEFAULT
from exports.online import verdict
from tests.exports.fiches import AUTRE_SIRET, MEETING, annuaire, dispositif, groups, offre, session


def issues(content, named=None):
    root = parse(content, ORDINAIRE.fields)
    found = verdict.against_the_schema(groups(content, named), root, ORDINAIRE.fields, DEFAULT)
    return [(issue.path, issue.message) for issue in found]


def test_a_valid_offer_has_none():
    assert issues(offre(session(3), session(4, organisme_responsable=AUTRE_SIRET))) == []


@pytest.mark.parametrize(
    ("content", "path", "message"),
    [
        (
            offre(formation={"intitule": "a" * 200}, action={"complement_intitule": "b" * 100}),
            "F1.intitule",
            "« Intitulé » : dans LHÉO, « intitule-formation » compte 303 caractères : 255 au plus.",
        ),
        (
            offre(session(3), session(4, commentaire_duree="long\n" * 31)),
            "S4.commentaire_duree",
            (
                "« Commentaire durée » : dans LHÉO, « duree-indicative » "
                "compte 155 caractères : 150 au plus."
            ),
        ),
        (
            offre(session(3, cycle_alternance="a\nb\nc"), session(4, modalites_enseignement="")),
            "S4.modalites_enseignement",
            "« Modalités d’enseignement » est à renseigner : LHÉO le demande.",
        ),
        (
            offre(session(3, dispositif(9, publics=[]))),
            "D9.publics",
            "« Publics » est à renseigner : LHÉO le demande.",
        ),
        (
            offre(session(type_parcours="inconnu")),
            "S3.type_parcours",
            (
                "« Type de parcours » : dans LHÉO, « parcours-de-formation » a un code "
                "inconnu (ici « inconnu ») ; "
                "codes admis : 1, 2, 3, 4."
            ),
        ),
        (
            offre(session(informations_collectives=[MEETING | {"commentaire": "a" * 501}])),
            "S3.informations_collectives",
            (
                "« Informations collectives » : dans LHÉO, « commentaire "
                "» compte 501 caractères : 500 au plus."
            ),
        ),
        (
            offre(
                formation={
                    "certifinfo": "1",
                    "validation": "1",
                    "blocs": [{"intitule": "Bloc", "code": "B1"}],
                }
            ),
            "F1.blocs",
            (
                "« Blocs de compétences » : dans LHÉO, « code-bloc » "
                "compte 2 caractères : il en faut au moins 8."
            ),
        ),
    ],
)
def test_the_field_is_named(content, path, message):
    assert issues(content) == [(path, message)]


def test_the_annuaire_is_named():
    [(path, message)] = issues(offre(), annuaire(etablissement={"nda": ""}))
    assert path == "A2."
    assert message.startswith("Dans LHÉO, « Numéro de déclaration d’activité » de l’annuaire : ")
    found = issues(offre(), annuaire(site={"bureau_distributeur": "a" * 51}))
    assert {path for path, _ in found} == {"A2.", "S3."}
    said = "« Bureau distributeur » de l’annuaire : « ville » compte 51 caractères : 50 au plus."
    assert found[0][1] == f"Dans LHÉO, session 3, {said}"

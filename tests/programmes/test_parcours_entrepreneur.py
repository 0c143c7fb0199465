"""Parcours Entrepreneur agrees with S3, row by row (domaine.md, B1 and B3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.dossiers import rows as fiche
from tests.programmes.rows import expected, rows_of

pe = pytest.importorskip("programmes.parcours_entrepreneur")
PROGRAMME = pe.PARCOURS_ENTREPRENEUR

TABLE = """
F.cadre default                    # D26
F.certifinfo fixed                 # référence Certifinfo : oui, 93561
F.intitule fixed
F.objectif_general fixed
F.type_certification fixed
F.niveau_sortie received
F.formacodes received
F.formacode_principal received
F.nsf optional
F.rome optional
F.objectif received
F.programme received
F.individualiser_blocs required
F.validation required
F.blocs unused                     # the table is empty for 93561
A.site_dispensateur required
A.complement_intitule optional     # « à remplir uniquement si »
A.complement_programme optional
A.objectifs optional
A.resultats_attendus optional
A.mon_plus expected                # « à compléter » (D21)
A.url_video expected               # « à renseigner si » (D21)
A.url_pdf expected
A.url_action optional
A.equipements optional
A.niveau_entree default
A.prerequis required               # one or several
A.commentaire_prerequis default
S.site_lieu required
S.date_debut required
S.date_fin required
S.entrees_sorties required
S.rythmes required
S.periodes_formation required
S.type_parcours fixed
S.modalites_pedagogiques default
S.modalites_enseignement required
S.duree_centre required
S.duree_entreprise required
S.duree_hebdo optional
S.commentaire_duree optional
S.cycle_alternance optional
S.unite_entreprise optional        # required where there is a cycle: a check (D27)
S.organisme_responsable fixed
S.etat_recrutement default
S.modalites_recrutement required
S.informations_collectives required
S.periodes_inscription optional
S.referent_handicap required       # référent PMR *
S.referent_mobilite required
S.referent_prf optional
S.mail_liaison optional
S.remise_a_niveau required         # no field in S3: our question
D.type_dispositif fixed
D.dispositif fixed
D.publics default
D.numero_lot received
D.id_action_cr received
D.of_mandataire_cr received
D.places required
D.places_restantes optional
D.effectif_minimal optional
D.capacite_simultanee optional
D.frais_ht optional
D.taux_tva optional
D.frais_ttc optional
D.frais_additionnels optional
D.frais_certification default
D.frais_pris_en_charge fixed
"""
PRESCRIBED = (
    "Pré-requis : Maîtriser les compétences générales et professionnelles, posséder la "
    "qualification professionnelle "
    "nécessaire à la future activité.\nPublic visé : Demandeurs d’emploi ayant un projet "
    "de création/reprise d’entreprise."
)
VALUES = {
    "cadre": "continue",
    "certifinfo": "93561",
    "intitule": "Actions de formation dispensées aux créateurs et repreneurs d'entreprise",
    "objectif_general": "6",
    "type_certification": "Autre certification sans niveau spécifique",
    "niveau_sortie": "<certifinfo niveau_sortie, optional>",
    "formacodes": "<certifinfo formacodes, required>",
    "formacode_principal": "<certifinfo formacode_principal, required>",
    "objectif": "<certifinfo objectif, optional>",
    "programme": "<certifinfo programme, optional>",
    "validation": ("0", "1"),
    "niveau_entree": "1",
    "commentaire_prerequis": PRESCRIBED,
    "entrees_sorties": ("cadencees", "dates_fixes"),
    "type_parcours": "collectif",
    "modalites_pedagogiques": ("etablissement", "entreprise"),
    "organisme_responsable": "<mandataire>",
    "etat_recrutement": "1",
    "type_dispositif": "8",
    "dispositif": "<libelle_programme>",
    "publics": ("80006",),
    "numero_lot": "<lot>",
    "id_action_cr": "<id_action_cr>",
    "of_mandataire_cr": "<of_mandataire_cr>",
    "frais_certification": False,
    "frais_pris_en_charge": True,
}


def test_every_row_of_the_procedure_is_a_rule():
    assert rows_of(PROGRAMME) ^ expected(TABLE, VALUES) == set()


def test_its_name_its_lengths_and_its_sources():
    fields = PROGRAMME.fields
    assert PROGRAMME.label == "PROGRAMME REGION - Formations Parcours entrepreneur"
    assert not PROGRAMME.a_confirmer
    lengths = {"complement_programme": 3000, "objectifs": 3000, "mon_plus": 250}
    assert {name: fields[name].max_length for name in lengths} == lengths
    assert {f.source for f in fields if f.need.value in ("fixed", "received")} == {"S3", "S2, S3"}


def said(key, **values):
    root = fiche.replace(PROGRAMME.example(), key, values)
    return [(i.code, i.path, i.message) for i in PROGRAMME.issues(root) if i.blocking]


def test_the_start_includes_the_module_de_remise_a_niveau():
    [(code, path, message)] = said("S3", remise_a_niveau=False)
    assert (code, path) == ("remise_a_niveau", "S3.remise_a_niveau")
    assert message.startswith(
        "La date de début doit intégrer le module de remise à niveau contextualisé : "
    )


def test_the_start_is_in_the_year_of_the_campaign():
    [(code, path, message)] = said("S3", date_debut=date(2025, 12, 31))
    assert (code, path) == ("campagne.annee", "S3.date_debut")
    assert message == "La session doit commencer en 2026, l’année de la campagne."


def test_entries_are_never_permanent():
    [(code, path, message)] = said("S3", entrees_sorties="permanentes")
    assert (code, path) == ("forme", "S3.entrees_sorties")
    assert message == (
        "« ESP » : ce programme n’admet que « entrée/sortie cadencées ou "
        "séquencées », « entrée/sortie à dates fixes »."
    )


def test_fees_agree_to_the_cent():
    [(code, path, message)] = said("D1", frais_ttc=Decimal("2160.01"))
    assert (code, path) == ("frais.ttc", "D1.frais_ttc")
    assert message == (
        "1\u202f800,00 € HT avec une TVA de 20 % font 2\u202f160,00 € TTC, et non 2\u202f160,01 €."
    )


def test_a_cycle_of_alternance_has_its_unit():
    assert [path for _, path, _ in said("S3", cycle_alternance="Une semaine sur deux")] == [
        "S3.unite_entreprise"
    ]


@pytest.mark.parametrize("name", ["objectifs", "complement_programme", "resultats_attendus"])
def test_texts_are_plain(name):
    [(code, path, message)] = said("A2", **{name: "Créer.\nModule\tDurée"})
    assert (code, path) == ("texte.tableau", f"A2.{name}")
    assert message.startswith(
        f"« {PROGRAMME.fields[name].label} » contient un tableau, ligne 2 (« Module → Durée »)."
    )


def test_blocs_are_asked_without_any_to_choose():
    assert said("F1", individualiser_blocs=True) == []
    assert [path for _, path, _ in said("F1", individualiser_blocs=True, validation="")] == [
        "F1.validation"
    ]
    assert [path for _, path, _ in said("F1", validation="2")] == ["F1.validation"]


def test_what_certifinfo_does_not_give_is_asked():
    assert [path for _, path, _ in said("F1", formacodes=[], formacode_principal="")] == [
        "F1.formacodes",
        "F1.formacode_principal",
    ]
    root = PROGRAMME.example()
    known = {"formacodes": ["32047"], "formacode_principal": "32047"}
    told = replace(root, contexte=replace(root.contexte, certifinfo=known))
    assert PROGRAMME.fields.within(told.contexte)["formacodes"].need == "received"
    assert [i.path for i in PROGRAMME.issues(told) if i.blocking] == []

"""École de la deuxième chance agrees with S2, row by row (domaine.md, B1 and B2)."""

import pytest

from tests.programmes.rows import expected, rows_of

e2c = pytest.importorskip("programmes.e2c")

TABLE = """
F.cadre default                    # D26
F.certifinfo unused                # not in S2
F.intitule fixed
F.objectif_general optional        # not in S2
F.type_certification unused
F.niveau_sortie optional
F.formacodes fixed
F.formacode_principal fixed
F.nsf optional
F.rome optional
F.objectif optional
F.programme optional
F.individualiser_blocs unused
F.validation unused
F.blocs unused
A.site_dispensateur required
A.complement_intitule optional
A.complement_programme required    # « à renseigner » (D21)
A.objectifs required
A.resultats_attendus required
A.mon_plus expected                # « à compléter » (D21)
A.url_video expected               # « à renseigner si… » (D21)
A.url_pdf expected
A.url_action optional
A.equipements optional
A.niveau_entree fixed
A.prerequis required
A.commentaire_prerequis required
S.site_lieu required
S.date_debut required
S.date_fin required
S.entrees_sorties fixed
S.rythmes fixed
S.periodes_formation optional      # bare label
S.type_parcours required
S.modalites_pedagogiques default
S.modalites_enseignement required
S.duree_centre required
S.duree_entreprise optional
S.duree_hebdo required
S.commentaire_duree optional
S.cycle_alternance optional
S.unite_entreprise optional
S.organisme_responsable fixed
S.etat_recrutement default
S.modalites_recrutement required
S.informations_collectives required
S.periodes_inscription optional
S.referent_handicap expected
S.referent_mobilite expected
S.referent_prf expected
S.mail_liaison optional
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
VALUES = {
    "cadre": "continue",
    "intitule": "Ecole de la deuxième chance",
    "formacodes": ("15061",),
    "formacode_principal": "15061",
    "niveau_entree": "1",
    "entrees_sorties": "permanentes",
    "rythmes": ("temps_plein",),
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
    assert rows_of(e2c.E2C) ^ expected(TABLE, VALUES) == set()


def test_its_name_and_its_lengths():
    programme = e2c.E2C
    assert programme.label == "PROGRAMME REGION : E2C - Ecole de la deuxième chance"
    assert programme.fields["mon_plus"].max_length == 250
    assert {f.source for f in programme.fields if f.need.value in ("fixed", "received")} == {
        "S2",
        "S2, S3",
    }
    asked = {check.__name__ for check in programme.checks}
    assert asked >= {
        "starts_in_the_campaign_year",
        "forfait_keeps_its_start",
        "places_stay_within_the_order",
        "change_has_the_regions_agreement",
        "video_can_be_played",
    }

"""École de la deuxième chance: what differs from the other programmes (S2; domaine.md, B2)."""

from core.plugins import hookimpl
from core.rules import Programme
from programmes.e2c.example import example
from programmes.regional import CHECKS, REGIONAL

E2C = Programme(
    code="e2c",
    label="PROGRAMME REGION : E2C - Ecole de la deuxième chance",
    region_code="E2C",
    procedure="Procédure de saisie SOFI – École de la 2e chance",
    fields=REGIONAL.refine(
        source="S2",
        required="complement_programme objectifs resultats_attendus prerequis "
        "commentaire_prerequis type_parcours duree_hebdo",
        expected="referent_handicap referent_mobilite referent_prf",
        optional="duree_entreprise periodes_formation objectif_general",
        fixed={
            "intitule": "Ecole de la deuxième chance",
            "formacodes": ["15061"],
            "formacode_principal": "15061",
            "niveau_entree": "1",
            "entrees_sorties": "permanentes",
            "rythmes": ["temps_plein"],
        },
        default={"modalites_pedagogiques": ["etablissement", "entreprise"]},
        unused="certifinfo type_certification individualiser_blocs validation blocs",
    ),
    checks=CHECKS,
    example=example,
)


@hookimpl
def register_programmes():
    return [E2C]

"""Parcours Entrepreneur: what differs from the other programmes (S3; domaine.md, B3)."""

from core.plugins import hookimpl
from core.rules import Field, FromCertifinfo, Kind, Level, Need, Programme
from programmes.parcours_entrepreneur.checks import includes_the_refresher
from programmes.parcours_entrepreneur.example import example
from programmes.regional import CHECKS, REGIONAL

PREREQUIS = (
    "Pré-requis : Maîtriser les compétences générales et professionnelles, posséder la "
    "qualification professionnelle "
    "nécessaire à la future activité.\n"
    "Public visé : Demandeurs d’emploi ayant un projet de création/reprise d’entreprise."
)
REMISE_A_NIVEAU = Field(
    "remise_a_niveau",
    "Module de remise à niveau contextualisé inclus dans les dates",
    Level.SESSION,
    Kind.BOOLEAN,
    need=Need.REQUIRED,
    group="Où et quand",
    help="La date de début doit intégrer le module de remise à niveau contextualisé.",
    source="S3",
)

PARCOURS_ENTREPRENEUR = Programme(
    code="parcours_entrepreneur",
    label="PROGRAMME REGION - Formations Parcours entrepreneur",
    region_code="PE",
    procedure="Procédure de saisie SOFI – Formations Parcours Entrepreneur, novembre 2023",
    fields=REGIONAL.refine(
        source="S3",
        required="individualiser_blocs validation prerequis referent_handicap referent_mobilite",
        optional="referent_prf mail_liaison",
        fixed={
            "certifinfo": "93561",
            "intitule": "Actions de formation dispensées aux créateurs et repreneurs d'entreprise",
            "objectif_general": "6",
            "type_certification": "Autre certification sans niveau spécifique",
            "type_parcours": "collectif",
        },
        received={
            "objectif": FromCertifinfo("objectif"),
            "programme": FromCertifinfo("programme"),
            "formacodes": FromCertifinfo("formacodes", Need.REQUIRED),
            "formacode_principal": FromCertifinfo("formacode_principal", Need.REQUIRED),
            "niveau_sortie": FromCertifinfo("niveau_sortie"),
        },
        default={
            "niveau_entree": "1",
            "commentaire_prerequis": PREREQUIS,
            "modalites_pedagogiques": ["etablissement", "entreprise"],
        },
        allowed={"entrees_sorties": ("cadencees", "dates_fixes"), "validation": ("0", "1")},
        unused="blocs",  # Certifinfo has none for 93561: the table of the screen stays empty
        help={
            "entrees_sorties": "Cadencées ou séquencées, ou à dates fixes.",
            "date_debut": "Dans l’année de la campagne, "
            "module de remise à niveau contextualisé inclus.",
            "objectifs": "Si l’objectif de la fiche Formation ne suffit pas. "
            "Ni tableau, ni image, ni caractère spécial, ni copie de PDF.",
            "equipements": "Les équipements nécessaires au suivi de la formation.",
            "prerequis": "Un ou plusieurs.",
        },
    ).adding(REMISE_A_NIVEAU),
    checks=(*CHECKS, includes_the_refresher),
    example=example,
)


@hookimpl
def register_programmes():
    return [PARCOURS_ENTREPRENEUR]

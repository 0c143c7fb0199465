"""PREPA Clés Avenir, Avenir Sup, Sanitaire et social.

What is known of them, to be confirmed (domaine.md, B4, D9).
"""

from core.fasd.codes import Table
from core.plugins import hookimpl
from core.rules import Field, Kind, Level, Need, Programme
from programmes.prepa import checks, example
from programmes.regional import CHECKS, REGIONAL

DISPOSITIFS = "Les dispositifs en détail, page du Cariforef du 14/04/2025"
VARIANTES = Table(
    "prepa-variante",
    {
        "cles_avenir": "Clés Avenir",
        checks.FLE: "Clés Avenir FLE",
        checks.DAEU: "Clés Avenir DAEU",
    },
    a_confirmer=True,
)

CLES_AVENIR = Programme(
    code="prepa_cles_avenir",
    label="PROGRAMME REGION - PREPA Clés Avenir",
    region_code="PREPA_CA",
    a_confirmer=True,
    procedure=DISPOSITIFS,
    # One lot, one procedure to come: variants are a field of the offer, not programmes.
    fields=REGIONAL.adding(
        Field(
            "variante",
            "Variante",
            Level.FORMATION,
            Kind.CHOICE,
            need=Need.EXPECTED,
            group="Intitulé",
            table=VARIANTES,
            help="FLE : six mois, jusqu’au niveau A2, pour les personnes non francophones. "
            "DAEU : une année scolaire, pour les personnes sans niveau 4.",
            source="B4",
        ),
    ),
    checks=(*CHECKS, checks.fle_lasts_six_months),
    example=example.cles_avenir,
)
AVENIR_SUP = Programme(
    code="prepa_avenir_sup",
    label="PROGRAMME REGION - PREPA Avenir Sup",
    region_code="PREPA_AS",
    a_confirmer=True,
    procedure=DISPOSITIFS,
    fields=REGIONAL.refine(
        source="B4",
        help={
            "date_fin": "Trois mois au plus après le début.",
            "duree_centre": "280 heures au plus.",
            "duree_entreprise": "140 heures au plus.",
        },
    ),
    checks=(*CHECKS, checks.avenir_sup_is_short),
    example=example.avenir_sup,
)
SANITAIRE_SOCIAL = Programme(
    code="prepa_sanitaire_social",
    label="PROGRAMME REGION - PREPA Sanitaire et social",
    region_code="PREPA_SS",
    a_confirmer=True,
    fields=REGIONAL,
    checks=CHECKS,
    example=example.sanitaire_social,
)


@hookimpl
def register_programmes():
    return [CLES_AVENIR, AVENIR_SUP, SANITAIRE_SOCIAL]

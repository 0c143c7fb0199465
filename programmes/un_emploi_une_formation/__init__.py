"""1 emploi = 1 formation: the common rules only, to be confirmed (domaine.md, B4, D9)."""

from core.plugins import hookimpl
from core.rules import Programme
from programmes.regional import CHECKS, REGIONAL
from programmes.un_emploi_une_formation.example import example

UN_EMPLOI_UNE_FORMATION = Programme(
    code="un_emploi_une_formation",
    label="PROGRAMME REGION - 1 emploi = 1 formation",
    region_code="1E1F",
    a_confirmer=True,
    fields=REGIONAL,
    checks=CHECKS,
    example=example,
)


@hookimpl
def register_programmes():
    return [UN_EMPLOI_UNE_FORMATION]

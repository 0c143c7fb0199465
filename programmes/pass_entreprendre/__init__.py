"""PASS Entreprendre en Pays de la Loire - Formation.

The common rules only, to be confirmed (domaine.md, B4, D9).
"""

from core.plugins import hookimpl
from core.rules import Programme
from programmes.pass_entreprendre.example import example
from programmes.regional import CHECKS, REGIONAL

PASS_ENTREPRENDRE = Programme(
    code="pass_entreprendre",
    label="PROGRAMME REGION - PASS Entreprendre en Pays de la Loire - Formation",
    region_code="PASS",
    a_confirmer=True,
    fields=REGIONAL,
    checks=CHECKS,
    example=example,
)


@hookimpl
def register_programmes():
    return [PASS_ENTREPRENDRE]

"""PASS Entreprendre en Pays de la Loire - Formation: rules to be confirmed; the common ones hold meanwhile (domaine.md, D9)."""

from core.plugins import hookimpl
from programmes.regional import to_confirm


@hookimpl
def register_programmes():
    return [
        to_confirm("pass_entreprendre", "PROGRAMME REGION - PASS Entreprendre en Pays de la Loire - Formation", "PASS"),
    ]

"""Parcours Entrepreneur: rules to be confirmed; the common ones hold meanwhile (domaine.md, D9)."""

from core.plugins import hookimpl
from programmes.regional import to_confirm


@hookimpl
def register_programmes():
    return [
        to_confirm("parcours_entrepreneur", "PROGRAMME REGION - Formations Parcours entrepreneur", "PE"),
    ]

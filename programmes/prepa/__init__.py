"""PREPA Clés Avenir, Avenir Sup, Sanitaire et social: rules to be confirmed; the common ones hold meanwhile (domaine.md, D9)."""

from core.plugins import hookimpl
from programmes.regional import to_confirm


@hookimpl
def register_programmes():
    return [
        to_confirm("prepa_cles_avenir", "PROGRAMME REGION - PREPA Clés Avenir", "PREPA_CA"),
        to_confirm("prepa_avenir_sup", "PROGRAMME REGION - PREPA Avenir Sup", "PREPA_AS"),
        to_confirm("prepa_sanitaire_social", "PROGRAMME REGION - PREPA Sanitaire et social", "PREPA_SS"),
    ]

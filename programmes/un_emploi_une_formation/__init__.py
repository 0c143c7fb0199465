"""1 emploi = 1 formation: rules to be confirmed; the common ones hold meanwhile (domaine.md, D9)."""

from core.plugins import hookimpl
from programmes.regional import to_confirm


@hookimpl
def register_programmes():
    return [
        to_confirm("un_emploi_une_formation", "PROGRAMME REGION - 1 emploi = 1 formation", "1E1F"),
    ]

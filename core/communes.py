"""A site's postal code, against those of its commune."""

from core.models import Famille, Terme
from core.rules import Fiche, Issue


def postal_code_issues(site: Fiche) -> list[Issue]:
    """Advise when a postal code is not one of its commune's; a CEDEX code is not, and is right."""
    commune, postal = site["commune"], site["code_postal"]
    if not commune or not postal:
        return []
    terme = Terme.objects.famille(Famille.COMMUNE).filter(code=commune).first()
    known = terme.donnees.get("codes_postaux", []) if terme else []
    if not known or postal in known:
        return []
    codes = ", ".join(known)
    message = (
        f"Le code postal {postal} n’est pas l’un de ceux de {terme.libelle} ({codes}) : vérifiez-le, sauf si c’est un CEDEX."
    )
    return [Issue("site.code_postal", site.path("code_postal"), message, blocking=False, source="INSEE")]

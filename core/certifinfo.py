"""What our Certifinfo table gives for a code, by name of field; it may be less than Certifinfo knows (D28)."""

from core.models import Famille, Terme

# The table still has the levels of before 2019; those that stand for two levels of today are left out.
NIVEAUX = {"9": "1", "5": "13", "4": "14", "3": "15", "2": "16"}
AS_THEY_STAND = ("formacodes", "formacode_principal", "objectif", "programme")


def given_by_certifinfo(code: str) -> dict:
    """Return the values that the table holds for a code; none for a code that it lacks."""
    terme = Terme.objects.famille(Famille.CERTIFINFO).filter(code=code).first() if code else None
    if terme is None:
        return {}
    known = {name: terme.donnees.get(name) for name in AS_THEY_STAND}
    known |= {
        "intitule": terme.libelle,
        "type_certification": terme.donnees.get("type_libelle"),
        "niveau_sortie": NIVEAUX.get(terme.donnees.get("niveau_code")),
    }
    return {name: value for name, value in known.items() if value}

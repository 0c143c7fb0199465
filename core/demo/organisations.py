"""Fifteen invented organisations, with SIRET whose key is right."""

from dataclasses import dataclass

from core.fasd.identifiants import luhn


def siret(number: int) -> str:
    """Return a SIRET whose two keys are right, from a number of eight digits."""
    siren = with_key(f"{number:08d}")
    return with_key(f"{siren}0001")


def with_key(digits: str) -> str:
    """Return digits and the one that Luhn asks after them."""
    candidates = (f"{digits}{key}" for key in range(10))
    return next(candidate for candidate in candidates if luhn(candidate))


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the demonstration, its town and what it teaches (Formacodes)."""

    number: int
    nom: str
    ville: str
    code_postal: str
    insee: str
    domaines: tuple[str, ...]

    @property
    def siret(self) -> str:
        return siret(self.number)

    @property
    def site(self) -> str:
        return f"{self.nom} - {self.ville}"


NANTES = ("Nantes", "44000", "44109")
ANGERS = ("Angers", "49000", "49007")
LAVAL = ("Laval", "53000", "53130")
LE_MANS = ("Le Mans", "72000", "72181")
LA_ROCHE = ("La Roche-sur-Yon", "85000", "85191")
CHOLET = ("Cholet", "49300", "49099")
SAINT_NAZAIRE = ("Saint-Nazaire", "44600", "44184")

ORGANISATIONS = (
    Organisation(91000001, "École de la 2e chance de l’Estuaire", *NANTES, ("15061",)),
    Organisation(91000002, "École de la 2e chance du Maine", *LE_MANS, ("15061",)),
    Organisation(91000003, "Mayenne Compétences", *LAVAL, ("15061",)),
    Organisation(91000004, "Ateliers du Bocage Formation", *CHOLET, ("15061",)),
    Organisation(91000005, "Créer en Anjou", *ANGERS, ("32047",)),
    Organisation(91000006, "Loire Entreprendre", *NANTES, ("32047",)),
    Organisation(91000007, "Institut des Soins de Vendée", *LA_ROCHE, ("43436",)),
    Organisation(91000008, "Passerelle Clés", *SAINT_NAZAIRE, ("15061",)),
    Organisation(91000009, "Sup’Avenir Ouest", *NANTES, ("15061",)),
    Organisation(91000010, "Métiers d’Anjou", *ANGERS, ("15061",)),
    Organisation(91000011, "Bois et Savoirs", *LAVAL, ("15061",)),
    Organisation(91000012, "Numérique pour tous 72", *LE_MANS, ("15061",)),
    Organisation(91000013, "Cuisine Atlantique", *SAINT_NAZAIRE, ("15061",)),
    Organisation(91000014, "Logistique 85", *LA_ROCHE, ("15061",)),
    Organisation(91000015, "Langues et Cités", *NANTES, ("15061",)),
)

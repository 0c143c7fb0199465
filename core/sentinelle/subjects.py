"""What the sentinelle looks at, in words. The order is that of the page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sujet:
    """One thing that is watched: its label, and what an organisation does about it."""

    code: str
    label: str
    remede: str


SUJETS = {
    sujet.code: sujet
    for sujet in (
        Sujet(
            "qualiopi",
            "Certification Qualiopi",
            "Joignez le nouveau certificat et sa date de fin à la fiche du site.",
        ),
        Sujet("siret", "SIRET", "Le SIRET ne se corrige pas dans SOFI : écrivez au Cariforef."),
        Sujet(
            "nda",
            "Numéro de déclaration d’activité",
            "Renseignez-le dans la fiche de l’établissement.",
        ),
        Sujet("contacts", "Contacts", "Ajoutez à l’un des sites une personne à joindre."),
        Sujet(
            "contact_sans_mail",
            "Contacts sans adresse électronique",
            "Renseignez l’adresse du contact.",
        ),
        Sujet(
            "coordonnees",
            "Sites sans coordonnées",
            "Renseignez la commune du site : les coordonnées suivent.",
        ),
        Sujet(
            "porte_ouverte",
            "Portes ouvertes passées",
            "Annoncez les prochaines, ou supprimez celle-ci.",
        ),
        Sujet(
            "exactitude",
            "Fiches à confirmer",
            "Relisez la fiche, puis choisissez « Toujours exact ».",
        ),
    )
}
PALIERS = (30, 60, 90)  # days before the end of a certificate (F15)
PASSEE = 90  # days during which an open day that is over is said


@dataclass(frozen=True, slots=True)
class Constat:
    """One thing found: `objet` is the key of the fiche (`L36364`, `C12`, `P3`).

    With the code, it is said once.
    """

    code: str
    objet: str
    etablissement: int
    message: str
    site: int | None = None
    contact: int | None = None
    champ: str = ""
    echeance: date | None = None
    palier: int | None = None
    grave: bool = False

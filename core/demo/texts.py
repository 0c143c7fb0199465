"""What the ordinary offers of the demonstration say."""

from dataclasses import dataclass

from core.fasd import codes


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an offer."""

    intitule: str
    formacode: str
    objectifs: str
    programme: str
    resultats: str
    objectif_general: str = "7"
    certifinfo: str = ""
    cadre: str = "continue"
    dispositif: str = codes.FINANCEMENT_PRIVE


ORDINARY = (
    Text(
        "CAP menuisier fabricant",
        "22435",
        "Fabriquer et poser des ouvrages de menuiserie.",
        "Dessin, débit, usinage, montage, finition.",
        "Obtention du diplôme.",
        objectif_general="6",
        dispositif=codes.APPRENTISSAGE,
    ),
    Text(
        "Anglais professionnel",
        "15234",
        "Communiquer en anglais dans son métier.",
        "Oral, écrit, vocabulaire de métier.",
        "Niveau B1 ou B2 attesté.",
        objectif_general="2",
        dispositif=codes.CPF,
    ),
    Text(
        "Tableur, perfectionnement",
        "35066",
        "Automatiser ses tableaux et ses analyses.",
        "Formules, tableaux croisés, graphiques.",
        "Autonomie sur un tableur.",
        objectif_general="2",
        dispositif=codes.OPCO,
    ),
    Text(
        "Agent de restauration",
        "42752",
        "Préparer et servir en restauration collective.",
        "Hygiène, production, service.",
        "Emploi en restauration collective.",
        dispositif=codes.FRANCE_TRAVAIL,
    ),
    Text(
        "Soudage semi-automatique",
        "23026",
        "Souder en toutes positions.",
        "Sécurité, réglages, soudage, contrôle.",
        "Qualification de soudeur.",
        dispositif=codes.PROFESSIONNALISATION,
    ),
)


def text_for(number: int) -> Text:
    """Return the words of the ordinary offer of this rank.

    Those of a programme are in its example.
    """
    return ORDINARY[number % len(ORDINARY)]

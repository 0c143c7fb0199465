"""What the ordinary offers of the demonstration say."""

from dataclasses import dataclass


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
    dispositif: str = "3"


ORDINARY = (
    Text("CAP menuisier fabricant", "22435", "Fabriquer et poser des ouvrages de menuiserie.", "Dessin, débit, usinage, montage, finition.",
         "Obtention du diplôme.", "6", dispositif="1"),
    Text("Anglais professionnel", "15234", "Communiquer en anglais dans son métier.", "Oral, écrit, vocabulaire de métier.",
         "Niveau B1 ou B2 attesté.", "2", dispositif="5"),
    Text("Tableur, perfectionnement", "35066", "Automatiser ses tableaux et ses analyses.", "Formules, tableaux croisés, graphiques.",
         "Autonomie sur un tableur.", "2", dispositif="4"),
    Text("Agent de restauration", "42752", "Préparer et servir en restauration collective.", "Hygiène, production, service.",
         "Emploi en restauration collective.", "7", dispositif="6"),
    Text("Soudage semi-automatique", "23026", "Souder en toutes positions.", "Sécurité, réglages, soudage, contrôle.",
         "Qualification de soudeur.", "7", dispositif="2"),
)  # fmt: skip


def text_for(number: int) -> Text:
    """Return the words of the ordinary offer of this rank; those of a programme are in its example."""
    return ORDINARY[number % len(ORDINARY)]

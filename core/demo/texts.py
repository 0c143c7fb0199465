"""What the demonstration's offers say, by programme, and the ordinary ones."""

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


REGIONAL = {
    "E2C": Text(
        "Ecole de la deuxième chance", "15061",
        "Construire un projet professionnel réaliste et entrer en formation qualifiante ou en emploi.",
        "Savoirs de base, découverte des métiers, stages en entreprise, vie collective et citoyenneté.",
        "Entrée en formation, en contrat en alternance ou en emploi.", "9",
    ),
    "PE": Text(
        "Actions de formation dispensées aux créateurs et repreneurs d’entreprise", "32047",
        "Acquérir les compétences nécessaires à la création ou à la reprise d’une entreprise.",
        "Étude de marché, statut juridique, gestion, développement commercial, pilotage de l’activité.",
        "Création ou reprise effective d’une entreprise.", "6", "93561",
    ),
}  # fmt: skip
PREPARATION = Text(
    "Préparation à l’entrée en formation qualifiante", "15061",
    "Consolider ses acquis et préparer l’entrée en formation qualifiante.",
    "Remise à niveau, méthodologie, connaissance des métiers, immersion en entreprise.",
    "Entrée en formation qualifiante ou en emploi.", "8",
)  # fmt: skip
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


def text_for(programme, number: int) -> Text:
    """Return the words of the offer of this rank in a programme."""
    if not programme.regional:
        return ORDINARY[number % len(ORDINARY)]
    return REGIONAL.get(programme.region_code, PREPARATION)

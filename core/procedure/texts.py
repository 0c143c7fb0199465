"""The chapters that every procédure shares (S2, S3, S4), told for SOFI as it is."""

from collections.abc import Iterator, Mapping

from core.procedure.chapters import Chapter
from core.rules import Level, Need, Programme
from core.statistics.counters import ACTIONS, SESSIONS

FICHES = {
    Level.FORMATION: (
        (
            "La formation précise la finalité, les objectifs et le programme, indépendamment "
            "d’un organisme de formation, d’un lieu ou d’une date."
        ),
    ),
    Level.ACTION: (
        (
            "L’action complète l’intitulé et le descriptif de la formation. "
            "Elle est reliée à l’organisme de formation dispensateur."
        ),
    ),
    Level.SESSION: ("La session permet notamment de définir les dates et le lieu de réalisation.",),
    Level.DISPOSITIF: (
        (
            "Le dispositif affiche le type de financement de la session de formation, "
            "associé à un ou plusieurs publics."
        ),
    ),
}
NEXT = "Pour passer à l’étape suivante : « Enregistrer et passer {} », en bas de la fiche."
NEXT_STEPS = {
    Level.FORMATION: NEXT.format("à l’action"),
    Level.ACTION: NEXT.format("à la session"),
    Level.SESSION: NEXT.format("au dispositif"),
    Level.DISPOSITIF: (
        "« Enregistrer » : votre saisie est sauvegardée parmi les actions de formation en cours "
        "de saisie."
    ),
}
CHECKS = (
    (
        "Un brouillon s’enregistre toujours. Ces vérifications s’affichent pendant la saisie et "
        "doivent être satisfaites au moment de l’envoi, avec les champs obligatoires."
    ),
)
REGION_FILE = (
    "Chaque année, le Cariforef intègre les données du programme régional de formation "
    "professionnelle continue du Conseil régional : les lots, les programmes, les organismes de "
    "formation mandataires et formateurs. Ce fichier permet aux organismes de réaliser leur saisie."
)
DIFFUSION = (
    "Une fois validée, l’offre est visible sur les sites régionaux, et disponible dans le système "
    "national par Offre Info (Aude, Kairos, Imilo, Candidat France Travail, Ouiform…)."
)
CHANGES = (
    "Les modifications de l’offre sont possibles en continu, avant le début de la session et au "
    "cours de la session, sous réserve que la Région ait donné son accord en amont."
)
UPDATES = (
    "Il est recommandé de saisir l’offre et de l’actualiser régulièrement afin de la mettre à "
    "disposition des valideurs et du public le plus rapidement possible."
)
CONNEXION = Chapter(
    anchor="connexion",
    title="Connexion au tableau de bord",
    paragraphs=(
        (
            "Ouvrez SOFI, renseignez votre email et votre mot de passe, puis choisissez "
            "« Se connecter » pour accéder à votre tableau de bord."
        ),
        (
            "Un compte peut être rattaché à plusieurs établissements (plusieurs SIRET) : "
            "SOFI demande alors au nom duquel vous saisissez."
        ),
    ),
)
TABLEAU_DE_BORD = Chapter(
    anchor="tableau-de-bord",
    title="Tableau de bord",
    paragraphs=(
        (
            "« À faire » dit ce qui vous attend : questions du Cariforef, saisies à terminer, "
            "lots à décrire. Chaque compteur ouvre sa liste :"
        ),
    ),
    points=tuple(counter.label for counter in (*SESSIONS, *ACTIONS)),
)
FASD = Chapter(
    anchor="fasd",
    title="Formation, Action, Session, Dispositif (FASD)",
    paragraphs=(
        (
            "Dans SOFI, la description d’une formation se résume en quatre lettres, F, A, S et D, "
            "auxquelles sont rattachés des codes. Par exemple, le code FAS 19482-89393-143842 se "
            "lit : formation 19482, action 89393, session 143842."
        ),
        (
            "Dans les tableaux qui suivent, un astérisque marque ce que SOFI exige à l’envoi ; "
            "ce qui est fixé ou reçu ne se saisit pas."
        ),
    ),
)
SENDING = Chapter(
    anchor="envoyer",
    title="Enregistrer et envoyer",
    paragraphs=(
        (
            "« État de la saisie », à côté de chaque fiche, dit ce qui manque ; "
            "chaque ligne mène au champ."
        ),
        (
            "« Envoyer au Cariforef » ouvre un récapitulatif, puis envoie l’offre en validation. "
            "Elle ne peut plus être modifiée tant qu’elle attend ; « Reprendre la saisie » la rend "
            "à votre saisie."
        ),
        (
            "Le Cariforef valide l’offre, ou pose une question : vous y répondez, "
            "et l’offre repart en validation."
        ),
    ),
)


def before(programme: Programme, *, annee: int | None, saisie: str) -> Iterator[Chapter]:
    """Yield the chapters that come before the fiches."""
    yield Chapter(
        anchor="contexte",
        title="Contexte et déroulement",
        paragraphs=contexte(programme, saisie),
    )
    yield CONNEXION
    yield TABLEAU_DE_BORD
    yield FASD
    yield Chapter(
        anchor="creer",
        title="Créer une formation",
        paragraphs=creation(programme, annee=annee),
        points=steps(programme),
    )


def contexte(programme: Programme, saisie: str) -> tuple[str, ...]:
    if not programme.regional:
        return (DIFFUSION, UPDATES)
    paragraphs = (REGION_FILE, DIFFUSION, UPDATES, CHANGES)
    return (*paragraphs, saisie) if saisie else paragraphs


def creation(programme: Programme, *, annee: int | None) -> tuple[str, ...]:
    if not programme.regional:
        return (
            (
                "Menu « Formations », puis « Créer » : SOFI demande l’organisme qui saisit, "
                "et le code Certifinfo si la formation mène à une certification."
            ),
        )
    year = f" de la campagne {annee}" if annee else ""
    return (
        (
            "Menu « Formations », puis « Formations publiques ». Chaque réponse resserre la "
            f"suivante, jusqu’au lot et au site qui vous sont attribués{year}. "
            "Ce que le programme fixe et ce que la Région a transmis est déjà rempli."
        ),
        (
            "La saisie est aussi possible par tableur : menu « Formations », "
            "puis « Saisie par tableur »."
        ),
    )


def steps(programme: Programme) -> tuple[str, ...]:
    if not programme.regional:
        return ()
    return (
        "Organisme",
        f"Programme : {programme.label}",
        "Intitulé du lot",
        "Mandataire",
        "Site de réalisation",
        *certifinfo(programme),
    )


def certifinfo(programme: Programme) -> tuple[str, ...]:
    field = programme.fields["certifinfo"]
    if field.need is Need.UNUSED:
        return ()
    if field.need is Need.FIXED:
        return (f"Référence Certifinfo : oui, code {field.value}",)
    return ("Référence Certifinfo : oui ou non ; si oui, le code",)


def contacts(contact: Mapping[str, str] | None) -> Chapter:
    lines = ("Service Offre du Cariforef : ses coordonnées figurent sur la page de connexion.",)
    if contact:
        lines = (
            "Service Offre – Cariforef",
            f"Par téléphone, {contact['horaires']} : {contact['telephone']}",
            f"Par mail : {contact['mail']}",
        )
    return Chapter(anchor="contact", title="Ressources et contact", points=lines)

"""The public texts as an installation receives them; staff then edit them."""

from core.comptes.models import Texte

CONTACT = """Par téléphone au 02 40 20 40 20, de 9 h à 12 h.
Par mail à l’adresse offre@cariforef.example."""
MENTIONS = """Éditeur : Cariforef. Complétez ici l’adresse postale, le directeur de la publication et l’hébergeur.

SOFI est un logiciel libre, sous licence AGPL-3.0."""
ACCESSIBILITE = """Accessibilité : non conforme tant qu’un audit n’a pas été fait.

SOFI est conçu pour être utilisé au clavier, avec un lecteur d’écran et sur un petit écran. Ses pages sont vérifiées à chaque changement avec un outil automatique, qui ne remplace pas un audit RGAA.

Si un contenu ou un service vous est inaccessible, écrivez-nous : nous vous répondrons et chercherons un autre moyen. Si vous n’obtenez pas de réponse, vous pouvez saisir le Défenseur des droits : https://formulaire.defenseurdesdroits.fr/"""
DONNEES = """SOFI garde le nom, le prénom et l’adresse électronique des personnes qui y ont un compte, ce qu’elles y saisissent et les dates de leurs connexions. Ces données servent à tenir l’annuaire et l’offre de formation.

Vous pouvez demander à les voir, les corriger ou les effacer : écrivez au Cariforef."""
PROCEDURES = """Les procédures de saisie, par programme et pour l’annuaire.

Le Cariforef complète cette page."""
DEFAULTS = (  # code, title, text, on the login page, at the foot of pages
    ("contact", "Nous contacter", CONTACT, True, False),
    ("procedures", "Les procédures de saisie", PROCEDURES, True, True),
    ("tutos", "Les tutos de Sofi", "Le Cariforef complète cette page.", True, True),
    ("actus", "Les actus de Sofi", "Le Cariforef complète cette page.", True, True),
    ("questions", "Questions / réponses", "Le Cariforef complète cette page.", False, True),
    ("mentions-legales", "Mentions légales", MENTIONS, False, True),
    ("donnees-personnelles", "Données personnelles", DONNEES, False, True),
    ("accessibilite", "Accessibilité : non conforme", ACCESSIBILITE, False, True),
)


def load_defaults() -> int:
    """Add the texts that are missing, and leave the others as staff wrote them.

    Return how many were added.
    """
    known = set(Texte.objects.values_list("code", flat=True))
    missing = [
        Texte(code=code, titre=titre, corps=corps, connexion=connexion, pied=pied, ordre=rank)
        for rank, (code, titre, corps, connexion, pied) in enumerate(DEFAULTS)
        if code not in known
    ]
    return len(Texte.objects.bulk_create(missing))

"""Every page of the back-office.

Found in the map of its addresses, opened on real rows by somebody who may.
"""

from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from core.comptes.models import Invitation, Texte
from core.models import RemplacementCertifinfo, Terme, User
from exports.models import Diffusion
from tests import factories as make
from tests.contracts import registry, world

NOT_VISITED = {  # ending of a name, or the whole: why nobody reads it here
    "_export": "un fichier (la page de l’export LHÉO, elle, est visitée)",
    "_add": "ces lignes naissent dans les pages qui les entourent, ou sont reçues",
    "_delete": "ces lignes ne se suppriment pas : elles s’archivent, ou sont retirées",
    "_history": "l’historique est celui du dossier ; rien n’y mène",
    "autocomplete": "du JSON, pour les listes à chercher",
    "termes": "du JSON, pour les listes à chercher",
    "termes_chercher": "un morceau de page, pour choisir un domaine",
    "termes_arbre": "un morceau de page, pour choisir un domaine",
    "termes_proposer": "un morceau de page, pour choisir un domaine",
    "communes": "du JSON, pour choisir une commune",
    "site_certificat": "un fichier",
    "donnees_copie": "un fichier",
    "tableur_modele": "un fichier",
    "tableur_rapport": "un fichier",
    "session_ics": "un fichier",
    "tableur_apercu": "demande un fichier : tests du tableur",
    "search": "un morceau de page, que la palette demande",
    "file_apres": "renvoie au dossier qui attend",
    "import_region_apercu": "demande un fichier : visité par test_pages",
    "import_annuaire_apercu": "demande un fichier : tests de l’annuaire",
}
POSTS = (
    "_ajouter_session",
    "_ajouter_dispositif",
    "_ajouter_site",
    "_ajouter_prive",
    "_retirer",
    "_porteur",
    "_panneau",
    "_exact",
    "saisie_garder",
    "saisie_oublier",
    "etablissement_choisi",
    "voir_comme",
    "voir_comme_fin",
    "nettoyer",
    "sentinelle_verifier",
    "sentinelle_rappels",
    "equipe_mouvement",
    "comptes_cleactivation_revoquer",
    "campagne_ajuster",
    "campagne_simuler",
    "campagne_enregistrer",
    "campagne_abandonner",
)
NOT_VISITED |= dict.fromkeys(POSTS, "ne prend qu’un POST, et répond 404 à qui veut le lire")
SAME = 2  # pages of one kind for several programmes: the others differ by their words
ROWS = 4  # tried for each address: online, reopened, questioned, and one that is entered


@dataclass(frozen=True)
class Place:
    """A page, by the name of its address, and who may open it."""

    name: str
    user: User
    url: str


def build() -> tuple[list[Place], list[str]]:
    """Build a world; return its pages.

    And the names of those that should be visited and that nobody could open.
    """
    corner, _ = world.build()
    extra(corner)
    people = [(user, logged(user)) for user in (make.staff(), corner.user, make.admin())]
    found, missed = [], []
    for page in registry.pages():
        reason = page.name.endswith(tuple(NOT_VISITED))
        asking = people[:1] if reason else people
        answers = [first(page, variant, corner, asking) for variant in page.variants]
        places = [answer for answer in answers if answer]
        found += places[:SAME] if "code" in page.params else places
        if not (places or reason):
            missed.append(page.name)
    return found, missed


def extra(corner):
    """Add rows that belong to no organisation.

    And fiches of the annuaire that are still being entered.
    """
    draft = make.etablissement("Brouillon", online=False)
    for row in (draft, *draft.sites.all()):
        corner.rows[row._meta.label_lower].insert(0, row)
    corner.add(
        corner.user.memberships.get(),
        Texte.objects.create(code="aide", titre="Aide", corps="Bonjour."),
    )
    owner = corner.user.memberships.get().etablissement
    corner.add(
        Invitation.objects.create(
            etablissement=owner, email="invitee@essai.example", prenom="Zoé", nom="Seconde"
        )
    )
    corner.add(Terme.objects.order_by("pk").first())
    corner.add(RemplacementCertifinfo.objects.create(ancien="1001", nouveau="1002"))
    corner.add(
        Diffusion.objects.create(profile="2.3", started_at=timezone.now(), by_label="Cariforef")
    )


def logged(user):
    client = Client()
    client.force_login(user)
    return client


def first(page, variant, corner, people):
    """Return the first page of its own that an address answers to somebody."""
    name = page.name.removeprefix("admin:")
    for row in corner.rows.get(page.model, ())[:ROWS] if page.key else [None]:
        url = page.at(row, **variant)
        for user, client in people:
            response = client.get(url)
            if response.status_code == 200 and not response.streaming and "<html" in response.text:
                return Place(" ".join([name, *variant.values()]), user, url)
    return None

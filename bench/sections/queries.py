"""How many queries each page makes."""

from django.urls import reverse

from bench.sections.pages import lists
from bench.world import Queries, client_of, got, people
from core.models import Action, Dispositif, Session, Site
from workflows.lifecycle import State

TITLE = "Requêtes par page"
ABOUT = """
Nombre de requêtes SQL de chaque page, en lecture (GET), après un premier passage. Un nombre ne doit
dépendre ni de la taille de la base, ni du nombre de lignes montrées : la colonne de droite donne
celui de la grande base.
"""


def sizes(small, big):
    return [small, big]


def measure(bases):
    counts = {}
    for size in bases.sizes:
        bases.use(size)
        for who, user in people().items():
            client = client_of(user)
            for name, url in {**lists(user, client), **pages(user, who)}.items():
                got(client, url)
                with Queries() as queries:
                    got(client, url)
                counts.setdefault((who, name), {})[size] = queries.count
    rows = [
        [who, name, *(found.get(size, "—") for size in bases.sizes)]
        for (who, name), found in counts.items()
    ]
    return {"columns": ["Qui", "Page", *(f"{size} sessions" for size in bases.sizes)], "rows": rows}


def pages(user, who):
    """Return the pages of rows.

    Forms, dossiers and moves, each of a dossier that this person may change.
    """
    found = {}
    mine = Action.objects.allowed(user, "change").order_by("pk")
    action = mine.filter(sessions__dispositifs__isnull=False).first()
    if action:
        session = (
            Session.objects.filter(action=action, dispositifs__isnull=False).order_by("pk").first()
        )
        dispositif = Dispositif.objects.filter(session=session).order_by("pk").first()
        formation = action.formation
        for row in (formation, action, session, dispositif):
            name = row._meta.verbose_name
            url = reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk])
            if not isinstance(row, type(formation)) or formation.actions.count() == 1:
                found[f"Fiche {name}"] = url
        found["Dossier"] = reverse("admin:core_action_dossier", args=[action.pk])
    draft = mine.filter(state=State.DRAFT).first()
    if draft and who == "organisme":
        found["Mouvement : envoyer"] = reverse(
            "admin:core_action_mouvement", args=[draft.pk, "submit"]
        )
    sent = Action.objects.filter(state=State.SUBMITTED, hold_reason="").order_by("pk").first()
    if sent and who == "Cariforef":
        found["Mouvement : valider"] = reverse(
            "admin:core_action_mouvement", args=[sent.pk, "validate"]
        )
    site = Site.objects.allowed(user, "view").order_by("pk").first()
    if site:
        found["Dossier d’un site"] = reverse("admin:core_site_dossier", args=[site.pk])
        found["Dossier d’un établissement"] = reverse(
            "admin:core_etablissement_dossier", args=[site.etablissement_id]
        )
    found["Créer"] = reverse("admin:creer")
    if who == "Cariforef":
        found["Import de la Région"] = reverse("admin:import_region")
        found["Export LHÉO"] = reverse("admin:exports_diffusion_export")
    return found

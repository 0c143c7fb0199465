"""Every page of the saisie, in a small base and in a big one."""

from functools import partial
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from lxml import html

from bench.compare import columns, compared
from bench.world import client_of, got, people
from core.models import Action, Dispositif
from workflows.lifecycle import State

TITLE = "Pages de la saisie"
ABOUT = """
Ce qu’un organisme ouvre quand il saisit, et ce que ses pages demandent pendant qu’il tape (panneau,
enregistrement automatique, propositions, choix). Même façon de mesurer que les listes ; l’organisme
a une offre de même taille dans les deux bases, et le dossier est un brouillon de deux sessions. Ce
qu’un envoi écrit est défait.
"""


def sizes(small, big):
    return [small, big]


def measure(bases):
    found = {}  # page → size → visit
    for size in bases.sizes:
        bases.use(size)
        user = people()["organisme"]
        client = client_of(user)
        for name, visit in {**reads(user, client), **writes(user, client)}.items():
            found.setdefault(name, {})[size] = visit
    rows = [
        compared(bases, "organisme", name, visits)
        for name, visits in found.items()
        if len(visits) == len(bases.sizes)
    ]
    return {"columns": columns(bases.sizes), "rows": rows}


def draft_of(user):
    """Return a dossier that is being entered: its action, a session and a dispositif."""
    drafts = Action.objects.allowed(user, "change").filter(
        state=State.DRAFT, sessions__dispositifs__isnull=False
    )
    action = drafts.order_by("pk").first()
    dispositif = Dispositif.objects.filter(session__action=action).order_by("pk").first()
    return action, dispositif.session, dispositif


def reads(user, client):
    """Return the pages, by name: each a function that opens it."""
    action, session, dispositif = draft_of(user)
    title = urlencode({"intitule": action.formation.intitule or "Accompagnement vers l’emploi"})
    words = urlencode({"q": "accompagnement"})
    urls = {
        "Accueil": reverse("admin:index"),
        "Créer": reverse("admin:creer"),
        "Formations publiques": reverse("admin:formations_publiques"),
        "Fiche Action": reverse("admin:core_action_change", args=[action.pk]),
        "Fiche Session": reverse("admin:core_session_change", args=[session.pk]),
        "Fiche Dispositif": reverse("admin:core_dispositif_change", args=[dispositif.pk]),
        "Sessions ensemble": reverse("admin:core_action_sessions", args=[action.pk]),
        "Récapitulatif": reverse("admin:core_action_dossier", args=[action.pk]),
        "Envoyer": reverse("admin:core_action_mouvement", args=[action.pk, "submit"]),
        "Envoyer plusieurs offres": reverse("admin:envoi"),
        "Reconduire une campagne": reverse("admin:reconduire"),
        "Dupliquer une session": reverse("admin:dupliquer_session", args=[session.pk]),
        "Saisie par tableur": reverse("admin:tableur"),
        "Formacodes proposés": reverse("admin:termes_proposer", args=["formacode"]) + f"?{title}",
        "Formacodes cherchés": reverse("admin:termes_chercher", args=["formacode"]) + f"?{words}",
        "Certifinfo cherché": reverse("admin:termes", args=["certifinfo"]) + "?term=cap",
    }
    return {name: partial(got, client, url) for name, url in urls.items()}


def writes(user, client):
    """Return what a fiche sends while one types, and when one saves; what is written is undone."""
    action, *_ = draft_of(user)
    page = reverse("admin:core_action_change", args=[action.pk])
    form = html.fromstring(got(client, page).content).get_element_by_id("action_form")
    typed = {name: value or "" for name, value in form.form_values()}
    kept = {"X-Sofi-Page": f"action/{action.pk}", "X-Sofi-Onglet": "mesure"}

    def sent(url, headers=None, status=200):
        with transaction.atomic():
            response = client.post(url, typed, headers=headers)
            transaction.set_rollback(True)
        if response.status_code != status:
            raise RuntimeError(f"{url} answers {response.status_code}.")
        return response

    return {
        "Panneau, à chaque frappe": partial(
            sent, reverse("admin:core_action_panneau", args=[action.pk])
        ),
        "Enregistrement automatique": partial(sent, reverse("admin:saisie_garder"), kept),
        "Enregistrer la fiche": partial(sent, page, None, 302),
    }

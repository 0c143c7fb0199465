"""Server time of the home page and of every list, in a small base and in a big one."""

from functools import partial

from django.contrib import admin
from django.urls import reverse

from bench.compare import columns, compared
from bench.world import client_of, got, people

TITLE = "Listes et accueil, petite et grande base"
ABOUT = """
Page entière (vue, requêtes, gabarit), dans le processus, par le client de test de Django ; médiane
de 9 après un tour à vide, les deux bases en alternance ; le tour le plus calme de trois quand
l’objectif est manqué. L’organisme est celui dont l’offre est la plus proche de 150 actions (300
sessions, S1) : ce qu’il voit est de même taille dans les deux bases. « Lignes » dit combien de
lignes la page montre dans chacune : une page pleine coûte plus qu’une page à moitié vide, quelle
que soit la base.
"""


def sizes(small, big):
    return [small, big]


def lists(user, client):
    """Return the addresses of the home page and of the lists that a person may open."""
    found = {"Accueil": reverse("admin:index")}
    if client.get(reverse("admin:file")).status_code == 200:
        found["File de validation"] = reverse("admin:file")
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if client.get(url).status_code == 200:
            found[str(model._meta.verbose_name_plural).capitalize()] = url
    return found


def measure(bases):
    clients = {}
    for size in bases.sizes:
        clients[size] = {
            who: (user, client_of(user)) for who, user in bases.use(size) and people().items()
        }
    rows = []
    for who, (user, client) in clients[bases.sizes[0]].items():
        bases.use(bases.sizes[0])
        for name, url in lists(user, client).items():
            visits = {size: partial(got, clients[size][who][1], url) for size in bases.sizes}
            rows.append(compared(bases, who, name, visits))
    return {"columns": columns(bases.sizes), "rows": rows}

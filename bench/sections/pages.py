"""Server time of the home page and of every list, in a small base and in a big one."""

from django.contrib import admin
from django.urls import reverse

from bench.world import Queries, client_of, got, mark, ms, people, quietest, side_by_side

TITLE = "Listes et accueil, petite et grande base"
ABOUT = """
Page entière (vue, requêtes, gabarit), dans le processus, par le client de test de Django ; médiane de 9 après un tour à vide, les
deux bases en alternance ; le tour le plus calme de trois quand l’objectif est manqué. L’organisme est celui dont l’offre est la
plus proche de 150 actions (300 sessions, S1) : ce qu’il voit est de même taille dans les deux bases.
"""
GOAL = 1.3


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
    rows = []
    clients = {}
    for size in bases.sizes:
        clients[size] = {who: (user, client_of(user)) for who, user in bases.use(size) and people().items()}
    for who in clients[bases.sizes[0]]:
        bases.use(bases.sizes[0])
        for name, url in lists(*clients[bases.sizes[0]][who]).items():
            rows.append(row(bases, {size: clients[size][who][1] for size in bases.sizes}, who, name, url))
    small, big = bases.sizes
    columns = ["Qui", "Page", f"{small} sessions", f"{big} sessions", "Rapport", f"≤ {GOAL}", "Requêtes"]
    return {"columns": columns, "rows": rows}


def row(bases, clients, who, name, url):
    sizes_ = bases.sizes
    works = [lambda size=size: got(clients[size], url) for size in sizes_]
    measured = lambda: side_by_side(*works, before=lambda rank: bases.use(sizes_[rank]))  # noqa: E731
    small, big = quietest(measured, lambda found: found[1] / found[0], GOAL)
    counts = []
    for size in sizes_:
        bases.use(size)
        with Queries() as queries:
            got(clients[size], url)
        counts.append(queries.count)
    ratio = big / small
    return [who, name, ms(small), ms(big), f"{ratio:.2f}", mark(ratio <= GOAL), " / ".join(map(str, dict.fromkeys(counts)))]

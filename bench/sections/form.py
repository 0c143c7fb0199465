"""The change form of an action against an empty unfold form with as many fields."""

from django.urls import reverse

from bench.world import Queries, client_of, got, mark, ms, people, quietest, side_by_side
from core.models import Action

TITLE = "Formulaire d’une action"
ABOUT = """
La page d’une action en cours de saisie, entière, contre une page d’ajout d’unfold qui a autant de
champs de saisie et une petite table comme elle, sans règle, sans panneau et sans droits : ce que
coûte l’outil lui-même. Toutes deux passent par la même porte : session, compte, menu. Médiane de 9,
en alternance.
"""
GOAL = 1.3


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    user = people()["organisme"]
    client = client_of(user)
    action = Action.objects.allowed(user, "change").order_by("pk").first()
    url = reverse("admin:core_action_change", args=[action.pk])
    count = len(got(client, url).context_data["adminform"].form.fields) - 1  # `version` is hidden
    pages = (url, f"/vide/{count}/")
    page, floor = quietest(
        lambda: side_by_side(*(lambda address=address: got(client, address) for address in pages)),
        lambda found: found[0] / found[1],
        GOAL,
    )
    asked, lengths = [], []
    for address in pages:
        with Queries() as queries:
            lengths.append(len(got(client, address).content) // 1024)
        asked.append(queries.count)
    ratio = page / floor
    return {
        "columns": [
            "Champs",
            "Page de l’action",
            "Page vide d’unfold",
            "Rapport",
            f"≤ {GOAL}",
            "Requêtes (vide)",
            "HTML, Kio (vide)",
        ],
        "rows": [
            [
                count,
                ms(page),
                ms(floor),
                f"{ratio:.2f}",
                mark(ratio <= GOAL),
                "{} ({})".format(*asked),
                "{} ({})".format(*lengths),
            ]
        ],
    }

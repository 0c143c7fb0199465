"""What a move takes, without its page."""

import statistics

from bench.world import Queries, clock, ms, people, undone
from core.models import Action, User
from workflows.lifecycle import State
from workflows.service import Refused, perform

TITLE = "Un mouvement"
ABOUT = """
`workflows.service.perform`, de la transaction à la trace, l’écriture en LHÉO comprise pour une
validation ; médiane de 9 actions différentes, défaites ensuite. Les courriels, envoyés après la
validation de la transaction, n’y sont pas.
"""
SAMPLE = 9


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    staff = people()["Cariforef"]
    cases = (
        (
            "Envoyer (règles sur tout le dossier)",
            "submit",
            Action.objects.filter(state=State.DRAFT, hold_reason=""),
            None,
        ),
        (
            "Valider (règles, publication, LHÉO, schéma)",
            "validate",
            Action.objects.filter(state=State.SUBMITTED, hold_reason=""),
            staff,
        ),
        (
            "Retirer de la publication",
            "unpublish",
            Action.objects.filter(state=State.VALIDATED, online_number__isnull=False),
            staff,
        ),
    )
    rows = []
    for label, name, actions, by in cases:
        times, counts = [], []
        for action in actions.select_related("porteur").order_by("pk")[: SAMPLE * 6]:
            user = (
                by
                or User.objects.filter(memberships__etablissement=action.porteur_id)
                .order_by("pk")
                .first()
                or staff
            )
            taken = once(action, name, user)
            if taken:
                times.append(taken[0])
                counts.append(taken[1])
            if len(times) > SAMPLE:
                break
        if times:
            rows.append(
                [label, ms(statistics.median(times[1:] or times)), f"{min(counts)} à {max(counts)}"]
            )
    return {"columns": ["Mouvement", "Durée", "Requêtes"], "rows": rows}


def once(action, name, user):
    """Return (seconds, queries) of a move that is then undone; nothing when it is refused."""
    try:
        with undone(), Queries() as queries:
            taken = clock(lambda: perform(action, name, by=user, comment="Mesure."))
    except Refused:
        return None
    return taken, queries.count

"""The page of a formation: text that its actions share."""

from django.contrib import admin, messages

from core.backoffice.counted import count_under
from core.backoffice.parts import crumbs
from core.fiches.page import FicheAdmin
from core.models import Action, Formation
from workflows.lifecycle import MOVES, State

OPENED_BY = {
    State.SUBMITTED: "take_back",
    State.VALIDATED: "reopen",
}  # by which move an action gives back its text


@admin.register(Formation)
class FormationAdmin(FicheAdmin):
    list_display = ("numero", "intitule", "etablissement", "nombre_actions")
    list_display_links = ("numero", "intitule")
    list_select_related = ("etablissement",)
    search_help_text = "Intitulé, organisme ou numéro de formation"
    sortable_by = ("intitule",)

    def complete(self, request, rows):
        count_under(rows, Action.objects.allowed(request.user, "view"), "formation")

    @admin.display(description="N°")
    def numero(self, row):
        return row.pk

    @admin.display(description="Actions")
    def nombre_actions(self, row):
        return row.nombre

    def subject_of(self, request, row):
        """Return the action in which this formation is judged.

        That is the latest open one that its reader sees.
        """
        actions = Action.objects.allowed(request.user, "view").filter(formation=row)
        actions = actions.select_related(
            "attribution__lot__campagne",
            "attribution__lot__mandataire",
            "formation",
        )
        own = actions.filter(action_publique=None).order_by("-pk")
        return (
            own.filter(state__in=[State.DRAFT, State.QUESTIONED]).first()
            or own.first()
            or actions.order_by("-pk").first()
        )

    def next_step(self, request, row):
        return "l’action", self.subject_of(request, row).get_absolute_url()

    def page_context(self, request, row, subject):
        return {"crumbs": crumbs(row)}

    def _read_only(self, request, row, *why):
        """Name the actions that keep the text of the formation as it is (D4)."""
        mine = Action.objects.allowed(request.user, "view").filter(
            formation=row,
            action_publique=None,
        )
        closed = mine.filter(state__in=OPENED_BY).order_by("pk")
        if closed:
            common = ", ".join(
                f"{action.code} ({State(action.state).label.lower()})" for action in closed
            )
            messages.info(
                request,
                f"La fiche Formation ne peut pas être modifiée : elle est commune à {common}. "
                f"{' '.join(what_opens(closed, request.user))}",
            )
        return super()._read_only(request, row, *why)


def what_opens(closed, user):
    """Yield what gives a formation back, in sentences: the moves to make on its closed actions, and what waits for others."""
    legal, others = {}, []
    for name in OPENED_BY.values():
        allowed = {*closed.allowed(user, name).values_list("pk", flat=True)}
        legal |= {
            a.pk: name
            for a in closed
            if OPENED_BY[a.state] == name and a.pk in allowed and not a.hold_reason
        }
    steps = [
        f"« {MOVES[name].label} » sur {', '.join(a.code for a in closed if legal.get(a.pk) == name)}"
        for name in OPENED_BY.values()
        if name in legal.values()
    ]
    if steps:
        yield f"Choisissez d’abord {' et '.join(steps)}."
    for action in closed:
        if action.hold_reason:
            yield f"Le Cariforef retient {action.code} : {action.hold_reason}"
        elif action.pk not in legal:
            others.append(action.code)
    if others:
        yield f"C’est à l’organisme qui porte {', '.join(others)} de reprendre sa saisie."

"""The page of a formation: text that its actions share."""

from django.contrib import admin, messages

from core.backoffice.counted import count_under
from core.backoffice.parts import crumbs
from core.fiches.page import FicheAdmin
from core.models import Action, Formation
from workflows.lifecycle import MOVES, State

OPENED_BY = {  # by which move an action gives back its text
    State.SUBMITTED: "take_back",
    State.VALIDATED: "reopen",
}


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
        ).order_by("-pk")
        own = actions.filter(action_publique=None)
        being_entered = own.filter(state__in=[State.DRAFT, State.QUESTIONED])
        return being_entered.first() or own.first() or actions.first()

    def next_step(self, request, row):
        return "l’action", self.subject_of(request, row).get_absolute_url()

    def page_context(self, request, row, subject):
        return {"crumbs": crumbs(row)}

    def _read_only(self, request, row, *why):
        """Name the actions that keep the text of the formation as it is (D4)."""
        own = Action.objects.allowed(request.user, "view")
        own = own.filter(formation=row, action_publique=None)
        closed = own.filter(state__in=OPENED_BY).order_by("pk")
        if closed:
            holders = ", ".join(code_and_state(action) for action in closed)
            way_out = " ".join(what_opens(closed, request.user))
            messages.info(
                request,
                "La fiche Formation ne peut pas être modifiée : "
                f"elle est commune à {holders}. {way_out}",
            )
        return super()._read_only(request, row, *why)


def code_and_state(action) -> str:
    return f"{action.code} ({State(action.state).label.lower()})"


def what_opens(closed, user):
    """Yield what gives a formation back, in sentences.

    The moves to make on its closed actions, then what waits for others.
    """
    move_of = moves_on(closed, user)
    steps = []
    for move in OPENED_BY.values():
        codes = [action.code for action in closed if move_of.get(action.pk) == move]
        if codes:
            steps.append(f"« {MOVES[move].label} » sur {', '.join(codes)}")
    if steps:
        yield f"Choisissez d’abord {' et '.join(steps)}."
    of_others = []
    for action in closed:
        if action.hold_reason:
            yield f"Le Cariforef retient {action.code} : {action.hold_reason}"
        elif action.pk not in move_of:
            of_others.append(action.code)
    if of_others:
        codes = ", ".join(of_others)
        yield f"C’est à l’organisme qui porte {codes} de reprendre sa saisie."


def moves_on(closed, user) -> dict:
    """Return the move by which this person may open each closed action, by its key."""
    move_of = {}
    for move in OPENED_BY.values():
        allowed = {*closed.allowed(user, move).values_list("pk", flat=True)}
        for action in closed:
            opens = OPENED_BY[action.state] == move and action.pk in allowed
            if opens and not action.hold_reason:
                move_of[action.pk] = move
    return move_of

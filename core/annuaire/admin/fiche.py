"""A fiche of the annuaire: sent for good, locked while it waits, confirmed exact."""

from django.urls import reverse

from core import policy
from core.backoffice.addresses import dossier_url
from core.backoffice.filters import OnlineFilter, StateFilter
from core.backoffice.parts import state_column
from core.fiches.page import FicheAdmin
from core.sentinelle.pages import ConfirmAdmin
from core.validation.moves import MovesAdmin
from core.validation.review import DossierAdmin
from workflows.lifecycle import MOVES

NO_WAY_BACK = (
    "Dès que vous validez l’envoi, vous ne pouvez plus revenir dessus : "
    "la fiche est bloquée jusqu’à la réponse du Cariforef."
)
STAYS_ONLINE = " La version en ligne reste publique en attendant."


class AnnuaireFicheAdmin(ConfirmAdmin, MovesAdmin, DossierAdmin, FicheAdmin):
    """An annuaire fiche: its own subject, judged by the table of the annuaire."""

    list_filter = (StateFilter, OnlineFilter)

    def subject_of(self, request, row):
        return row

    def exactness(self, request, row):
        """Return what « Toujours exact » shows, and to whom."""
        url = reverse(f"admin:core_{self.opts.model_name}_exact", args=[row.pk])
        may_confirm = row.is_online and policy.can(request.user, "confirm", row)
        return {
            "annexe": "core/annuaire/below.html",
            "exact_url": url if may_confirm else "",
            "exact_le": row.exact_le,
        }

    def next_step(self, request, row):
        return "l’état de la saisie", dossier_url(row)

    def warning(self, subject, move):
        """Say before sending that a fiche of the annuaire cannot be taken back (S0)."""
        if not MOVES[move].sends:
            return ""
        return NO_WAY_BACK + STAYS_ONLINE if subject.is_online else NO_WAY_BACK

    def get_list_display(self, request):
        return (*super().get_list_display(request), state_column(request))

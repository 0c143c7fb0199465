"""In whose name each line of a file of ordinary offers is entered: there is no lot."""

from core.models import Etablissement
from core.offres.creation import check_porteur
from core.rights.scopes import mine
from core.tableur.attaching import Attaching
from core.tableur.columns import OFFRE, ORGANISME
from core.tableur.lexicon import siret_of
from core.tableur.line_row import LineRow, group_of
from core.texts.plain import plain
from workflows.service import Refused


class OrdinaryAttaching(Attaching):
    """The ordinary offers, and the organisations in whose name new ones are entered."""

    def read_for_new(self, lines):
        rows = self._etablissements(lines).order_by("raison_sociale", "pk")
        self.porteurs = {row.siret: row for row in rows}

    def _etablissements(self, lines):
        """Return who may enter offers: for the staff, whom the lines name."""
        if not self.staff:
            return Etablissement.objects.filter(pk__in=mine(self.user))
        named = {siret_of(line[ORGANISME]) for line in lines}
        return Etablissement.objects.filter(siret__in=named - {""})

    def elsewhere(self, action, name) -> str:
        if action.attribution_id:
            return f"{name} est du programme « {action.programme_label} » : choisissez sa campagne."
        if action.action_publique_id:
            return f"{name} est un ajout privé à une offre publique : modifiez-la dans SOFI."
        return ""

    def new(self, line) -> LineRow:
        porteur, fault = self._porteur(line[ORGANISME])
        if fault:
            return LineRow.refused(fault, ORGANISME)
        try:
            check_porteur(porteur, None, self.user)
        except Refused as refusal:
            return LineRow.refused(refusal.message, ORGANISME)
        mark = plain(line[OFFRE]) or line.number  # without a mark, a line is an offer of its own
        return LineRow(
            key=("porteur", porteur and porteur.pk, mark),
            group=group_of(line),
            porteur=porteur,
        )

    def _porteur(self, text: str):
        """Return the organisation that a cell names, or the only one; and what is wrong with it."""
        if text:
            porteur = self.porteurs.get(siret_of(text))
            if porteur is not None:
                return porteur, ""
            return None, (
                f"« {text[:60]} » n’est pas un organisme pour lequel vous saisissez : "
                "prenez-le dans la liste."
            )
        if self.staff:
            return None, ""
        if len(self.porteurs) != 1:
            return None, (
                "Choisissez l’organisme qui saisit dans la liste : vous en avez plusieurs."
            )
        [porteur] = self.porteurs.values()
        return porteur, ""

"""Which row of the base each line of a file of ordinary offers is about: no lot, the organisation that enters is named."""

from core.models import Etablissement
from core.offres.creation import check_porteur
from core.rights.scopes import mine
from core.tableur.attaching import LineRow, Rattachement, group_of
from core.tableur.cells import siret_of
from core.tableur.columns import OFFRE, ORGANISME
from core.texts.plain import plain
from workflows.service import Refused


class RattachementOrdinaire(Rattachement):
    """The ordinary offers that the lines may be about, and the organisations in whose name new ones are entered."""

    def _attributions(self, lignes):
        """Return no attribution; read who may enter."""
        named = {siret for ligne in lignes if (siret := siret_of(ligne[ORGANISME]))}
        rows = (
            Etablissement.objects.filter(siret__in=named)
            if self.staff
            else Etablissement.objects.filter(pk__in=mine(self.user))
        )
        self.porteurs = {row.siret: row for row in rows.order_by("raison_sociale", "pk")}
        return []

    def _elsewhere(self, action, name):
        if action.attribution_id:
            return f"{name} est du programme « {action.programme_label} » : choisissez sa campagne."
        if action.action_publique_id:
            return f"{name} est un ajout privé à une offre publique : modifiez-la dans SOFI."
        return ""

    def _new(self, ligne):
        text = ligne[ORGANISME]
        porteur = self.porteurs.get(siret_of(text)) if text else None
        if text and porteur is None:
            said = f"« {text[:60]} » n’est pas un organisme pour lequel vous saisissez : prenez-le dans la liste."
            return LineRow(faute=said, colonne=ORGANISME)
        if not text and not self.staff:
            if len(self.porteurs) != 1:
                return LineRow(
                    faute="Choisissez l’organisme qui saisit dans la liste : vous en avez plusieurs.",
                    colonne=ORGANISME,
                )
            [porteur] = self.porteurs.values()
        try:
            check_porteur(porteur, None, self.user)
        except Refused as refusal:
            return LineRow(faute=refusal.message, colonne=ORGANISME)
        mark = plain(ligne[OFFRE]) or ligne.numero  # without a mark, a line is an offer of its own
        return LineRow(("porteur", porteur and porteur.pk, mark), group_of(ligne), porteur=porteur)

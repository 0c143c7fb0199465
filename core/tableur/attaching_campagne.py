"""Which attribution of a campaign each line without a code describes."""

from core.models import Action, Attribution
from core.offres.creation import check_porteur, closed_to, refused_attribution
from core.rights import scopes
from core.tableur.attaching import Attaching
from core.tableur.columns import LOT, OFFRE, SITE
from core.tableur.known_rows import allowed_among
from core.tableur.line_row import LineRow, group_of
from core.tableur.reading import SheetLine
from core.texts.plain import plain
from workflows.service import Refused


class CampagneAttaching(Attaching):
    """The offers of one campaign: a new one describes an attribution, by its lot and its site."""

    def read_for_new(self, lines):
        self.attributions = self._attributions()
        numbers = {row.pk for row in self.attributions}
        self.enter = allowed_among(Attribution, self.user, "enter", numbers)
        self.mine = set(scopes.mine(self.user))
        self.described = described(self.attributions)
        self.lots = {row.pk: names_of_lot(row.lot) for row in self.attributions}
        self.sites = {row.pk: names_of_site(row) for row in self.attributions}

    def _attributions(self) -> list[Attribution]:
        rows = Attribution.objects.allowed(self.user, "view").filter(lot__campagne=self.campagne)
        rows = rows.select_related("lot__mandataire", "formateur")
        rows = rows.order_by("lot__numero", "nom_site", "pk")
        if self.lock:
            rows = rows.select_for_update(of=("self",))
        attributions = list(rows)
        for attribution in attributions:
            attribution.lot.campagne = self.campagne
        return attributions

    def elsewhere(self, action, name) -> str:
        campagne = action.campagne
        if campagne is not None and campagne.pk == self.campagne.pk:
            return ""
        return f"{name} n’est pas de la campagne « {self.campagne} »."

    def new(self, line) -> LineRow:
        attribution = self._attribution(line)
        if isinstance(attribution, LineRow):
            return attribution
        closed = refused_attribution(attribution) or closed_to(attribution, self.user)
        if closed:
            return LineRow.refused(closed, LOT)
        if attribution.pk not in self.enter:
            return LineRow.refused(
                "Cette attribution n’est pas ouverte à votre établissement.",
                LOT,
            )
        porteur = self._porteur(attribution)
        try:
            check_porteur(porteur, attribution, self.user)
        except Refused as refusal:
            return LineRow.refused(refusal.message, LOT)
        return LineRow(
            key=("attribution", attribution.pk, plain(line[OFFRE])),
            group=group_of(line),
            attribution=attribution,
            porteur=porteur,
            advice=self._advice(attribution),
            column=LOT,
        )

    def _advice(self, attribution) -> str:
        code = self.described.get(attribution.pk)
        if not code:
            return ""
        return (
            f"L’action {code} décrit déjà ce site du lot : cette ligne en créera une autre. "
            "Pour la compléter, donnez son code dans « Code FAS »."
        )

    def _porteur(self, attribution):
        """Return in whose name the offer is entered: the formateur or the mandataire, if mine."""
        if attribution.formateur_id in self.mine:
            return attribution.formateur
        if attribution.lot.mandataire_id in self.mine:
            return attribution.lot.mandataire
        return None

    def _attribution(self, line: SheetLine) -> Attribution | LineRow:
        """Return the attribution of a line, or the `LineRow` that says why there is none."""
        if not self.attributions:
            return LineRow.refused(
                f"Aucun lot ne vous est attribué dans la campagne « {self.campagne} ».",
                LOT,
            )
        of_lot = self._of_lot(plain(line[LOT]))
        if not of_lot:
            return LineRow.refused(
                f"Aucun lot « {line[LOT][:60]} » ne vous est attribué dans cette campagne.",
                LOT,
            )
        if len({attribution.lot_id for attribution in of_lot}) > 1:
            return LineRow.refused(
                "Choisissez le lot dans la liste : plusieurs vous sont attribués.",
                LOT,
            )
        of_site = self._of_site(plain(line[SITE]), of_lot)
        if not of_site:
            return LineRow.refused(
                f"Le site « {line[SITE][:60]} » ne vous est pas attribué dans ce lot.",
                SITE,
            )
        if len(of_site) > 1:
            return LineRow.refused(
                "Choisissez le site de réalisation dans la liste : ce lot en a plusieurs.",
                SITE,
            )
        return of_site[0]

    def _of_lot(self, lot: str) -> list[Attribution]:
        if not lot:
            return self.attributions
        return [row for row in self.attributions if lot in self.lots[row.pk]]

    def _of_site(self, site: str, attributions) -> list[Attribution]:
        if not site:
            return attributions
        return [row for row in attributions if site in self.sites[row.pk]]


def described(attributions) -> dict[int, str]:
    """Return the code of the latest action that describes each attribution already."""
    numbers = [attribution.pk for attribution in attributions]
    actions = Action.objects.filter(attribution__in=numbers).order_by("pk")
    actions = actions.only("pk", "formation_id", "attribution_id")
    return {action.attribution_id: action.code for action in actions}


def with_formateur(attribution) -> str:
    """Return a site with who gives the training there, where its name is not enough."""
    return f"{attribution.nom_site} – {attribution.formateur}"


def names_of_lot(lot) -> tuple[str, str]:
    """Return how a file may name a lot."""
    return plain(lot.numero), plain(str(lot))


def names_of_site(attribution) -> tuple[str, str]:
    """Return how a file may name the site of an attribution."""
    return plain(attribution.nom_site), plain(with_formateur(attribution))

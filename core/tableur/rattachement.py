"""Which row of the base each line of a file is about: a session, an action, or an attribution to describe."""

import re
from dataclasses import dataclass

from core import policy, scopes
from core.creation import closed_to, refused_attribution
from core.imports.text import plain
from core.models import Action, Attribution, Session
from core.tableur.colonnes import FAS, LOT, OFFRE, SITE
from core.tableur.lecture import Ligne
from workflows.labels import label

CODE = re.compile(r"(\d{1,18})\s*-\s*(\d{1,18})(?:\s*-\s*(\d{1,18}))?")
OF_ACTION = ("formation", "attribution__lot__campagne", "attribution__lot__mandataire", "attribution__formateur")
OF_SESSION = tuple(f"action__{name}" for name in OF_ACTION)


@dataclass(slots=True)
class Cible:
    """What a line is about, or why it is refused, and in which column."""

    cle: tuple = ()  # lines of the same key make one offer
    session: Session | None = None
    action: Action | None = None
    attribution: Attribution | None = None
    porteur: object = None
    faute: str = ""
    colonne: str = ""
    conseil: str = ""


class Rattachement:
    """The rows that the lines of a file may be about, read together for one person and one campaign."""

    def __init__(self, lignes: list[Ligne], user, campagne):
        self.user, self.campagne, self.staff = user, campagne, policy.is_staff(user)
        codes = [CODE.fullmatch(ligne[FAS].strip()) for ligne in lignes]
        self.sessions = self._sessions({int(code[3]) for code in codes if code and code[3]})
        self.actions = self._actions({int(code[2]) for code in codes if code and not code[3]})
        self.attributions = self._attributions() if not all(codes) else []
        self.seen: dict[int, int] = {}  # session number: line

    # Rows -------------------------------------------------------------------------------

    def _sessions(self, wanted):
        rows = Session.objects.allowed(self.user, "view").filter(pk__in=wanted, retiree_le=None).select_related(*OF_SESSION)
        found = rows.prefetch_related("dispositifs") if wanted else ()
        self.open_sessions = self._allowed(Session, "change", wanted)
        shared: dict[int, Action] = {}
        for row in found:
            row.action = shared.setdefault(row.action_id, row.action)
            self._share(row.action)
        return {row.pk: row for row in found}

    def _actions(self, wanted):
        rows = Action.objects.allowed(self.user, "view").filter(pk__in=wanted).select_related(*OF_ACTION) if wanted else ()
        self.open_actions = self._allowed(Action, "change", wanted)
        return {row.pk: self._share(row) for row in rows}

    def _attributions(self):
        rows = Attribution.objects.allowed(self.user, "view").filter(lot__campagne=self.campagne)
        found = list(rows.select_related("lot__mandataire", "formateur", "site").order_by("lot__numero", "nom_site", "pk"))
        self.enter = self._allowed(Attribution, "enter", {row.pk for row in found})
        self.mine = set(scopes.mine(self.user))
        described = Action.objects.filter(attribution__in=[row.pk for row in found]).order_by("pk")
        self.described = {row.attribution_id: row.code for row in described.only("pk", "formation_id", "attribution_id")}
        for row in found:
            row.lot.campagne = self.campagne
        return found

    def _allowed(self, model, action, wanted):
        if not wanted:
            return set()
        return set(model.objects.allowed(self.user, action).filter(pk__in=wanted).values_list("pk", flat=True))

    def _share(self, action):
        """Give the rows of one campaign the same object, on which its rules are kept."""
        if action.attribution_id and action.attribution.lot.campagne_id == self.campagne.pk:
            action.attribution.lot.campagne = self.campagne
        return action

    # One line ---------------------------------------------------------------------------

    def of(self, ligne: Ligne) -> Cible:
        code = ligne[FAS].strip()
        if not code:
            return self._new(ligne)
        match = CODE.fullmatch(code)
        if not match:
            return Cible(
                faute=f"« {code[:40]} » n’est pas un code FAS, comme 19482-89393-143842. Laissez vide pour une nouvelle offre.",
                colonne=FAS,
            )
        return self._session(ligne, match) if match[3] else self._action(match)

    def _session(self, ligne, match):
        number = int(match[3])
        row = self.sessions.get(number)
        code = "-".join(match.groups())
        if row is None or row.code != code:
            return Cible(faute=f"Aucune session {code} parmi vos offres : vérifiez le code.", colonne=FAS)
        if number in self.seen:
            return Cible(faute=f"La session {code} figure déjà à la ligne {self.seen[number]}.", colonne=FAS)
        self.seen[number] = ligne.numero
        if reason := self._closed(row.action, f"La session {code}", open_=number in self.open_sessions):
            return Cible(faute=reason, colonne=FAS)
        return Cible(("action", row.action_id), row, row.action, row.action.attribution)

    def _action(self, match):
        row = self.actions.get(int(match[2]))
        code = f"{match[1]}-{match[2]}"
        if row is None or row.code != code:
            return Cible(faute=f"Aucune action {code} parmi vos offres : vérifiez le code.", colonne=FAS)
        if reason := self._closed(row, f"L’action {code}", open_=row.pk in self.open_actions):
            return Cible(faute=reason, colonne=FAS)
        return Cible(("action", row.pk), None, row, row.attribution)

    def _closed(self, action, name, *, open_):
        if action.campagne is None or action.campagne.pk != self.campagne.pk:
            return f"{name} n’est pas de la campagne « {self.campagne} »."
        if not open_:
            return f"{name} ne peut pas être modifiée : elle est « {label(action, staff=self.staff).text} »."
        return ""

    def _new(self, ligne):
        row = self._attribution(ligne)
        if isinstance(row, Cible):
            return row
        if reason := refused_attribution(row) or closed_to(row, self.user):
            return Cible(faute=reason, colonne=LOT)
        if row.pk not in self.enter:
            return Cible(faute="Cette attribution n’est pas ouverte à votre établissement.", colonne=LOT)
        known = self.described.get(row.pk)
        conseil = (
            f"L’action {known} décrit déjà ce site du lot : cette ligne en créera une autre. Pour la compléter, donnez son code "
            "dans « Code FAS »."
            if known
            else ""
        )
        return Cible(
            ("attribution", row.pk, plain(ligne[OFFRE])),
            attribution=row,
            porteur=self._porteur(row),
            conseil=conseil,
            colonne=LOT,
        )

    def _porteur(self, attribution):
        """Return in whose name the offer is entered: the formateur, or the mandataire, whichever is mine."""
        if attribution.formateur_id in self.mine:
            return attribution.formateur
        return attribution.lot.mandataire if attribution.lot.mandataire_id in self.mine else None

    def _attribution(self, ligne):
        """Return the attribution of a line, or the `Cible` that says why there is none."""
        lot, site = plain(ligne[LOT]), plain(ligne[SITE])
        if not self.attributions:
            return Cible(faute=f"Aucun lot ne vous est attribué dans la campagne « {self.campagne} ».", colonne=LOT)
        found = [row for row in self.attributions if not lot or lot in (plain(row.lot.numero), plain(str(row.lot)))]
        if lot and not found:
            return Cible(faute=f"Aucun lot « {ligne[LOT][:60]} » ne vous est attribué dans cette campagne.", colonne=LOT)
        if len({row.lot_id for row in found}) > 1:
            return Cible(faute="Choisissez le lot dans la liste : plusieurs vous sont attribués.", colonne=LOT)
        found = [row for row in found if not site or site in (plain(row.nom_site), plain(with_formateur(row)))]
        if site and not found:
            return Cible(faute=f"Le site « {ligne[SITE][:60]} » ne vous est pas attribué dans ce lot.", colonne=SITE)
        if len(found) > 1:
            return Cible(faute="Choisissez le site de réalisation dans la liste : ce lot en a plusieurs.", colonne=SITE)
        return found[0]


def with_formateur(attribution) -> str:
    """Return a site with who gives the training there, where its name is not enough."""
    return f"{attribution.nom_site} – {attribution.formateur}"

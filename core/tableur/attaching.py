"""Which row of the base each line of a file is about: a session, an action, or an attribution to describe."""

import re
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from core import policy
from core.dossiers import rows as fiche
from core.models import Action, Attribution, Dispositif, Formation, Session
from core.offres.creation import check_porteur, closed_to, refused_attribution
from core.rights import scopes
from core.tableur.columns import FAS, LOT, OFFRE, SESSION, SITE
from core.tableur.reading import Ligne
from core.texts.plain import plain
from workflows.labels import label
from workflows.service import Refused

CODE = re.compile(r"(\d{1,18})\s*-\s*(\d{1,18})(?:\s*-\s*(\d{1,18})(?:\s*-\s*(\d{1,18}))?)?")
OF_ACTION = (
    "formation",
    "porteur",
    "attribution__lot__campagne",
    "attribution__lot__mandataire",
    "attribution__formateur",
)
OF_SESSION = tuple(f"action__{name}" for name in OF_ACTION)


@dataclass(slots=True)
class LineRow:
    """What a line is about, or why it is refused, and in which column."""

    cle: tuple = ()  # lines of the same key make one offer
    groupe: tuple = ()  # lines of the same offer and of the same group make one session
    session: Session | None = None
    dispositif: Dispositif | None = None
    action: Action | None = None
    attribution: Attribution | None = None
    porteur: object = None
    faute: str = ""
    colonne: str = ""
    conseil: str = ""


class Rattachement:
    """The rows that the lines of a file may be about, read together for one person and one campaign."""

    def __init__(self, lignes: list[Ligne], user, campagne, *, lock=False):
        self.user, self.campagne, self.staff, self.lock = (
            user,
            campagne,
            policy.is_staff(user),
            lock,
        )
        self.porteurs: dict[
            str,
            object,
        ] = {}  # in whose name ordinary offers may be entered, by SIRET
        codes = [CODE.fullmatch(ligne[FAS].strip()) for ligne in lignes]
        wanted = {int(code[3]) for code in codes if code and code[3]}
        sessions = (
            dict(self._viewed(Session, wanted).filter(retiree_le=None).values_list("pk", "action"))
            if wanted
            else {}
        )
        wanted = {int(code[2]) for code in codes if code and not code[3]} | set(sessions.values())
        self.subjects = self._locked(wanted)
        self.actions = self._actions(wanted)
        self.open_actions = self._allowed(Action, "change", self.actions)
        self.open_formations = self._allowed(
            Formation,
            "change",
            {row.formation_id for row in self.actions.values()},
        )
        self.sessions_of = self._sessions()
        rows = (row for sessions in self.sessions_of.values() for row in sessions)
        self.sessions = {row.pk: row for row in rows if row.pk in sessions}
        self.attributions = self._attributions(lignes) if not all(codes) else []
        self.names = {row.pk: names_of(row) for row in self.attributions}
        self.seen: dict[str, int] = {}  # key of a session or of a dispositif: its first line

    # Rows -------------------------------------------------------------------------------

    def _viewed(self, model, wanted):
        return model.objects.allowed(self.user, "view").filter(pk__in=wanted)

    def _allowed(self, model, action, wanted):
        if not wanted:
            return set()
        return set(
            model.objects.allowed(self.user, action)
            .filter(pk__in=wanted)
            .values_list("pk", flat=True),
        )

    def _actions(self, wanted):
        rows = list(self._viewed(Action, wanted).select_related(*OF_ACTION)) if wanted else []
        prefetch_related_objects(rows, "equipements", "formation__blocs")
        formations = {row.formation_id: row.formation for row in rows}
        for row in rows:
            row.formation = formations[
                row.formation_id
            ]  # one object, whose changes are written once
        return {row.pk: self._share(row) for row in rows}

    def _locked(self, wanted) -> dict[int, list[Action]]:
        """Return the actions that a change of each formation concerns, held until the file is written."""
        if not self.lock or not wanted:
            return {}
        formations = self._viewed(Action, wanted).order_by().values("formation")
        rows = Action._base_manager.select_for_update().filter(
            formation__in=formations,
            action_publique=None,
        )
        found = {}
        for row in rows.order_by("pk"):
            found.setdefault(row.formation_id, []).append(row)
        return found

    def _sessions(self) -> dict[int, list[Session]]:
        """Return the sessions of the actions, as `fiche.dossier` reads them."""
        found = {pk: [] for pk in self.actions}
        for row in fiche.kept(Session.objects.filter(action__in=found)) if found else ():
            row.action = self.actions[row.action_id]
            found[row.action_id].append(row)
        return found

    def _attributions(self, lignes):
        rows = Attribution.objects.allowed(self.user, "view").filter(lot__campagne=self.campagne)
        rows = rows.select_related("lot__mandataire", "formateur").order_by(
            "lot__numero",
            "nom_site",
            "pk",
        )
        found = list(rows.select_for_update(of=("self",)) if self.lock else rows)
        self.enter = self._allowed(Attribution, "enter", {row.pk for row in found})
        self.mine = set(scopes.mine(self.user))
        described = Action.objects.filter(attribution__in=[row.pk for row in found]).order_by("pk")
        self.described = {
            row.attribution_id: row.code
            for row in described.only("pk", "formation_id", "attribution_id")
        }
        for row in found:
            row.lot.campagne = self.campagne
        return found

    def _share(self, action):
        """Give the rows of one campaign the same object, on which its rules are kept."""
        if action.attribution_id and action.attribution.lot.campagne_id == self.campagne.pk:
            action.attribution.lot.campagne = self.campagne
        return action

    # One line ---------------------------------------------------------------------------

    def of(self, ligne: Ligne) -> LineRow:
        code = ligne[FAS].strip()
        if not code:
            return self._new(ligne)
        match = CODE.fullmatch(code)
        if not match:
            return LineRow(
                faute=f"« {code[:40]} » n’est pas un code FAS, comme 19482-89393-143842. Laissez vide pour une nouvelle offre.",
                colonne=FAS,
            )
        return self._session(ligne, match) if match[3] else self._action(ligne, match)

    def _session(self, ligne, match):
        number = int(match[3])
        row = self.sessions.get(number)
        code = "-".join(match.groups()[:3])
        if row is None or row.code != code:
            return LineRow(
                faute=f"Aucune session {code} parmi vos offres : vérifiez le code.",
                colonne=FAS,
            )
        if reason := self._closed(
            row.action,
            f"La session {code}",
            open_=row.action_id in self.open_actions,
        ):
            return LineRow(faute=reason, colonne=FAS)
        dispositif, faute = self._dispositif(ligne, row, match[4])
        if faute:
            return LineRow(faute=faute, colonne=FAS)
        self.seen.setdefault(row.key, ligne.numero)
        key = ("action", row.action_id)
        return LineRow(key, (row.key,), row, dispositif, row.action, row.action.attribution)

    def _dispositif(self, ligne, session, number):
        """Return the dispositif that a line is about, and what is wrong with it; none: the line may add one."""
        found = session.dispositifs.all()
        if not number:
            only = len(found) == 1 and session.key not in self.seen
            return (found[0] if only else None), ""
        code = f"{session.code}-{int(number)}"
        row = next((one for one in found if one.pk == int(number)), None)
        if row is None:
            return (
                None,
                f"La session {session.code} n’a pas de dispositif {int(number)} : vérifiez le code.",
            )
        if row.key in self.seen:
            return None, f"Le dispositif {code} figure déjà à la ligne {self.seen[row.key]}."
        self.seen[row.key] = ligne.numero
        return row, ""

    def _action(self, ligne, match):
        row = self.actions.get(int(match[2]))
        code = f"{match[1]}-{match[2]}"
        if row is None or row.code != code:
            return LineRow(
                faute=f"Aucune action {code} parmi vos offres : vérifiez le code.",
                colonne=FAS,
            )
        if reason := self._closed(row, f"L’action {code}", open_=row.pk in self.open_actions):
            return LineRow(faute=reason, colonne=FAS)
        return LineRow(("action", row.pk), group_of(ligne), action=row, attribution=row.attribution)

    def _closed(self, action, name, *, open_):
        if reason := self._elsewhere(action, name):
            return reason
        if not open_:
            return f"{name} ne peut pas être modifiée : elle est « {label(action, staff=self.staff).text} »."
        return ""

    def _elsewhere(self, action, name):
        """Return that an action is not of this campaign, or nothing."""
        ours = action.campagne is not None and action.campagne.pk == self.campagne.pk
        return "" if ours else f"{name} n’est pas de la campagne « {self.campagne} »."

    def _new(self, ligne):
        row = self._attribution(ligne)
        if isinstance(row, LineRow):
            return row
        if reason := refused_attribution(row) or closed_to(row, self.user):
            return LineRow(faute=reason, colonne=LOT)
        if row.pk not in self.enter:
            return LineRow(
                faute="Cette attribution n’est pas ouverte à votre établissement.",
                colonne=LOT,
            )
        porteur = self._porteur(row)
        try:
            check_porteur(porteur, row, self.user)
        except Refused as refusal:
            return LineRow(faute=refusal.message, colonne=LOT)
        known = self.described.get(row.pk)
        conseil = (
            f"L’action {known} décrit déjà ce site du lot : cette ligne en créera une autre. Pour la compléter, donnez son code "
            "dans « Code FAS »."
            if known
            else ""
        )
        return LineRow(
            ("attribution", row.pk, plain(ligne[OFFRE])),
            group_of(ligne),
            attribution=row,
            porteur=porteur,
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
            return LineRow(
                faute=f"Aucun lot ne vous est attribué dans la campagne « {self.campagne} ».",
                colonne=LOT,
            )
        found = [row for row in self.attributions if not lot or lot in self.names[row.pk][0]]
        if lot and not found:
            return LineRow(
                faute=f"Aucun lot « {ligne[LOT][:60]} » ne vous est attribué dans cette campagne.",
                colonne=LOT,
            )
        if len({row.lot_id for row in found}) > 1:
            return LineRow(
                faute="Choisissez le lot dans la liste : plusieurs vous sont attribués.",
                colonne=LOT,
            )
        found = [row for row in found if not site or site in self.names[row.pk][1]]
        if site and not found:
            return LineRow(
                faute=f"Le site « {ligne[SITE][:60]} » ne vous est pas attribué dans ce lot.",
                colonne=SITE,
            )
        if len(found) > 1:
            return LineRow(
                faute="Choisissez le site de réalisation dans la liste : ce lot en a plusieurs.",
                colonne=SITE,
            )
        return found[0]


def with_formateur(attribution) -> str:
    """Return a site with who gives the training there, where its name is not enough."""
    return f"{attribution.nom_site} – {attribution.formateur}"


def names_of(attribution) -> tuple[tuple, tuple]:
    """Return how a file may name the lot of an attribution, and its site."""
    lot = attribution.lot
    sites = plain(attribution.nom_site), plain(with_formateur(attribution))
    return (plain(lot.numero), plain(str(lot))), sites


def group_of(ligne: Ligne) -> tuple:
    """Return which new session a line tells: that of its mark, or one of its own."""
    mark = plain(ligne[SESSION])
    return ("repère", mark) if mark else ("ligne", ligne.numero)

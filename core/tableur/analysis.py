"""A read file held against the rules and the base: the offers that it describes, and what is to be said of each cell."""

from core.dossiers.lookups import ReadTogether
from core.models import Famille
from core.models.versions import rules
from core.referentiels import certifinfo
from core.rules import OFFER
from core.tableur import cells
from core.tableur.attaching import LineRow, Rattachement
from core.tableur.attaching_ordinary import RattachementOrdinaire
from core.tableur.columns import colonnes
from core.tableur.description import Description
from core.tableur.mark import of_campagne
from core.tableur.plan import Gravite, Offre, SessionLue, Sort, WorkbookPlan
from core.tableur.purpose import is_ordinaire
from core.tableur.reading import Lecture, Ligne, read


def plan_of(content: bytes, *, campagne, user) -> WorkbookPlan:
    """Return what a file would write for this person in this campaign. Raises `UnreadableFile`."""
    return Analysis.of(content, campagne, user).plan()


class Analysis:
    """One reading of a file; what its lines may name is read once for all of them. `lock`: held until it is written."""

    @classmethod
    def of(cls, content: bytes, campagne, user, *, lock=False):
        return cls(read(content, colonnes(rules(campagne))), campagne, user, lock=lock)

    def __init__(self, lecture: Lecture, campagne, user, *, lock=False):
        self.lecture, self.campagne, self.user = lecture, campagne, user
        self.columns = {one.cle: one for one in lecture.colonnes}
        self.typed = {
            level: [one for one in lecture.colonnes if one.level is level] for level in OFFER
        }
        typed_cells = (
            (one.field, text)
            for ligne in lecture.lignes
            for cle, text in ligne.cellules.items()
            if (one := self.columns[cle]).field
        )
        self.known = cells.lexique(typed_cells, user)
        rattachement = RattachementOrdinaire if is_ordinaire(campagne) else Rattachement
        self.rows = rattachement(lecture.lignes, user, campagne, lock=lock)
        typed = set(self.known.termes.get(Famille.CERTIFINFO, {}).values())
        self.archives = certifinfo.archived(sorted(typed)) if typed else {}
        self.lookups = self._together(typed)

    def _together(self, codes) -> ReadTogether:
        """Read what the dossiers will ask of the base."""
        rows = self.rows
        attributions = {row.pk: row for row in rows.attributions}
        attributions |= {
            row.attribution_id: row.attribution
            for row in rows.actions.values()
            if row.attribution_id
        }
        named = [
            one for row in attributions.values() for one in (row.lot.mandataire, row.formateur)
        ]
        named += [
            row.organisme_responsable
            for found in rows.sessions_of.values()
            for row in found
            if row.organisme_responsable
        ]
        fixed = rules(self.campagne).fields["certifinfo"]
        return ReadTogether(
            etablissements=[*self.known.etablissements, *named, *rows.porteurs.values()],
            certifications={
                *codes,
                *(row.formation.certifinfo for row in rows.actions.values()),
                *filter(None, [fixed.value]),
            },
            porteurs={row.pk for row in rows.porteurs.values()}
            | {
                pk
                for row in attributions.values()
                if not row.site_id
                for pk in (row.formateur_id, row.lot.mandataire_id)
            },
            actions=list(rows.actions.values()),
            attributions=list(attributions),
        )

    def plan(self) -> WorkbookPlan:
        found = WorkbookPlan(generales=list(self.general()))
        groups: dict[tuple, Offre] = {}
        firsts: dict[tuple, SessionLue] = {}
        for ligne in self.lecture.lignes:
            cible = self.rows.of(ligne)
            if cible.faute:
                offre = Offre([SessionLue(ligne)], None)
                offre.note(ligne, self.columns.get(cible.colonne), cible.faute)
                self.formulas(offre, ligne)
                found.offres.append(offre)
                continue
            offre = groups.get(cible.cle)
            if offre is None:
                offre = groups[cible.cle] = Offre(
                    [],
                    cible.attribution,
                    cible.action,
                    cible.porteur,
                )
                found.offres.append(offre)
                if cible.conseil:
                    offre.note(ligne, self.columns[cible.colonne], cible.conseil, Gravite.CONSEIL)
            first = firsts.get((cible.cle, cible.groupe))
            offre.sessions.append(
                SessionLue(ligne, first, cible.session, cible.dispositif, sort=sort_of(cible)),
            )
            firsts.setdefault((cible.cle, cible.groupe), offre.sessions[-1])
            self.formulas(offre, ligne)
        for offre in groups.values():
            Description(self, offre).describe()
        return found

    def formulas(self, offre: Offre, ligne: Ligne):
        """Refuse the cells that hold a formula, even of a column that is not read: its value is not what was typed."""
        for cle in sorted(ligne.formules):
            one = self.columns[cle]
            offre.note(
                ligne,
                one,
                f"« {one.titre} » contient une formule : remplacez-la par sa valeur.",
            )

    def general(self):
        """Yield what is to be said of the file as a whole."""
        marque, now = self.lecture.marque, of_campagne(self.campagne)
        if marque and (marque.programme, marque.annee) != (now.programme, now.annee):
            yield (
                f"Ce classeur est le modèle d’une autre campagne ({marque.nom}) : vérifiez votre choix. Il "
                f"est lu ici avec les règles de « {self.campagne} »."
            )
        elif marque and marque != now:
            yield "Les règles ont changé depuis que ce modèle a été téléchargé : le fichier est lu avec les règles d’aujourd’hui."
        if self.lecture.inconnues:
            names = ", ".join(f"« {name[:60]} »" for name in self.lecture.inconnues[:10])
            yield f"Colonnes non reconnues, ignorées : {names}."


def sort_of(cible: LineRow) -> Sort:
    if cible.session is not None:
        return Sort.MODIFIER
    return Sort.AJOUTER if cible.action is not None else Sort.CREER

"""A read file held against the rules and the base: its offers, and what is said of each cell."""

from core.models import Famille
from core.models.versions import rules
from core.referentiels import certifinfo
from core.rules import OFFER
from core.tableur.asked_of_base import together
from core.tableur.attaching_campagne import CampagneAttaching
from core.tableur.attaching_ordinary import OrdinaryAttaching
from core.tableur.columns import columns_of
from core.tableur.description import Description
from core.tableur.lexicon import lexicon_of
from core.tableur.line_row import LineRow
from core.tableur.mark import of_campagne
from core.tableur.plan import Gravity, Offre, Outcome, SessionLine, WorkbookPlan
from core.tableur.purpose import is_ordinaire
from core.tableur.reading import Reading, SheetLine, read


def plan_of(content: bytes, *, campagne, user) -> WorkbookPlan:
    """Return what a file would write for this person in this campaign. Raises `UnreadableFile`."""
    return Analysis.of(content, campagne, user).plan()


class Analysis:
    """One reading of a file; what its lines may name is read once for all of them.

    `lock`: the rows are held until the file is written.
    """

    @classmethod
    def of(cls, content: bytes, campagne, user, *, lock=False):
        reading = read(content, columns_of(rules(campagne)))
        return cls(reading, campagne, user, lock=lock)

    def __init__(self, reading: Reading, campagne, user, *, lock=False):
        self.reading = reading
        self.campagne = campagne
        self.user = user
        self.columns = {column.key: column for column in reading.columns}
        self.typed_columns = {
            level: [column for column in reading.columns if column.level is level]
            for level in OFFER
        }
        self.lexicon = lexicon_of(self._typed_cells(), user)
        attaching = OrdinaryAttaching if is_ordinaire(campagne) else CampagneAttaching
        self.attaching = attaching(reading.lines, user, campagne, lock=lock)
        self.known = self.attaching.known
        certifications = self.lexicon.codes(Famille.CERTIFINFO)
        self.archives = certifinfo.archived(sorted(certifications)) if certifications else {}
        fixed = rules(campagne).fields["certifinfo"].value
        self.lookups = together(self.attaching, self.lexicon, {*certifications, fixed})

    def _typed_cells(self):
        """Yield the cells of the file that fill a field, each with its field."""
        for line in self.reading.lines:
            for key, text in line.cells.items():
                column = self.columns[key]
                if column.field:
                    yield column.field, text

    def plan(self) -> WorkbookPlan:
        """Return the offers that the lines tell, in the order of the file."""
        plan = WorkbookPlan(of_file=list(self.of_file()))
        offres: dict[tuple, Offre] = {}
        heads: dict[tuple, SessionLine] = {}
        for line in self.reading.lines:
            line_row = self.attaching.of(line)
            if line_row.fault:
                offre = self.refused(line, line_row)
                plan.offres.append(offre)
                self.refuse_formulas(offre, line)
                continue
            offre = offres.get(line_row.key)
            if offre is None:
                offre = self.begun(line, line_row)
                offres[line_row.key] = offre
                plan.offres.append(offre)
            session = (line_row.key, line_row.group)
            told = SessionLine(
                line,
                follows=heads.get(session),
                session=line_row.session,
                dispositif=line_row.dispositif,
                outcome=outcome_of(line_row),
            )
            heads.setdefault(session, told)
            offre.lines.append(told)
            self.refuse_formulas(offre, line)
        for offre in offres.values():
            Description(self, offre).describe()
        return plan

    def refused(self, line: SheetLine, line_row: LineRow) -> Offre:
        """Return the offer of a line that is about no row."""
        offre = Offre([SessionLine(line)])
        offre.note(line, self.columns.get(line_row.column), line_row.fault)
        return offre

    def begun(self, line: SheetLine, line_row: LineRow) -> Offre:
        """Return the offer of which a line is the first."""
        offre = Offre(
            [],
            attribution=line_row.attribution,
            action=line_row.action,
            porteur=line_row.porteur,
        )
        if line_row.advice:
            column = self.columns[line_row.column]
            offre.note(line, column, line_row.advice, Gravity.ADVICE)
        return offre

    def refuse_formulas(self, offre: Offre, line: SheetLine):
        """Refuse the cells that hold a formula: its value is not what was typed.

        Even of a column that is not read.
        """
        for key in sorted(line.formulas):
            column = self.columns[key]
            offre.note(
                line,
                column,
                f"« {column.title} » contient une formule : remplacez-la par sa valeur.",
            )

    def of_file(self):
        """Yield what is to be said of the file as a whole."""
        mark = self.reading.mark
        today = of_campagne(self.campagne)
        if mark and not mark.same_campagne(today):
            yield (
                f"Ce classeur est le modèle d’une autre campagne ({mark.name}) : vérifiez votre "
                f"choix. Il est lu ici avec les règles de « {self.campagne} »."
            )
        elif mark and mark != today:
            yield (
                "Les règles ont changé depuis que ce modèle a été téléchargé : "
                "le fichier est lu avec les règles d’aujourd’hui."
            )
        if self.reading.unknown:
            names = ", ".join(f"« {name[:60]} »" for name in self.reading.unknown[:10])
            yield f"Colonnes non reconnues, ignorées : {names}."


def outcome_of(line_row: LineRow) -> Outcome:
    """Return what a line would do, before its values are read."""
    if line_row.session is not None:
        return Outcome.CHANGE
    if line_row.action is not None:
        return Outcome.ADD
    return Outcome.CREATE

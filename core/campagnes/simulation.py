"""What a change of the rules of a campaign would break.

Drafts, offers sent, offers online, by organisation. Only the fields that change are read, from
real rows and online payloads, in chunks: a constant number of queries each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q
from django.utils import timezone

from core.dossiers.difference import where
from core.dossiers.rows import values_of
from core.models import Action, Dispositif, Session
from core.rules import Contexte, Fiche, FieldTable, Kind, Level, Need, Programme
from core.rules.ajustements import Between
from core.rules.completeness import field_issues
from core.rules.payload import parse
from workflows.lifecycle import State
from workflows.models import Publication

CHUNK = 200  # dossiers read together
SITUATIONS = {"brouillon": "Brouillon", "envoyee": "Envoyée", "en_ligne": "En ligne"}
NAMES = (  # of the situations, one and many
    ("brouillon", "brouillons"),
    ("offre envoyée", "offres envoyées"),
    ("offre en ligne", "offres en ligne"),
)
BY_STATE = {State.DRAFT: "brouillon", State.SUBMITTED: "envoyee", State.QUESTIONED: "envoyee"}


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that an offer would have to mend.

    `replaced`: nobody has to, its next sending writes the fixed value.
    """

    situation: str
    action: Action
    where: str
    label: str
    message: str
    replaced: bool = False

    @property
    def organisme(self) -> str:
        return str(self.action.porteur or "Cariforef")

    def as_row(self) -> list:
        kind = "valeur remplacée" if self.replaced else "à corriger"
        title = self.action.formation.intitule
        return [
            SITUATIONS[self.situation],
            self.organisme,
            self.action.code,
            title,
            self.where,
            self.label,
            kind,
            self.message,
        ]


HEADINGS = [
    "Situation",
    "Organisme",
    "Action",
    "Formation",
    "Fiche",
    "Champ",
    "Effet",
    "Ce qui manquerait",
]


@dataclass(slots=True)
class Tally:
    """The counts of a simulation, and its first lines."""

    actions: dict[str, set] = field(default_factory=lambda: {name: set() for name in SITUATIONS})
    replaced: set = field(default_factory=set)
    organismes: dict[str, dict[str, set]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set)),
    )
    champs: Counter = field(default_factory=Counter)
    first: list[Breach] = field(default_factory=list)
    lines: int = 0

    def add(self, breach: Breach, keep: int) -> None:
        self.lines += 1
        if len(self.first) < keep:
            self.first.append(breach)
        if breach.replaced:
            self.replaced.add(breach.action.pk)
            return
        self.actions[breach.situation].add(breach.action.pk)
        self.organismes[breach.organisme][breach.situation].add(breach.action.pk)
        self.champs[breach.label] += 1

    @property
    def broken(self) -> int:
        return sum(map(len, self.actions.values()))

    @property
    def sentence(self) -> str:
        """Return « 14 brouillons, 3 offres envoyées et 27 offres en ligne seraient incomplets »."""
        counts = [len(keys) for keys in self.actions.values()]
        if not any(counts):
            return "Aucun brouillon, aucune offre envoyée ni en ligne ne serait incomplet."
        parts = []
        for count, (singular, plural) in zip(counts, NAMES, strict=True):
            if count:
                parts.append(f"{count} {singular if count == 1 else plural}")
        *firsts, last = parts
        text = f"{', '.join(firsts)} et {last}" if firsts else last
        only_one = sum(counts) == 1
        verb = "serait" if only_one else "seraient"
        masculine = counts[0] > 0
        adjective = "incomplet" if masculine else "incomplète"
        mark = "" if only_one else "s"
        return f"{text} {verb} {adjective}{mark}."

    @property
    def by_organisme(self) -> list[tuple]:
        rows = []
        for name, by_situation in self.organismes.items():
            rows.append((name, [len(by_situation[situation]) for situation in SITUATIONS]))
        return sorted(rows, key=lambda row: (-sum(row[1]), row[0]))


def tally(breaches: Iterator[Breach], *, keep: int) -> Tally:
    """Count a whole simulation, holding its first lines only."""
    counted = Tally()
    for breach in breaches:
        counted.add(breach, keep)
    return counted


class Simulation:
    """The fields that two sets of rules ask differently, and what is newly wrong with a dossier."""

    def __init__(self, before: Programme, after: Programme):
        self.old_dates = _bounds_of_dates(before)
        self.new_dates = _bounds_of_dates(after)
        names = {field.name for field in after.fields if before.fields[field.name] != field}
        names |= {check.field.name for check in self.old_dates + self.new_dates}
        self.before = _only(before, names)
        self.after = _only(after, names)
        self.contexte = Contexte(aujourdhui=timezone.localdate())

    @property
    def nothing(self) -> bool:
        return not list(self.after)

    def breaches(self, root: Fiche) -> Iterator[tuple]:
        """Yield (fiche, field, sentence, replaced) of what the new rules alone refuse."""
        old = {issue.path for issue in self._issues(root, self.before, self.old_dates)}
        fiches = {fiche.key: fiche for fiche in root.walk()}
        for issue in self._issues(root, self.after, self.new_dates):
            if issue.path in old:
                continue
            changed = self.after[issue.field.partition(".")[0]]
            replaced = changed.need is Need.FIXED
            yield fiches[issue.key], changed, issue.message, replaced

    def _issues(self, root, table, dates):
        for fiche in root.walk():
            for changed in table.level(fiche.level):
                for issue in field_issues(fiche, changed, self.contexte):
                    if issue.blocking:
                        yield issue
        for check in dates:
            yield from check(root)


def _bounds_of_dates(programme) -> list[Between]:
    return [check for check in programme.checks if isinstance(check, Between)]


def _only(programme, names) -> FieldTable:
    """Return the fields of a programme that have these names."""
    return FieldTable(tuple(field for field in programme.fields if field.name in names))


def simulate(campagne, before: Programme, after: Programme) -> Iterator[Breach]:
    """Yield what would break if a campaign asked `after` and not `before`, by action."""
    simulation = Simulation(before, after)
    if simulation.nothing:
        return
    keys = actions_of(campagne).order_by("pk").values_list("pk", flat=True)
    for chunk in batched(list(keys), CHUNK):
        actions = list(loaded(chunk, simulation.after))
        online = payloads(actions)
        for action in actions:
            if action.state in BY_STATE:
                root = dossier(action, simulation.after)
                yield from told(simulation, action, BY_STATE[action.state], root)
            if action.pk in online:
                root = parse(online[action.pk], simulation.after)
                yield from told(simulation, action, "en_ligne", root)


def actions_of(campagne):
    """Return the actions that rules of a campaign concern: written, sent, or online."""
    concerned = Q(state__in=list(BY_STATE)) | Q(online_number__isnull=False)
    return Action.objects.filter(concerned, attribution__lot__campagne=campagne)


def loaded(keys, table):
    """Return actions with all that the fields of a table need, in a constant number of queries."""
    sessions = Session.objects.filter(retiree_le=None).select_related("organisme_responsable")
    sessions = sessions.order_by("pk").prefetch_related(
        Prefetch("dispositifs", Dispositif.objects.order_by("pk")),
        *small_tables(table, Level.SESSION),
    )
    actions = Action.objects.filter(pk__in=keys).select_related("formation", "porteur")
    return actions.order_by("pk").prefetch_related(
        Prefetch("sessions", sessions),
        *small_tables(table, Level.ACTION),
        *(f"formation__{name}" for name in small_tables(table, Level.FORMATION)),
    )


def small_tables(table, level) -> list[str]:
    return [field.name for field in table.level(level) if field.kind is Kind.ROWS]


def dossier(action, table) -> Fiche:
    """Return a loaded action as fiches that hold these fields only."""

    def fiche(row, children=()):
        return Fiche(row.level, row.key, values_of(row, table.level(row.level)), tuple(children))

    sessions = []
    for session in action.sessions.all():
        dispositifs = [fiche(dispositif) for dispositif in session.dispositifs.all()]
        sessions.append(fiche(session, dispositifs))
    return fiche(action.formation, [fiche(action, sessions)])


def payloads(actions) -> dict[int, dict]:
    """Return the online payload of each action that is online."""
    keys = [action.pk for action in actions if action.online_number is not None]
    about = ContentType.objects.get_for_model(Action)
    rows = Publication.objects.filter(content_type=about, object_id__in=keys, online=True)
    return dict(rows.values_list("object_id", "payload"))


def told(simulation, action, situation, root) -> Iterator[Breach]:
    for fiche, changed, message, replaced in simulation.breaches(root):
        yield Breach(situation, action, where(fiche), changed.label, message, replaced)

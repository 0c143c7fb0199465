"""The plan of the offers, by groups of formations.

The same seed gives the same scripts, whoever plays them.

A group is planned from its own seed, so that several processes share the work.
"""

import random
from bisect import bisect
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from bench.generator import values, words
from bench.generator.annuaire import YEARS
from bench.generator.calendar import Clock
from bench.generator.lives import LIVES, STAFF_MOVES, pick
from bench.generator.script import AddDispositif, AddSession, Agree, Create, Move, Retire, Save
from core.demo.suited import days, suited
from core.plugins import programme
from core.rules import Level

FORMATIONS = 50  # in a group
ACTIONS = (1, 2, 3, 4, 5, 6, 8, 12)  # of an ordinary formation: 4 of usual, as F:A = 1:4
SESSIONS = (1, 1, 1, 2, 2, 2, 3, 4)  # of an action: 2 of usual, as A:S = 1:2
CURRENT = 0.20  # part of the actions that have not ended
SKEW = 0.8  # of Zipf's law: a few organisations have most of the offer


@dataclass
class Group:
    """The shape of a group: for each formation, for each action, how many sessions.

    And where its numbers begin.
    """

    rank: int
    formations: list[list[int]]
    regional: list[bool]
    bases: dict[str, int] = field(default_factory=dict)

    def counts(self):
        paid = (
            sum(1 if regional else dispositifs(rank) for rank in range(sessions))
            for f, regional in zip(self.formations, self.regional, strict=True)
            for sessions in f
        )
        return {
            "core.Formation": len(self.formations),
            "core.Action": sum(map(len, self.formations)),
            "core.Session": sum(map(sum, self.formations)),
            "core.Dispositif": sum(paid),
            "attribution": sum(self.regional),
        }


def dispositifs(session):
    """Return how many ways of paying a session of this rank has: three for two sessions."""
    return 1 + session % 2


def groups(world):
    """Yield the groups, until there are as many sessions as asked."""
    left, used, rank = world.size, 0, 0
    bases = dict.fromkeys(
        ("core.Formation", "core.Action", "core.Session", "core.Dispositif", "attribution"), 0
    )
    usable = len(usable_attributions(world))
    while left > 0:
        rng = random.Random(f"{world.seed}/{rank}/shape")
        formations, regional = [], []
        while left > 0 and len(formations) < FORMATIONS:
            of_the_region = used < usable and rng.random() < 0.25
            used += of_the_region
            actions = []
            for _ in range(1 if of_the_region else rng.choice(ACTIONS)):
                count = min(rng.choice(SESSIONS), left)
                if count:
                    actions.append(count)
                left -= count
            formations.append(actions)
            regional.append(of_the_region)
        group = Group(rank, formations, regional, dict(bases))
        for name, count in group.counts().items():
            bases[name] += count
        yield group
        rank += 1


def usable_attributions(world):
    """Return the attributions from which an action is created.

    One in eight still waits, stopped lots have none.
    """
    found = world.__dict__.get("_usable")
    if found is None:
        found = world.__dict__["_usable"] = [a for a in world.attributions if a.open and a.id % 8]
    return found


class Planner:
    """Writes the scripts of a group."""

    def __init__(self, world, *, every_life=False):
        self.world, self.every_life = world, every_life
        self.porteurs = [o for o in world.organisations if o.online and o.places[0].online]
        self.weights = list(
            accumulate(1 / (rank + 1) ** SKEW for rank in range(len(self.porteurs)))
        )
        self.names = world.codes["certifinfo"]

    def porteur(self, rng):
        return self.porteurs[bisect(self.weights, rng.random() * self.weights[-1])]

    def scripts(self, group):
        """Yield the script of each action, its creation first."""
        rng = self.rng = random.Random(f"{self.world.seed}/{group.rank}")
        number, used = group.bases["core.Formation"], group.bases["attribution"]
        done = group.bases["core.Action"]
        for actions, regional in zip(group.formations, group.regional, strict=True):
            number += 1
            attribution = None
            porteur = self.porteur(rng)
            if regional:
                attribution = usable_attributions(self.world)[used]
                used += 1
                porteur = self.world.by_id[attribution.formateur]
            by_staff = not regional and rng.random() < 0.02
            certifinfo = rng.choice(self.names) if not regional and rng.random() < 0.35 else ""
            for rank, sessions in enumerate(actions):
                life = LIVES[done % len(LIVES)] if self.every_life else None
                done += 1
                offer = _Offer(self, rng, porteur, attribution, certifinfo, rank, by_staff=by_staff)
                yield offer.script(sessions, None if rank == 0 else number, life)


class _Offer:
    """Writes the script of one action."""

    def __init__(self, planner, rng, porteur, attribution, certifinfo, rank, *, by_staff):
        self.world, self.rng, self.rank = planner.world, rng, rank
        self.porteur, self.attribution, self.certifinfo = porteur, attribution, certifinfo
        self.by = rng.choice(self.world.staff) if by_staff else rng.choice(porteur.accounts)
        self.programme = programme(attribution.programme) if attribution else None
        self.by_staff = by_staff
        self.place = (
            rng.choice([p for p in porteur.places if p.online])
            if rng.random() < 0.5
            else porteur.places[0]
        )

    def script(self, sessions, formation, life):
        rng, today = self.rng, self.world.today
        periods = self._regional_periods(sessions) if self.attribution else self._periods(sessions)
        last = max(end for _, end in periods)
        age = "current" if last >= today else "recent" if (today - last).days < 365 else "old"
        life = life or pick(rng, age)
        start = min(periods[0][0], today) - timedelta(days=rng.randrange(15, 120))
        self.clock = Clock(rng, start, today)
        porteur = None if self.by_staff else self.porteur.id
        number = self.attribution.id if self.attribution else None
        steps = [
            Create(
                self.clock.tick(),
                self.by,
                porteur,
                number,
                formation,
                self.certifinfo if formation is None else "",
            )
        ]
        if formation is None:
            domaines = self.porteur.values["domaines"]
            typed = values.formation(self.world, rng, self.certifinfo, domaines)
            steps.append(self._save(("F",), self._suited(Level.FORMATION, typed)))
        typed = values.action(rng, self._dispensateur(), self.rank)
        steps.append(self._save(("A",), self._suited(Level.ACTION, typed)))
        for rank, (debut, fin) in enumerate(periods):
            steps += self._session(rank, debut, fin, len(periods), whole=life.whole)
        steps += self._life(life, len(periods), last)
        return steps

    def _dispensateur(self):
        """Return where it takes place: for a regional offer, the site of the attribution."""
        return self.world.places[str(self.attribution.site)] if self.attribution else self.place

    def _session(self, rank, debut, fin, count, *, whole):
        yield AddSession(self.clock.tick(), self.by)
        if not whole and rank == count - 1:
            return  # the last page was left for later
        responsable = self.porteur.siret
        ended = fin < self.world.today
        typed = values.session(
            self.rng, self._dispensateur(), debut, fin, responsable=responsable, ended=ended
        )
        yield self._save(("S", rank), self._suited(Level.SESSION, typed))
        if self.attribution:
            yield self._save(
                ("D", rank, 0),
                values.dispositif(self.rng, max(self.attribution.places // count, 1), rank=0),
            )
            return
        for number in range(dispositifs(rank)):
            if number:
                yield AddDispositif(self.clock.tick(), self.by, rank)
            yield self._save(
                ("D", rank, number),
                values.dispositif(self.rng, self.rng.randrange(6, 20), rank=number),
            )

    def _suited(self, level, typed):
        return suited(self.programme, level, typed) if self.programme else typed

    def _save(self, row, typed):
        return Save(self.clock.tick(), self.by, row, typed)

    def _periods(self, count):
        """Return (start, end) of the sessions: one action in five has not ended.

        The past goes back years.
        """
        rng, today = self.rng, self.world.today
        if rng.random() < CURRENT:
            ends = [today + timedelta(days=int(rng.random() ** 1.5 * 330)) for _ in range(count)]
        else:
            base = int(rng.random() * 365 * YEARS) + 1
            ends = [today - timedelta(days=max(base - rng.randrange(200), 1)) for _ in range(count)]
        return sorted((end - timedelta(days=values.duration(rng)), end) for end in ends)

    def _regional_periods(self, count):
        """Return the sessions of an attribution: they start in the year of its campaign."""
        year, found = self.attribution.annee, []
        for _ in range(count):
            start = date(year, 1, 6) + timedelta(days=self.rng.randrange(330))
            found.append(
                (
                    start,
                    start + timedelta(days=days(self.programme, values.duration(self.rng) + 20)),
                )
            )
        return sorted(found)

    def _life(self, life, sessions, last):
        online = False
        for name in life.steps.split():
            if name == "archive":
                at = self.clock.until(last + timedelta(days=30 + self.rng.randrange(300)))
            else:
                at = self.clock.tick(1.5)
            if name == "retire" and sessions > 1:
                yield Retire(at, self.by, sessions - 1)
            elif name in ("edit", "retire"):
                yield from self._edit()
            else:
                if name == "submit" and online and self.attribution:
                    yield Agree(at, self.by, at.date(), "Courriel du service Formation")
                    at = self.clock.tick()
                yield self._move(name, at)
            online = online or name == "validate"

    def _edit(self):
        text = words.text(self.rng, words.OBJECTIFS, least=200, usual=500, most=2000)
        yield self._save(("A",), {"objectifs": text})
        yield self._save(("S", 0), {"etat_recrutement": "3", "duree_hebdo": 21})
        yield self._save(("D", 0, 0), {"places_restantes": 0})

    def _move(self, name, at):
        rng = self.rng
        by = rng.choice(self.world.staff) if name in STAFF_MOVES else self.by
        comment = {
            "ask": words.QUESTIONS,
            "answer": words.ANSWERS,
            "refuse": words.REFUSALS,
            "hold": words.HOLDS,
        }.get(name)
        if name in ("archive", "unpublish", "republish"):
            comment = words.REASONS
        remarks = ()
        if name == "ask" and rng.random() < 0.5:
            remarks = ((("A",), "commentaire_prerequis", "Quels pré-requis, exactement ?"),)
        return Move(at, by, name, rng.choice(comment) if comment else "", remarks)

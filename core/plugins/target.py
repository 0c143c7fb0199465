"""Diffusion targets: who would take an offer, and why not. Plain Python, no Django.

A target is a declaration with rules over fiches; its parent's refusals are its own.
`core/fasd/cibles.py` declares ours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.rules import Fiche, Issue, Level

Organismes = Mapping[
    str,
    Fiche,
]  # établissements by SIRET, their sites as children: what the annuaire knows of them
Rule = Callable[[Fiche, Organismes], Iterator[Issue]]


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver of the offers, below the one that feeds it.

    The rules that keep an offer from it.
    """

    code: str
    label: str
    rules: tuple[Rule, ...] = ()
    parent: str = ""  # code of the target that feeds this one
    source: str = ""  # where its rules were found
    a_confirmer: bool = False  # its own rules are not known, or not confirmed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a target answers to a dossier: taken when nothing refuses it."""

    target: Target
    refusals: tuple[Issue, ...]  # one per fiche, its parent's first
    refused: int  # sessions that it would not take
    sessions: int

    @property
    def taken(self) -> bool:
        return not self.refusals

    @property
    def partly(self) -> bool:
        return 0 < self.refused < self.sessions

    @property
    def reason(self) -> str:
        """Return the reasons in a few words, each said once."""
        return " ; ".join(dict.fromkeys(issue.message for issue in self.refusals))


def ordered(targets: Iterable[Target]) -> list[Target]:
    """Return targets with each parent before its children.

    Refuse a code given twice, or a parent that is not there.
    """
    known: dict[str, Target] = {}
    for target in targets:
        if target.code in known:
            raise ValueError(f"Two plugins register the target {target.code!r}.")
        known[target.code] = target
    children: dict[str, list[Target]] = {}
    for target in known.values():
        if target.parent and target.parent not in known:
            raise ValueError(
                f"The target {target.code!r} is below {target.parent!r}, which no plugin "
                "registers.",
            )
        children.setdefault(target.parent, []).append(target)
    found: list[Target] = []

    def below(code):
        for target in children.get(code, ()):
            found.append(target)
            below(target.code)

    below("")
    if len(found) != len(known):
        raise ValueError("Targets are below one another in a circle.")
    return found


def verdicts(
    targets: Iterable[Target],
    root: Fiche,
    organismes: Organismes | None = None,
) -> list[Verdict]:
    """Return what each target answers; `targets` in the order of `ordered`."""
    sessions = [s.key for s in root.each(Level.SESSION)]
    owner = {x.key: s.key for s in root.each(Level.SESSION) for x in s.walk()}
    found: dict[
        str,
        dict[str, Issue],
    ] = {}  # by target, by key of the fiche: the first reason is enough
    asked: dict[Rule, list[Issue]] = {}  # several targets share a rule
    answers = []
    for target in targets:
        refusals = dict(found.get(target.parent, {}))
        for rule in target.rules:
            if rule not in asked:
                asked[rule] = list(rule(root, organismes or {}))
            for issue in asked[rule]:
                refusals.setdefault(issue.key, issue)
        found[target.code] = refusals
        everywhere = any(
            key not in owner for key in refusals
        )  # the formation or the action: no session passes
        refused = set(sessions) if everywhere else {owner[key] for key in refusals}
        answers.append(Verdict(target, tuple(refusals.values()), len(refused), len(sessions)))
    return answers

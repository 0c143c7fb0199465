"""Formacodes suggested from a title.

Its words among those of the thesaurus, and online offers that share its rare words. Counted,
never guessed: the same title over the same tables gives the same answer. No outside service.
"""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from core.models import Action, Famille, Formation
from core.referentiels.terms import begins, in_force
from core.search.matching import bearing
from core.texts.plain import plain
from workflows.lifecycle import State

MOST_WORDS, CANDIDATES, NEIGHBOURS, SHOWN = 8, 600, 300, 6
SHORTEST, STEM = 3, 4
IN_THE_LABEL = 2  # a word of the label counts twice as much as one of a synonym
EMPTY = frozenset(
    (
        "action",
        "actions",
        "apprendre",
        "aux",
        "avec",
        "base",
        "bases",
        "cap",
        "certificat",
        "certification",
        "connaissance",
        "connaissances",
        "cours",
        "cycle",
        "dans",
        "debutant",
        "des",
        "deux",
        "diplome",
        "dispositif",
        "document",
        "domaine",
        "du",
        "elementaire",
        "entre",
        "est",
        "etre",
        "formation",
        "formations",
        "initiation",
        "les",
        "leur",
        "module",
        "modules",
        "niveau",
        "niveaux",
        "nos",
        "ou",
        "par",
        "parcours",
        "pas",
        "perfectionnement",
        "pour",
        "premier",
        "preparation",
        "professionnel",
        "professionnelle",
        "professionnels",
        "programme",
        "se",
        "ses",
        "son",
        "stage",
        "sur",
        "titre",
        "tous",
        "tout",
        "une",
        "vers",
        "vos",
    )
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A Formacode, and in a few words why it is suggested."""

    code: str
    libelle: str
    raison: str

    def as_json(self):
        return {"code": self.code, "libelle": self.libelle, "raison": self.raison}


def suggest(title: str, user) -> list[Suggestion]:
    """Return the Formacodes that a title calls for, the likeliest first.

    Three queries, whatever the tables hold.
    """
    typed = _words(title)
    if not typed:
        return []
    terms = in_force(Famille.FORMACODE, user)
    by_words, said = _by_words(terms, typed)
    by_offers, offers = _by_offers(typed)
    scores = Counter(_of_one(by_words)) + Counter(_of_one(by_offers))
    best = sorted(scores, key=lambda code: (-scores[code], code))[: 2 * SHOWN]
    labels = dict(terms.filter(code__in=best).values_list("code", "libelle"))
    return [
        Suggestion(code, labels[code], _reason(said.get(code), offers.get(code, 0)))
        for code in best
        if code in labels
    ][:SHOWN]


def _words(title) -> dict[str, str]:
    """Return the words of a title that say something, by their stem.

    Without accents, nor mark of the plural.
    """
    found = {}
    for word in re.findall(r"\w+", title.lower()):
        folded = plain(word)
        if len(folded) >= SHORTEST and folded not in EMPTY and not folded.isdecimal():
            found.setdefault(_stem(folded), word)
    return dict(list(found.items())[:MOST_WORDS])


def _stem(word):
    return word[:-1] if len(word) > STEM and word.endswith(("s", "x")) else word


def _any(stems, condition):
    found = Q()
    for stem in stems:
        found |= condition(stem)
    return found


def _by_words(terms, typed):
    """Return the score of each term that bears words of the title, and which words."""
    rows = list(
        terms.filter(_any(typed, begins))
        .order_by("code")
        .values_list("code", "libelle", "recherche")[:CANDIDATES],
    )
    borne = {
        code: {s for s in typed if f" {s}" in _spaced(recherche)} for code, _, recherche in rows
    }
    frequent = Counter(stem for stems in borne.values() for stem in stems)
    scores = {}
    for code, libelle, _ in rows:
        label = _spaced(libelle)
        weights = [
            (IN_THE_LABEL if f" {s}" in label else 1) / frequent[s] for s in sorted(borne[code])
        ]
        apart = sum(
            not any(word.startswith(s) for s in typed)
            for word in label.split()
            if word not in EMPTY
        )
        if weights:
            scores[code] = sum(weights) / (1 + apart)
    return scores, {code: [typed[s] for s in typed if s in stems] for code, stems in borne.items()}


def _by_offers(typed):
    """Return the score of each Formacode of online offers that share rare words, and how many.

    The text of a formation is that which is online while its action is validated (D4): no draft
    is read.
    """
    online = Action.objects.filter(
        formation=OuterRef("pk"),
        state=State.VALIDATED,
        online_number__isnull=False,
    )
    sharing = Formation.objects.filter(Exists(online), pk__in=bearing(Formation, typed))
    rows = list(sharing.order_by("-pk").values_list("intitule", "formacodes")[:NEIGHBOURS])
    shared = [{s for s in typed if f" {s}" in _spaced(intitule)} for intitule, _ in rows]
    frequent = Counter(stem for stems in shared for stem in stems)
    scores, offers = Counter(), Counter()
    for (_, codes), stems in zip(rows, shared, strict=True):
        likeness = sum(1 / frequent[s] for s in stems) * len(stems) / len(typed)
        for code in codes or () if likeness else ():
            scores[code] += likeness
            offers[code] += 1
    return scores, offers


def _spaced(text):
    """Return the words of a text, each after a space."""
    return " " + " ".join(re.findall(r"\w+", plain(text)))


def _of_one(scores):
    """Return scores out of one."""
    most = max(scores.values(), default=0)
    return {code: score / most for code, score in scores.items()} if most else {}


def _reason(said, offers):
    parts = [f"mot du titre : {', '.join(said)}"] if said else []
    if offers:
        parts.append(f"{offers} offre{'s' if offers > 1 else ''} en ligne au titre voisin")
    return " ; ".join(parts)

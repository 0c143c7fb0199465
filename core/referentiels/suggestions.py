"""Formacodes suggested from a title.

Its words among those of the thesaurus, and online offers that share its rare words. Counted,
never guessed: the same title over the same tables gives the same answer. No outside service.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef, Q

from core.models import Action, Famille, Formation
from core.referentiels.terms import begins, in_force
from core.search.matching import bearing
from core.texts.plain import plain
from workflows.lifecycle import State

MOST_WORDS = 8
CANDIDATES = 600  # terms compared
NEIGHBOURS = 300  # offers compared
SHOWN = 6
SHORTEST = 3  # letters of a word that says something
STEM = 4  # letters below which an s or an x is no plural
IN_THE_LABEL = 2  # a word of the label counts twice as much as one of a synonym
EMPTY = frozenset((
    "action", "actions", "apprendre", "aux", "avec", "base", "bases", "cap", "certificat",
    "certification", "connaissance", "connaissances", "cours", "cycle", "dans", "debutant",
    "des", "deux", "diplome", "dispositif", "document", "domaine", "du", "elementaire",
    "entre", "est", "etre", "formation", "formations", "initiation", "les", "leur", "module",
    "modules", "niveau", "niveaux", "nos", "ou", "par", "parcours", "pas", "perfectionnement",
    "pour", "premier", "preparation", "professionnel", "professionnelle", "professionnels",
    "programme", "se", "ses", "son", "stage", "sur", "titre", "tous", "tout", "une", "vers",
    "vos",
))  # fmt: skip


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
    by_words, shared_words = _by_words(terms, typed)
    by_offers, offers = _by_offers(typed)
    scores = Counter(_of_one(by_words)) + Counter(_of_one(by_offers))
    best = sorted(scores, key=lambda code: (-scores[code], code))[: 2 * SHOWN]
    labels = dict(terms.filter(code__in=best).values_list("code", "libelle"))
    suggestions = []
    for code in best:
        if code in labels:
            reason = _reason(shared_words.get(code), offers.get(code, 0))
            suggestions.append(Suggestion(code, labels[code], reason))
    return suggestions[:SHOWN]


def _words(title) -> dict[str, str]:
    """Return the words of a title that say something, by their stem.

    Without accents, nor mark of the plural.
    """
    by_stem = {}
    for word in re.findall(r"\w+", title.lower()):
        folded = plain(word)
        if len(folded) >= SHORTEST and folded not in EMPTY and not folded.isdecimal():
            by_stem.setdefault(_stem(folded), word)
    return dict(islice(by_stem.items(), MOST_WORDS))


def _stem(word):
    if len(word) > STEM and word.endswith(("s", "x")):
        return word[:-1]
    return word


def _any(stems, condition):
    either = Q()
    for stem in stems:
        either |= condition(stem)
    return either


def _by_words(terms, typed):
    """Return the score of each term that bears words of the title, and which words."""
    candidates = terms.filter(_any(typed, begins)).order_by("code")
    rows = list(candidates.values_list("code", "libelle", "recherche")[:CANDIDATES])
    borne = {code: _stems_in(recherche, typed) for code, _, recherche in rows}
    frequent = Counter(stem for stems in borne.values() for stem in stems)
    scores = {}
    for code, libelle, _ in rows:
        if borne[code]:
            weight = _weight(libelle, borne[code], frequent)
            scores[code] = weight / (1 + _words_apart(libelle, typed))
    shared_words = {
        code: [word for stem, word in typed.items() if stem in stems]
        for code, stems in borne.items()
    }
    return scores, shared_words


def _stems_in(text, typed) -> list[str]:
    """Return the stems of the title that begin a word of a text, in alphabetical order."""
    spaced = _spaced(text)
    return sorted(stem for stem in typed if f" {stem}" in spaced)


def _weight(libelle, stems, frequent) -> float:
    """Return how much the words of a term weigh: the rare ones, those of its label, more."""
    label = _spaced(libelle)
    weights = []
    for stem in stems:
        importance = IN_THE_LABEL if f" {stem}" in label else 1
        weights.append(importance / frequent[stem])
    return sum(weights)


def _words_apart(libelle, typed) -> int:
    """Return how many words of a label the title does not have."""
    stems = tuple(typed)
    return sum(
        word not in EMPTY and not word.startswith(stems) for word in _spaced(libelle).split()
    )


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
    shared = [_stems_in(intitule, typed) for intitule, _ in rows]
    frequent = Counter(stem for stems in shared for stem in stems)
    scores = Counter()
    offers = Counter()
    for (_, codes), stems in zip(rows, shared, strict=True):
        if not stems:
            continue
        likeness = sum(1 / frequent[stem] for stem in stems) * len(stems) / len(typed)
        for code in codes or ():
            scores[code] += likeness
            offers[code] += 1
    return scores, offers


def _spaced(text):
    """Return the words of a text, each after a space."""
    return " " + " ".join(re.findall(r"\w+", plain(text)))


def _of_one(scores):
    """Return scores out of one."""
    most = max(scores.values(), default=0)
    if not most:
        return {}
    return {code: score / most for code, score in scores.items()}


def _reason(words, offers):
    parts = []
    if words:
        parts.append(f"mot du titre : {', '.join(words)}")
    if offers:
        parts.append(f"{offers} offre{'s' if offers > 1 else ''} en ligne au titre voisin")
    return " ; ".join(parts)

"""Terms of a référentiel as people look for them.

By relevance, each with its path, or down the tree.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from core.models import Terme
from core.texts.plain import plain

CANDIDATES, SHOWN = 600, 40
CHAIN = "parent__parent__parent__parent"  # deeper than the Formacode is
BEFORE_A_WORD = " '-/("
SHORTEST = 2  # characters below which everything would match


@dataclass(frozen=True, slots=True)
class Found:
    """A term, and where it stands."""

    code: str
    libelle: str
    chemin: str
    ancetres: tuple[str, ...]
    enfants: bool = False

    def as_json(self):
        return {
            "code": self.code,
            "libelle": self.libelle,
            "chemin": self.chemin,
            "ancetres": self.ancetres,
            "enfants": self.enfants,
        }


def in_force(famille, user):
    return Terme.objects.allowed(user).filter(famille=famille, valide_au=None)


def look_for(famille: str, words: str, user) -> tuple[list[Found], int]:
    """Return the terms that answer a word, a domain or a code, nearest first; how many."""
    asked = plain(words).split()
    if len("".join(asked)) < SHORTEST:
        return [], 0
    terms = in_force(famille, user)
    candidates = list(
        terms.filter(_each(asked, begins) | _of_a_domain(terms, asked)).order_by("code")[
            :CANDIDATES
        ],
    )
    if not candidates:
        candidates = list(
            terms.filter(_each(asked, lambda word: Q(recherche__contains=word))).order_by("code")[
                :CANDIDATES
            ],
        )
    candidates.sort(key=lambda term: (_rank(term, asked), len(term.libelle), term.libelle))
    known = {
        t.code: t
        for t in terms.filter(code__in=[t.code for t in candidates[:SHOWN]]).select_related(CHAIN)
    }
    return [found(known[term.code]) for term in candidates[:SHOWN]], len(candidates)


def under(famille: str, code: str, user) -> list[Found]:
    """Return the terms just under a term, or the domains."""
    terms = in_force(famille, user)
    level = (
        terms.filter(parent__code=code, parent__famille=famille)
        if code
        else terms.filter(parent=None)
    )
    children = terms.filter(parent=OuterRef("pk"))
    rows = level.select_related(CHAIN).annotate(a_des_enfants=Exists(children))
    return [
        found(row, children=row.a_des_enfants)
        for row in rows.order_by(*(("libelle",) if code else ("code",)))
    ]


def found(term, *, children=False) -> Found:
    ancestors, above = [], term.parent
    while above is not None:
        ancestors.insert(0, above)
        above = above.parent
    domain = _domain(term)
    steps = [domain, *(a.libelle for a in ancestors)]
    if domain and len(steps) > 1 and domain.endswith(steps[1]):
        del steps[1]  # the domain bears the name of its first term
    return Found(
        term.code,
        term.libelle,
        " › ".join(filter(None, steps)),
        tuple(a.code for a in ancestors),
        children,
    )


def _domain(term):
    champ, libelle = term.donnees.get("champ", ""), term.donnees.get("champ_libelle", "")
    return f"Domaine {champ} {libelle}".strip() if champ else ""


def _each(words, condition):
    found = Q()
    for word in words:
        found &= condition(word)
    return found


def begins(word):
    """Select the terms of which a word begins so."""
    starts = Q(recherche__startswith=word)
    for before in BEFORE_A_WORD:
        starts |= Q(recherche__contains=before + word)
    return starts


def _of_a_domain(terms, words):
    """Return the terms of the domains whose name answers: « langues » gives English too."""
    domains = terms.filter(_each(words, begins), parent=None).values("pk")
    return Q(parent__in=domains) | Q(parent__parent__in=domains)


def _rank(term, words):
    """Return how near a term is: its code, its label, its synonyms, its domain."""
    asked, label = " ".join(words), plain(term.libelle)
    tests = (
        term.code == asked,
        asked.isdecimal() and term.code.startswith(asked),
        label == asked,
        label.startswith(asked),
        all(_starts_a_word(word, label) for word in words),
        all(_starts_a_word(word, term.recherche) for word in words),
    )
    return next((n for n, passed in enumerate(tests) if passed), len(tests))


def _starts_a_word(word, text):
    return text.startswith(word) or any(before + word in text for before in BEFORE_A_WORD)

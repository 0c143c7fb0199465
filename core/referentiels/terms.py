"""Terms of a référentiel as people look for them.

By relevance, each with its path, or down the tree.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from core.models import Terme
from core.texts.plain import plain

CANDIDATES = 600
SHOWN = 40
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
    typed = plain(words).split()
    if len("".join(typed)) < SHORTEST:
        return [], 0
    terms = in_force(famille, user)
    candidates = _first(terms, _each(typed, begins) | _of_a_domain(terms, typed))
    if not candidates:
        candidates = _first(terms, _each(typed, contains))
    candidates.sort(key=lambda term: (_rank(term, typed), len(term.libelle), term.libelle))
    codes = [term.code for term in candidates[:SHOWN]]
    rows = terms.filter(code__in=codes).select_related(CHAIN)
    by_code = {term.code: term for term in rows}
    return [found(by_code[code]) for code in codes], len(candidates)


def _first(terms, condition) -> list[Terme]:
    return list(terms.filter(condition).order_by("code")[:CANDIDATES])


def under(famille: str, code: str, user) -> list[Found]:
    """Return the terms just under a term, or the domains."""
    terms = in_force(famille, user)
    if code:
        level = terms.filter(parent__code=code, parent__famille=famille).order_by("libelle")
    else:
        level = terms.filter(parent=None).order_by("code")
    children = terms.filter(parent=OuterRef("pk"))
    rows = level.select_related(CHAIN).annotate(a_des_enfants=Exists(children))
    return [found(row, children=row.a_des_enfants) for row in rows]


def found(term, *, children=False) -> Found:
    ancestors = _ancestors(term)
    domain = _domain(term)
    steps = [domain, *(ancestor.libelle for ancestor in ancestors)]
    if domain and len(steps) > 1 and domain.endswith(steps[1]):
        del steps[1]  # the domain bears the name of its first term
    return Found(
        code=term.code,
        libelle=term.libelle,
        chemin=" › ".join(filter(None, steps)),
        ancetres=tuple(ancestor.code for ancestor in ancestors),
        enfants=children,
    )


def _ancestors(term) -> list[Terme]:
    """Return the terms above one, the farthest first."""
    ancestors = []
    above = term.parent
    while above is not None:
        ancestors.insert(0, above)
        above = above.parent
    return ancestors


def _domain(term):
    champ = term.donnees.get("champ", "")
    if not champ:
        return ""
    libelle = term.donnees.get("champ_libelle", "")
    return f"Domaine {champ} {libelle}".strip()


def _each(words, condition):
    every = Q()
    for word in words:
        every &= condition(word)
    return every


def contains(word):
    return Q(recherche__contains=word)


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
    typed = " ".join(words)
    label = plain(term.libelle)
    tests = (
        term.code == typed,
        typed.isdecimal() and term.code.startswith(typed),
        label == typed,
        label.startswith(typed),
        all(_starts_a_word(word, label) for word in words),
        all(_starts_a_word(word, term.recherche) for word in words),
    )
    for rank, passed in enumerate(tests):
        if passed:
            return rank
    return len(tests)


def _starts_a_word(word, text):
    if text.startswith(word):
        return True
    return any(before + word in text for before in BEFORE_A_WORD)

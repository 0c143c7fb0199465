"""What our Certifinfo table says of a code.

What it gives by name of field, and what has replaced it.
"""

from dataclasses import dataclass

from core.models import Action, Famille, RemplacementCertifinfo, Terme

LONGEST_CHAIN = 6  # replacements of replacements; a loop of the file ends there


# Codes that are replaced --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Archived:
    """A code that is no longer used, and the terms in force that stand for it."""

    code: str
    successors: tuple[Terme, ...]

    @property
    def said(self) -> str:
        """Say that it is archived, and by what it is replaced."""
        if not self.successors:
            return "archivé, sans remplaçant connu"
        return f"archivé, remplacé par {' ou '.join(terme.code for terme in self.successors)}"

    @property
    def sentence(self) -> str:
        start = f"Le code Certifinfo {self.code} est archivé"
        named = [f"« {words(terme)} »" for terme in self.successors]
        match named:
            case []:
                return f"{start}, sans remplaçant connu : choisissez-en un autre."
            case [one]:
                return f"{start} : il est remplacé par {one}."
        return (
            f"{start} : il est remplacé par {', '.join(named[:-1])} ou {named[-1]}. "
            "Choisissez celui qui convient."
        )


def words(terme) -> str:
    """Return a certification as it is offered, with its RNCP number where the table has it."""
    rncp = terme.donnees.get("rncp", "")
    return (
        f"{terme} ({rncp if rncp.upper().startswith(('RNCP', 'RS')) else f'RNCP {rncp}'})"
        if rncp
        else str(terme)
    )


def archived(codes) -> dict[str, Archived]:
    """Return those of these codes that are archived: replaced, or gone from the table.

    A few queries, whatever their number.
    """
    codes = [
        code for code in dict.fromkeys(codes) if code and "\0" not in code
    ]  # PostgreSQL refuses it
    follows = _follows(codes)
    ends = {code: _ends(code, follows) for code in codes}
    wanted = {*codes, *(end for found in ends.values() for end in found)}
    terms = (
        {t.code: t for t in Terme.objects.famille(Famille.CERTIFINFO).filter(code__in=wanted)}
        if wanted
        else {}
    )
    found = {}
    for code in codes:
        if code in follows or (code in terms and terms[code].valide_au is not None):
            living = (
                terms[end] for end in ends[code] if end in terms and terms[end].valide_au is None
            )
            found[code] = Archived(code, tuple(living))
    return found


def _follows(codes) -> dict[str, list[str]]:
    """Return what replaces each of these codes, then that, as far as the table goes."""
    follows, asked = {}, set()
    for _ in range(LONGEST_CHAIN):
        codes = {*codes} - asked
        if not codes:
            break
        asked |= codes
        pairs = list(
            RemplacementCertifinfo.objects.filter(ancien__in=codes)
            .order_by("nouveau")
            .values_list("ancien", "nouveau"),
        )
        for old, new in pairs:
            follows.setdefault(old, []).append(new)
        codes = [new for _, new in pairs]
    return follows


def _ends(code, follows) -> list[str]:
    """Return the last codes of the chains that start from a code, itself apart."""
    ends, todo, seen = [], [code], set()
    while todo:
        one = todo.pop(0)
        if one in seen:
            continue
        seen.add(one)
        todo += follows.get(one, ())
        if one not in follows and one != code:
            ends.append(one)
    return ends


def refused(code: str) -> str:
    """Return why no new offer may take this code, or nothing."""
    found = archived([code]).get(code)
    return found.sentence if found else ""


def flag(actions) -> None:
    """Note which actions have a code that was replaced.

    What the counter of the home page counts.
    """
    replaced = RemplacementCertifinfo.objects.order_by().values("ancien")
    actions.filter(certifinfo_remplace=False, formation__certifinfo__in=replaced).update(
        certifinfo_remplace=True,
    )
    actions.filter(certifinfo_remplace=True).exclude(formation__certifinfo__in=replaced).update(
        certifinfo_remplace=False,
    )


def flag_all() -> None:
    """Note it for every action: the table has just changed."""
    flag(Action.objects.all())

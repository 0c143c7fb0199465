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
    if not rncp:
        return str(terme)
    if not rncp.upper().startswith(("RNCP", "RS")):
        rncp = f"RNCP {rncp}"
    return f"{terme} ({rncp})"


def archived(codes) -> dict[str, Archived]:
    """Return those of these codes that are archived: replaced, or gone from the table.

    A few queries, whatever their number.
    """
    # PostgreSQL refuses a NUL.
    codes = [code for code in dict.fromkeys(codes) if code and "\0" not in code]
    follows = _follows(codes)
    ends = {code: _ends(code, follows) for code in codes}
    wanted = {*codes, *(end for found in ends.values() for end in found)}
    terms = {}
    if wanted:
        rows = Terme.objects.famille(Famille.CERTIFINFO).filter(code__in=wanted)
        terms = {terme.code: terme for terme in rows}
    archives = {}
    for code in codes:
        terme = terms.get(code)
        if code in follows or (terme and terme.valide_au is not None):
            last = [terms[end] for end in ends[code] if end in terms]
            living = tuple(terme for terme in last if terme.valide_au is None)
            archives[code] = Archived(code, living)
    return archives


def _follows(codes) -> dict[str, list[str]]:
    """Return what replaces each of these codes, then that, as far as the table goes."""
    follows = {}
    read = set()
    for _ in range(LONGEST_CHAIN):
        codes = {*codes} - read
        if not codes:
            break
        read |= codes
        rows = RemplacementCertifinfo.objects.filter(ancien__in=codes).order_by("nouveau")
        pairs = list(rows.values_list("ancien", "nouveau"))
        for old, new in pairs:
            follows.setdefault(old, []).append(new)
        codes = [new for _, new in pairs]
    return follows


def _ends(code, follows) -> list[str]:
    """Return the last codes of the chains that start from a code, itself apart."""
    ends = []
    to_follow = [code]
    seen = set()
    while to_follow:
        link = to_follow.pop(0)
        if link in seen:
            continue
        seen.add(link)
        to_follow += follows.get(link, ())
        if link not in follows and link != code:
            ends.append(link)
    return ends


def refused(code: str) -> str:
    """Return why no new offer may take this code, or nothing."""
    archive = archived([code]).get(code)
    return archive.sentence if archive else ""


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

"""Fiches as plain data, for checks that read no base."""

from datetime import date

from core.rules import Contexte, Fiche, Level


def dossier(
    *, formation=None, action=None, session=None, dispositif=None, contexte=None, sessions=()
) -> Fiche:
    """Return a dossier of one session and one dispositif, or of the given `sessions`.

    Only what a check reads.
    """
    leaves = sessions or (
        Fiche(
            Level.SESSION, "S3", session or {}, (Fiche(Level.DISPOSITIF, "D4", dispositif or {}),)
        ),
    )
    one = Fiche(Level.ACTION, "A2", action or {}, tuple(leaves))
    about = {"aujourdhui": date(2026, 1, 1), **(contexte or {})}
    return Fiche(Level.FORMATION, "F1", formation or {}, (one,), Contexte(**about))


def found(check, root) -> list[tuple[str, str]]:
    """Return the code and the path of what a check finds."""
    return [(issue.code, issue.path) for issue in check(root)]

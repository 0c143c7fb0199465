"""What is known of the PREPA across fields (domaine.md, B4): durations."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from core.rules import Fiche, Issue, Level, says

SOURCE = "B4"
FLE, DAEU = "fle", "daeu"
MONTHS, FLE_MONTHS = 3, 6
HOURS = (("duree_centre", 280, "en centre"), ("duree_entreprise", 140, "en entreprise"))


def months_after(start: date, months: int) -> date:
    """Return the same day some months later, or the last of its month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def longer_than(session: Fiche, months: int) -> bool:
    debut, fin = session["date_debut"], session["date_fin"]
    return bool(debut and fin) and fin > months_after(debut, months)


@says(
    "PREPA Avenir Sup dure trois mois au plus, 280 heures en centre et 140 heures en entreprise au "
    "plus.",
    source="B4",
)
def avenir_sup_is_short(fiche: Fiche) -> Iterator[Issue]:
    """Avenir Sup lasts three months, 280 hours in centre and 140 in a company, at most (B4)."""
    for session in fiche.each(Level.SESSION):
        if longer_than(session, MONTHS):
            yield Issue(
                "avenir_sup.mois",
                session.path("date_fin"),
                f"PREPA Avenir Sup dure trois mois au plus : la session finit au plus tard le "
                f"{months_after(session['date_debut'], MONTHS):%d/%m/%Y}.",
                source=SOURCE,
            )
        for name, most, where in HOURS:
            hours = session[name]
            if hours is not None and hours > most:
                yield Issue(
                    f"avenir_sup.{name}",
                    session.path(name),
                    f"PREPA Avenir Sup compte {most} heures {where} au plus : il y en a {hours}.",
                    source=SOURCE,
                )


@says("La variante FLE dure six mois (conseil).", source="B4")
def fle_lasts_six_months(fiche: Fiche) -> Iterator[Issue]:
    """The FLE variant lasts six months (B4); an advice, as its rules are not confirmed."""
    for formation in fiche.each(Level.FORMATION):
        if formation["variante"] != FLE:
            continue
        for session in formation.each(Level.SESSION):
            if longer_than(session, FLE_MONTHS):
                yield Issue(
                    "cles_avenir.fle",
                    session.path("date_fin"),
                    "La variante FLE dure six mois : vérifiez les dates de la session (règle à "
                    "confirmer).",
                    blocking=False,
                    source=SOURCE,
                )

"""Until when people may enter a session.

Plain Python, no Django: read a fiche, or anything with its values by name.
"""

FERME = "2"  # of etat_recrutement
FIXED_DATES = ("dates_fixes", "")  # of entrees_sorties: everybody enters on the first day


def last_entry(session):
    """Return the last day on which people may enter.

    The start, or the end where they enter as it goes.
    """
    return (
        session["date_debut"]
        if (session["entrees_sorties"] or "") in FIXED_DATES
        else session["date_fin"]
    )


def recruits(session, today) -> bool:
    """Whether a session still takes people.

    It has not started, or one enters as it goes, and it is not closed.
    """
    start = session["date_debut"]
    if not start or session["etat_recrutement"] == FERME:
        return False
    fixed = (session["entrees_sorties"] or "") in FIXED_DATES
    return start > today or (
        not fixed and bool(session["date_fin"]) and session["date_fin"] >= today
    )


def of_use(session) -> list:
    """Return the informations collectives of a fiche that serve.

    Dated, and none after the last entry.
    """
    last = last_entry(session)
    rows = [row for row in session["informations_collectives"] or () if row.get("date")]
    return [row for row in rows if not last or row["date"] <= last]


def meetings_to_come(session, today) -> list:
    """Return the informations collectives of a fiche that are to come and still serve."""
    return [row for row in of_use(session) if row["date"] >= today]

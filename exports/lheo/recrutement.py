"""How one enters a session: periods, modalities, information meetings, referents."""

from core.fasd.codes import MODALITE_RECRUTEMENT, PERIODE_INSCRIPTION
from core.fasd.recrutement import of_use
from core.rules import Fiche
from exports.lheo.annuaire import Annuaire
from exports.lheo.coordonnees import adresse, contact
from exports.lheo.element import UNKNOWN_END, UNKNOWN_START

INFORMATION_COLLECTIVE = "9"
MODALITE_OF_PERIODE = {"candidature": "7"}  # else 0, unknown; the comment says which period
REFERENTS = {"referent_handicap": "1", "referent_mobilite": "2"}  # LHÉO types of contact (D27)


def periode(debut, fin) -> dict:
    return {"debut": debut or UNKNOWN_START, "fin": fin or UNKNOWN_END}


def periodes_inscription(session: Fiche) -> tuple[dict | None, list[dict]]:
    """Return the `periode-inscription` that LHÉO takes, and other periods as recruitments."""
    rows = session["periodes_inscription"] or []
    inscription = next((row for row in rows if row["type"] == "inscription"), None)
    others = [
        {
            "modalite-recrutement": MODALITE_OF_PERIODE.get(row["type"], "0"),
            "periode": periode(row["date_debut"], row["date_fin"]),
            "commentaire": f"Période de {PERIODE_INSCRIPTION[row['type']]}",
        }
        for row in rows
        if row is not inscription
    ]
    if inscription is None:
        return None, others
    dates = periode(inscription["date_debut"], inscription["date_fin"])
    return {"periode": dates}, others


def recrutements(session: Fiche, annuaire: Annuaire) -> list[dict]:
    """Return one recruitment per modality, per meeting of use, and per other period."""
    meetings = [meeting(row, annuaire) for row in of_use(session)]
    alone = [
        {"modalite-recrutement": code}
        for code in session["modalites_recrutement"] or ()
        if not (meetings and code == INFORMATION_COLLECTIVE)  # the meetings say more
    ]
    return alone + meetings + periodes_inscription(session)[1]


def meeting(row, annuaire: Annuaire) -> dict:
    return {
        "modalite-recrutement": INFORMATION_COLLECTIVE,
        "a-distance": row["a_distance"],
        "adresse": adresse(annuaire.sites.get(row["lieu"])),
        "urlweb": row["url"],
        "nb-places": row["places"],
        "periode": periode(row["date"], row["date"]),
        "heure-debut": row["heure_debut"],
        "heure-fin": row["heure_fin"],
        "commentaire": row["commentaire"],
    }


def modalites(session: Fiche) -> str:
    """Return the modalities in words, for readers of LHÉO 2.2."""
    return ", ".join(MODALITE_RECRUTEMENT[code] for code in session["modalites_recrutement"] or ())


def referents(session: Fiche, annuaire: Annuaire) -> list[dict]:
    """Return the referents of a session; the référent PRF and the mail de liaison stay inside."""
    return [
        contact(annuaire.contacts[session[name]], type_contact)
        for name, type_contact in REFERENTS.items()
        if session[name] in annuaire.contacts
    ]

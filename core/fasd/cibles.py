"""The diffusion targets that everyone has, with the rules that were found for each.

Sources: S0, S2, S3 (seeds); A4 (domaine.md, what each downstream system needs). A target without a
rule of its own takes what its parent takes: what it asks beyond was not found. Plain Python.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from core.fasd.codes import APPRENTISSAGE
from core.fasd.identifiants import siret_problem
from core.plugins.hooks import hookimpl
from core.plugins.target import Organismes, Target
from core.rules import Fiche, Issue, Level
from core.rules.completeness import empty

QUALIOPI = "qualiopi"
AFTER_THE_END = timedelta(days=30)  # France Travail forgets a session that ended before (A4)
SAME_HOURS = 10  # below, EDOF takes two actions of one place and mode for the same (A4, 30057)
DATED = (
    "date_debut",
    "date_fin",
    "informations_collectives",
    "periodes_inscription",
    "etat_recrutement",
)


def refusal(code: str, fiche: Fiche, field: str, message: str, source: str) -> Issue:
    return Issue(f"cible.{code}", fiche.path(field), message, blocking=False, source=source)


def is_not_over(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """A session that ended is inactive: neither shown nor sent any more (S0, D25)."""
    for session in root.each(Level.SESSION):
        if session["date_fin"] and session["date_fin"] < root.contexte.aujourdhui:
            yield refusal("terminee", session, "date_fin", "session terminée", "S0, D25")


def has_a_meeting_to_come(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """Informations collectives are due for Kairos, Ouiform and the regional sites (S2, S3)."""
    for session in root.each(Level.SESSION):
        rows = session["informations_collectives"] or ()
        if not any(row.get("date") and row["date"] >= root.contexte.aujourdhui for row in rows):
            yield refusal(
                "reunion",
                session,
                "informations_collectives",
                "aucune information collective à venir",
                "S2, S3",
            )


def regional_has_a_meeting_to_come(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """The procedures of the regional programmes alone ask it for the regional sites (S2, S3)."""
    if root.contexte.regional:
        yield from has_a_meeting_to_come(root, organismes)


def responsable_has_a_siret(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """A valid SIRET (A4)."""
    for session in root.each(Level.SESSION):
        siret = session["organisme_responsable"]
        if empty(siret):
            yield refusal(
                "siret",
                session,
                "organisme_responsable",
                "organisme responsable non renseigné",
                "A4",
            )
        elif siret_problem(siret):
            yield refusal(
                "siret",
                session,
                "organisme_responsable",
                "SIRET de l’organisme responsable non valide",
                "A4",
            )


def is_numbered(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """A session number (A4)."""
    for session in root.each(Level.SESSION):
        if session.key[1:] == "0":
            yield refusal("numero", session, "", "session sans numéro : enregistrez-la", "A4")


def is_continue_and_no_apprenticeship(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """Neither apprenticeship nor initial training (A4)."""
    if root["cadre"] == "initiale":
        yield refusal("initiale", root, "cadre", "formation initiale", "A4")
    for session in root.each(Level.SESSION):
        if session.children and all(
            d["type_dispositif"] == APPRENTISSAGE for d in session.children
        ):
            yield refusal(
                "apprentissage",
                session.children[0],
                "type_dispositif",
                "contrat d’apprentissage",
                "A4",
            )


def ended_less_than_a_month_ago(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """Not ended for more than 30 days (A4)."""
    for session in root.each(Level.SESSION):
        if session["date_fin"] and session["date_fin"] < root.contexte.aujourdhui - AFTER_THE_END:
            yield refusal(
                "terminee",
                session,
                "date_fin",
                "session terminée depuis plus de 30 jours",
                "A4",
            )


def leads_to_a_certification(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """The habilitation that EDOF asks for is given for a certification (A4)."""
    if empty(root["certifinfo"]):
        yield refusal(
            "certification",
            root,
            "certifinfo",
            "aucune certification (code Certifinfo)",
            "A4",
        )


def responsable_may_be_paid_by_the_cpf(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """A déclaration d'activité, and a Qualiopi certificate that has not lapsed (A4)."""
    for session in root.each(Level.SESSION):
        organisme = organismes.get(session["organisme_responsable"] or "")
        if organisme is None:
            continue  # nothing is known of it here: nothing is said
        path = "organisme_responsable"
        if empty(organisme["nda"]):
            yield refusal(
                "nda",
                session,
                path,
                "organisme responsable sans numéro de déclaration d’activité",
                "A4",
            )
        certified = [site for site in organisme.children if site["qualite"] == QUALIOPI]
        if not certified:
            yield refusal(
                "qualiopi",
                session,
                path,
                "organisme responsable sans Qualiopi renseignée",
                "A4",
            )
        elif all(
            site["qualiopi_fin"] and site["qualiopi_fin"] < root.contexte.aujourdhui
            for site in certified
        ):
            yield refusal(
                "qualiopi",
                session,
                path,
                "Qualiopi de l’organisme responsable échue",
                "A4",
            )


def is_no_twin(root: Fiche, organismes: Organismes) -> Iterator[Issue]:
    """EDOF refuses an identical action (30056), or one of the same place and hours (30057)."""
    sessions = [
        (s, {name: v for name, v in s.values.items() if name not in DATED})
        for s in root.each(Level.SESSION)
    ]
    for (first, one), (second, other) in combinations(sessions, 2):
        if not _same_place_and_hours(first, second):
            continue
        same = one == other
        number = (
            "30056, action identique"
            if same
            else f"30057, même lieu, même mode, moins de {SAME_HOURS} h d’écart"
        )
        message = f"doublon de la session {first.key[1:]} (rejet EDOF {number})"
        yield refusal("doublon", second, "duree_centre", message, "A4")


def _same_place_and_hours(first: Fiche, second: Fiche) -> bool:
    names = ("site_lieu", "modalites_enseignement")
    if any(empty(first[name]) or first[name] != second[name] for name in names):
        return False
    return abs(_hours(first) - _hours(second)) < SAME_HOURS


def _hours(session: Fiche) -> int:
    return (session["duree_centre"] or 0) + (session["duree_entreprise"] or 0)


FRANCE_TRAVAIL = (
    is_continue_and_no_apprenticeship,
    ended_less_than_a_month_ago,
    is_numbered,
    has_a_meeting_to_come,
)
CIBLES = (
    Target(
        "site_regional",
        "Sites régionaux",
        (is_not_over, regional_has_a_meeting_to_come),
        source="S0, S2, S3",
    ),
    Target("offre_info", "Offre Info", (is_not_over, responsable_has_a_siret), source="S2, S3, A4"),
    Target("kairos", "Kairos", FRANCE_TRAVAIL, "offre_info", "S2, S3, A4"),
    Target("aude", "Aude", FRANCE_TRAVAIL, "offre_info", "A4"),
    Target("ouiform", "Ouiform", (has_a_meeting_to_come,), "offre_info", "S2, S3"),
    Target("imilo", "Imilo", (), "offre_info", "S2", a_confirmer=True),
    Target("candidat_ft", "Candidat France Travail", (), "offre_info", "S2", a_confirmer=True),
    Target(
        "cpf",
        "CPF",
        (is_not_over, leads_to_a_certification, responsable_may_be_paid_by_the_cpf, is_no_twin),
        source="S4, A4",
        a_confirmer=True,
    ),
)


@hookimpl
def register_targets():
    return list(CIBLES)

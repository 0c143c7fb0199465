"""What the Région asks across fields, whatever the programme (S2, S3; domaine.md, B1)."""

from collections.abc import Iterator

from core.fasd.checks import COMMON
from core.rules import Fiche, Issue, Level, says


@says("La session commence dans l’année de la campagne.", source="S2, S3")
def starts_in_the_campaign_year(fiche: Fiche) -> Iterator[Issue]:
    """The session starts in the year of the campaign (S2, S3)."""
    annee = fiche.contexte.annee
    for session in fiche.each(Level.SESSION):
        debut = session["date_debut"]
        if annee and debut and debut.year != annee:
            yield Issue(
                "campagne.annee",
                session.path("date_debut"),
                f"La session doit commencer en {annee}, l’année de la campagne.",
                source="S2, S3",
            )


@says(
    "Les sessions des lots soumis au forfait recrutement démarrent, même à effectif réduit, à la "
    "date prévue initialement, sauf accord de la Région.",
    source="S3",
)
def forfait_keeps_its_start(fiche: Fiche) -> Iterator[Issue]:
    """A session under forfait recrutement starts as first planned, unless the Région agrees."""
    contexte = fiche.contexte
    if not contexte.forfait_recrutement or contexte.accord:
        return
    for session in fiche.each(Level.SESSION):
        planned = contexte.en_ligne.get(session.key)
        if planned and session["date_debut"] and session["date_debut"] != planned:
            yield Issue(
                "forfait.date",
                session.path("date_debut"),
                "Ce lot est soumis au forfait recrutement : la session doit démarrer, même à "
                f"effectif réduit, à la date prévue initialement, le {planned:%d/%m/%Y}. Sinon, "
                "enregistrez l’accord de la Région.",
                source="S3",
            )


@says(
    "Les dispositifs d’un lot et d’un site ne comptent pas ensemble plus de places que le bon de "
    "commande de la Région.",
    source="S2, S3",
)
def places_stay_within_the_order(fiche: Fiche) -> Iterator[Issue]:
    """The dossiers of an attribution do not give more places than its bon de commande (S2, S3)."""
    contexte = fiche.contexte
    if contexte.places_attribuees is None:
        return
    dispositifs = list(fiche.each(Level.DISPOSITIF))
    taken = sum(d["places"] or 0 for d in dispositifs)
    total = contexte.places_engagees + taken
    if taken and total > contexte.places_attribuees:
        others = (
            f", dont {contexte.places_engagees} dans d’autres actions"
            if contexte.places_engagees
            else ""
        )
        yield Issue(
            "places.bon_de_commande",
            dispositifs[-1].path("places"),
            f"Le bon de commande prévoit {contexte.places_attribuees} places ; les dispositifs en "
            f"comptent {total}{others}.",
            source="S2, S3",
        )


@says(
    "L’offre se modifie en continu, avant et pendant la session, sous réserve que la Région ait "
    "donné son accord en amont : cet accord est enregistré avant l’envoi.",
    source="S2, S3",
)
def change_has_the_regions_agreement(fiche: Fiche) -> Iterator[Issue]:
    """A regional offer that was online changes with the Région's agreement (S2, S3; D3)."""
    if fiche.contexte.en_ligne and not fiche.contexte.accord:
        action = next(fiche.each(Level.ACTION), fiche)
        yield Issue(
            "region.accord",
            action.path("accord"),
            "Cette offre est en ligne : enregistrez l’accord de la Région avant d’envoyer sa "
            "modification.",
            source="S2, S3",
        )


CHECKS = (
    *COMMON,
    starts_in_the_campaign_year,
    forfait_keeps_its_start,
    places_stay_within_the_order,
    change_has_the_regions_agreement,
)

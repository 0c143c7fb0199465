"""What Parcours Entrepreneur asks across fields (S3)."""

from collections.abc import Iterator

from core.rules import Fiche, Issue, Level, says


@says("La date de début intègre le module de remise à niveau contextualisé.", source="S3")
def includes_the_refresher(fiche: Fiche) -> Iterator[Issue]:
    """The start date includes the module de remise à niveau contextualisé (S3)."""
    for session in fiche.each(Level.SESSION):
        if session["remise_a_niveau"] is False:
            yield Issue(
                "remise_a_niveau",
                session.path("remise_a_niveau"),
                "La date de début doit intégrer le module de remise à niveau contextualisé : "
                "avancez-la, puis répondez « oui ».",
                source="S3",
            )

"""Places of a lot: what the bons de commande give, against what sessions take.

Across mandataire and co-traitants.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Sum

from core.dossiers.lookups import engaged, places_of


@dataclass(slots=True)
class Places:
    """Places ordered, taken (sent, validated, online), in drafts, and free in the sessions."""

    commandees: int = 0
    engagees: int = 0
    brouillons: int = 0
    restantes: int = 0
    actions: int = 0

    def __iadd__(self, other):
        for name in ("commandees", "engagees", "brouillons", "restantes", "actions"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def ecart(self) -> int:
        """Return the places left to give; negative when too many are given."""
        return self.commandees - self.engagees

    @property
    def tone(self) -> str:
        if self.ecart < 0:
            return "rouge"
        if self.ecart - self.brouillons < 0:
            return "ambre"
        return "gris" if self.ecart else "vert"

    @property
    def verdict(self) -> str:
        if self.ecart < 0:
            return f"{-self.ecart} place{'s' * (self.ecart < -1)} de trop"
        if self.ecart - self.brouillons < 0:
            over = self.brouillons - self.ecart
            return f"{over} de trop si les brouillons sont envoyés"
        return f"{self.ecart} à saisir" if self.ecart else "Complet"

    def part(self, count: int) -> int:
        """Return a width in percents of the bar: as long as the largest of ordered and given."""
        whole = max(self.commandees, self.engagees + self.brouillons, 1)
        return round(100 * count / whole)

    @property
    def bar(self) -> dict:
        """Return the widths of the bar: taken, drafted, and where the order stands."""
        taken = self.part(self.engagees)
        drafted = min(self.part(self.brouillons), 100 - taken)
        return {"engagees": taken, "brouillons": drafted, "commande": self.part(self.commandees)}


@dataclass(slots=True)
class OfAttribution:
    attribution: object
    places: Places


@dataclass(slots=True)
class OfLot:
    lot: object
    lines: list = field(default_factory=list)
    places: Places = field(default_factory=Places)


def by_lot(attributions) -> list[OfLot]:
    """Return the places of attributions, lot by lot; two queries."""
    sums = {
        row["session__action__attribution"]: row
        for row in places_of(session__action__attribution__in=attributions.order_by().values("pk"))
        .values("session__action__attribution")
        .annotate(
            engagees=Sum("places", filter=engaged()),
            brouillons=Sum("places", filter=~engaged()),
            restantes=Sum("places_restantes", filter=engaged()),
            actions=Count("session__action", distinct=True),
        )
        .order_by()
    }
    lots = {}
    rows = attributions.select_related("lot__campagne", "lot__mandataire", "formateur")
    for attribution in rows.order_by(
        "lot__numero",
        "lot",
        "formateur__raison_sociale",
        "nom_site",
        "pk",
    ):
        found = sums.get(attribution.pk, {})
        own = Places(
            attribution.places,
            *(
                (found.get(name) or 0)
                for name in ("engagees", "brouillons", "restantes", "actions")
            ),
        )
        lot = lots.setdefault(attribution.lot_id, OfLot(attribution.lot))
        lot.lines.append(OfAttribution(attribution, own))
        lot.places += own
    return list(lots.values())

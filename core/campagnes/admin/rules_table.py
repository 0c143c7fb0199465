"""The table of the rules of a campaign: each field of its programme, and what is asked of it."""

from core import plugins
from core.campagnes.draft_rules import latest
from core.campagnes.words import Words
from core.fasd.sources import full
from core.models.versions import ajustements_of, merged
from core.rules import OFFER, Need
from core.rules.bounds import CLOSED


def rules_by_level(campagne, ajustements, *, only_adjusted: bool) -> list[tuple]:
    """Return the rows of the page by level: [(level, rows)]."""
    table = RulesTable(campagne, ajustements)
    levels = []
    for level in OFFER:
        rows = table.rows(level)
        if only_adjusted:
            rows = [row for row in rows if row["a"] or row["new"]]
        levels.append((level, rows))
    return levels


class RulesTable:
    """What a campaign asks, beside what its programme and its last version ask."""

    def __init__(self, campagne, ajustements):
        self.bare = plugins.programme(campagne.programme)
        self.merged = merged(campagne, ajustements)
        self.by_field = {ajustement.champ: ajustement for ajustement in ajustements}
        last = ajustements_of(latest(campagne))
        self.last = {ajustement.champ: ajustement for ajustement in last}
        self.words = Words(self.bare, self.merged)

    def rows(self, level) -> list[dict]:
        fields = self.bare.fields.level(level)
        return [self.row(field) for field in fields if field.need is not Need.UNUSED]

    def row(self, field) -> dict:
        own = self.merged.fields[field.name]
        ajustement = self.by_field.get(field.name)
        return {
            "field": own,
            "source": full(field.source),
            "asked": self.words.asked(self.merged, own),
            "programme": self.words.asked(self.bare, field) if ajustement else [],
            "a": ajustement,
            "new": self.is_new(field, ajustement),
            "open": field.need not in CLOSED,
        }

    def is_new(self, field, ajustement) -> bool:
        """Whether the projet asks other than the last version."""
        if ajustement is None:
            return field.name in self.last
        return not ajustement.same_rule(self.last.get(field.name))

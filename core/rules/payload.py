"""Payloads: fiches as plain JSON, what a publication freezes; and back, whatever their format."""

from datetime import date, time
from decimal import Decimal

from core.rules import Fiche, Field, FieldTable, Kind, Level

FORMAT = 1  # of payloads; a new format comes with an upgrade function in UPGRADES
UPGRADES: dict = {}


def encode(value):
    """Return a value as plain JSON: dates in ISO, amounts as text."""
    match value:
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list() | tuple():
            return [encode(item) for item in value]
        case dict():
            return {key: encode(item) for key, item in value.items()}
    return value


def decode(field: Field, value):
    """Return a JSON value in the form that rules read."""
    if value is None:
        return None
    match field.kind:
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.TIME:
            return time.fromisoformat(value)
        case Kind.AMOUNT | Kind.COORDINATE:
            return Decimal(value)
        case Kind.ROWS:
            return [{c.name: decode(c, row.get(c.name)) for c in field.columns} for row in value]
    return value


def _tree(fiche: Fiche) -> dict:
    return {
        "level": str(fiche.level),
        "key": fiche.key,
        "values": encode(dict(fiche.values)),
        "children": [_tree(child) for child in fiche.children],
    }


def payload(root: Fiche, programme_code: str) -> dict:
    """Return what a publication freezes.

    `format`, `programme`, `annee`, `lot` and the tree of fiches.
    """
    contexte = root.contexte
    return {
        "format": FORMAT,
        "programme": programme_code,
        "annee": contexte.annee,
        "lot": contexte.lot,
        "fiche": _tree(root),
    }


def upgraded(content: dict) -> dict:
    """Return a payload in the current format, whatever the format it was written in."""
    while content["format"] < FORMAT:
        content = UPGRADES[content["format"]](content)
    return content


def parse(content: dict, fields: FieldTable, contexte=None) -> Fiche:
    """Return the fiches of a payload; a field that has left the table is left out."""

    def fiche(tree, contexte=None):
        level = Level(tree["level"])
        values = {f.name: decode(f, tree["values"].get(f.name)) for f in fields.level(level)}
        return Fiche(
            level,
            tree["key"],
            values,
            tuple(fiche(c) for c in tree["children"]),
            contexte,
        )

    return fiche(upgraded(content)["fiche"], contexte)

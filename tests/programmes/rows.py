"""Compare a programme with the rows of a section of the domain file: nothing more, nothing less."""

from core.rules import OFFER, FromCertifinfo, FromContexte


def rows_of(programme) -> set[tuple]:
    """Return (level, field, need, value or allowed values) of every field of a programme."""
    return {
        (str(f.level), f.name, str(f.need), said(f))
        for level in OFFER
        for f in programme.fields.level(level)
    }


def said(field):
    match field.value:
        case FromContexte(name=name):
            return f"<{name}>"
        case FromCertifinfo(name=name, lacking=lacking):
            return f"<certifinfo {name}, {lacking}>"
        case list():
            return tuple(field.value)
        case None:
            return field.allowed or None
    return field.value


def expected(table: str, values: dict) -> set[tuple]:
    """Return the same from lines as `F.intitule fixed`, and the values by field name."""
    found = set()
    for line in table.split("\n"):
        cell, _, need = line.partition("#")[0].strip().partition(" ")
        if cell:
            level, _, name = cell.partition(".")
            found.add((level, name, need.strip(), values.get(name)))
    return found

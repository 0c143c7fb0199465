"""What a programme gives and lets type, read once: the same table as the forms, without a query."""

from datetime import date
from functools import cache

from core.dossiers.certifinfo import given_by_certifinfo
from core.fasd.annuaire import ANNUAIRE
from core.models.versions import stamp
from core.plugins import programme
from core.rules import Contexte, Kind, Level, Need
from core.rules.completeness import empty
from core.rules.payload import encode

NUMBERS = {Kind.INTEGER, Kind.AMOUNT, Kind.COORDINATE, Kind.DATE, Kind.TIME, Kind.BOOLEAN}
NULL = NUMBERS | {Kind.SITE, Kind.CONTACT, Kind.ETABLISSEMENT}
LISTS = {Kind.CODES, Kind.CHOICES, Kind.ROWS}


def blank(field):
    """Return what a row holds of a field before anything is typed.

    As `core.models.columns` makes its column.
    """
    if field.extra or field.kind in NULL:
        return None
    return [] if field.kind in LISTS else ""


def shaped(field, value):
    """Return a value as the base gives it back."""
    if value is None:
        return blank(field)
    if field.kind is Kind.ROWS:
        return [{c.name: shaped(c, line.get(c.name)) for c in field.columns} for line in value]
    return value


class Kit:
    """A programme, in the shape that the generator needs."""

    def __init__(self, code):
        self.programme = ANNUAIRE if code == ANNUAIRE.code else programme(code)
        self.certifinfo = _certifinfo(self.programme.fields)
        self.fields = self.programme.fields.within(
            Contexte(aujourdhui=date.min, certifinfo=self.certifinfo)
        )
        self.rules_version = stamp(0, self.programme)  # no campaign is adjusted
        self.level = {level: self.fields.level(level) for level in Level}
        self.typable = {
            level: {f.name: f for f in fields if not f.need.locked and f.need is not Need.UNUSED}
            for level, fields in self.level.items()
        }
        self.blank = {
            level: {f.name: blank(f) for f in fields} for level, fields in self.level.items()
        }
        self.given = {
            level: [f for f in fields if (f.need.locked or f.need is Need.DEFAULT)]
            for level, fields in self.level.items()
        }
        self.received = "type_certification" in self.fields and self._receives(
            self.fields["type_certification"]
        )

    @staticmethod
    def _receives(field):
        return field.need is Need.RECEIVED and field.value is None

    def give(self, row, contexte, *, new=False):
        """Set the fixed and received values of a row, and the proposed ones of a new one.

        `core.dossiers.given`.
        """
        for field in self.given[row.level]:
            given = field.given(contexte)
            if (field.need.locked and not empty(given)) or (
                new and field.need is Need.DEFAULT and empty(row.values[field.name])
            ):
                row.set(field, given)


def _certifinfo(fields):
    """Return what Certifinfo gives to a programme of one certification.

    One query a process, and only where it asks.
    """
    return given_by_certifinfo(fields["certifinfo"].value) if fields.from_certifinfo else {}


@cache
def kit(code) -> Kit:
    return Kit(code)


class Row:
    """A row of a fiche, in memory."""

    __slots__ = ("extra", "id", "level", "own", "values", "version")

    def __init__(self, kit, level, pk, **own):
        self.level, self.id, self.version = level, pk, 1
        self.values = dict(kit.blank[level])
        self.extra = {}
        self.own = own  # columns that are not fields of the table

    @property
    def key(self):
        return f"{self.level}{self.id}"

    def set(self, field, value):
        self.values[field.name] = shaped(field, value)
        if field.extra:
            self.extra[field.name] = encode(value)

    def columns(self, world, fields):
        """Return the columns of the row: values by name, references by number."""
        found = {"id": self.id, "version": self.version, "extra": self.extra, **self.own}
        for field in fields:
            value = self.values[field.name]
            match field.kind:
                case _ if field.extra or field.kind is Kind.ROWS:
                    continue
                case Kind.SITE | Kind.CONTACT:
                    found[field.name + "_id"] = int(value) if value else None
                case Kind.ETABLISSEMENT:
                    found[field.name + "_id"] = world.by_siret[value].id if value else None
                case _:
                    found[field.name] = value
        return found

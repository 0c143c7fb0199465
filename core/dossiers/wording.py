"""Values as people read them: labels instead of codes, « oui », « du 5 janvier 2026 »."""

from collections import defaultdict

from django.utils.formats import number_format, time_format

from core.files.received import said
from core.models import Contact, Etablissement, Site, Terme
from core.rules import Field, Kind
from core.rules.completeness import empty
from workflows.dates import en_mots

EMPTY = "—"


class Names:
    """Labels of the codes, sites, contacts and établissements of values: four queries."""

    def __init__(self, pairs):
        """`pairs`: (field, value), as many as will be said."""
        codes, self._rows = (
            defaultdict(set),
            {Kind.SITE: set(), Kind.CONTACT: set(), Kind.ETABLISSEMENT: set()},
        )
        for field, value in flattened(pairs):
            if field.kind in self._rows:
                self._rows[field.kind].add(value)
            elif field.famille:
                codes[field.famille].update(value if isinstance(value, (list, tuple)) else [value])
        every = set().union(*codes.values()) if codes else set()
        self._terms = (
            {
                (famille, code): libelle
                for famille, code, libelle in Terme.objects.filter(
                    famille__in=codes, code__in=every
                ).values_list(
                    "famille",
                    "code",
                    "libelle",
                )
            }
            if every
            else {}
        )
        self._labels = {}
        for kind, model, key in (
            (Kind.SITE, Site, "pk"),
            (Kind.CONTACT, Contact, "pk"),
            (Kind.ETABLISSEMENT, Etablissement, "siret"),
        ):
            if wanted := self._rows[kind]:
                for row in model.objects.filter(**{f"{key}__in": wanted}):
                    self._labels[kind, str(getattr(row, key))] = str(row)

    def term(self, famille, code):
        libelle = self._terms.get((famille, code))
        return f"{code} - {libelle}" if libelle else code

    def row(self, kind, key):
        return self._labels.get((kind, str(key)), str(key))


def flattened(pairs):
    """Yield (field, value) of what is not empty, rows of small tables included."""
    for field, value in pairs:
        if empty(value):
            continue
        if field.kind is Kind.ROWS:
            for row in value:
                yield from flattened((column, row.get(column.name)) for column in field.columns)
        else:
            yield field, value


def _cell(column, value, names):
    """Return one value of a small table; a bare number or answer is told with its label."""
    text = say(column, value, names)
    return (
        f"{column.label} : {text}"
        if column.kind in (Kind.BOOLEAN, Kind.INTEGER, Kind.AMOUNT)
        else text
    )


def say(field: Field, value, names: Names) -> str:
    """Return a value in words."""
    if empty(value):
        return EMPTY
    match field.kind:
        case Kind.BOOLEAN:
            return "oui" if value else "non"
        case Kind.DATE:
            return en_mots(value)
        case Kind.TIME:
            return time_format(value, r"H\hi")
        case Kind.CHOICE:
            return field.table.get(value, value)
        case Kind.CHOICES:
            return ", ".join(field.table.get(code, code) for code in value)
        case Kind.CODE:
            return names.term(field.famille, value)
        case Kind.CODES:
            return ", ".join(names.term(field.famille, code) for code in value)
        case Kind.SITE | Kind.CONTACT | Kind.ETABLISSEMENT:
            return names.row(field.kind, value)
        case Kind.FILE:
            return said(value)
        case Kind.ROWS:
            return "\n".join(
                " · ".join(
                    _cell(c, row[c.name], names)
                    for c in field.columns
                    if not empty(row.get(c.name))
                )
                for row in value
            )
        case Kind.INTEGER | Kind.AMOUNT:
            return f"{number_format(value)} {field.unit}".strip()
    return str(value)

"""Values as people read them: labels instead of codes, « oui », « du 5 janvier 2026 »."""

from collections import defaultdict

from django.utils.formats import number_format, time_format

from core.files.received import said
from core.models import Contact, Etablissement, Site, Terme
from core.rules import Field, Kind
from core.rules.completeness import empty
from workflows.dates import en_mots

EMPTY = "—"


ROWS = {  # kind: its model, and the field that a value names it by
    Kind.SITE: (Site, "pk"),
    Kind.CONTACT: (Contact, "pk"),
    Kind.ETABLISSEMENT: (Etablissement, "siret"),
}


class Names:
    """Labels of the codes, sites, contacts and établissements of values: four queries."""

    def __init__(self, pairs):
        """`pairs`: (field, value), as many as will be said."""
        codes = defaultdict(set)  # by référentiel
        keys = defaultdict(set)  # by kind of row
        for field, value in flattened(pairs):
            if field.kind in ROWS:
                keys[field.kind].add(value)
            elif field.famille:
                several = isinstance(value, (list, tuple))
                codes[field.famille].update(value if several else [value])
        self._terms = _labels_of_codes(codes)
        self._labels = _labels_of_rows(keys)

    def term(self, famille, code):
        libelle = self._terms.get((famille, code))
        return f"{code} - {libelle}" if libelle else code

    def row(self, kind, key):
        return self._labels.get((kind, str(key)), str(key))


def _labels_of_codes(codes) -> dict[tuple, str]:
    every = set().union(*codes.values())
    if not every:
        return {}
    terms = Terme.objects.filter(famille__in=codes, code__in=every)
    rows = terms.values_list("famille", "code", "libelle")
    return {(famille, code): libelle for famille, code, libelle in rows}


def _labels_of_rows(keys) -> dict[tuple, str]:
    labels = {}
    for kind, (model, key) in ROWS.items():
        if not keys[kind]:
            continue
        for row in model.objects.filter(**{f"{key}__in": keys[kind]}):
            labels[kind, str(getattr(row, key))] = str(row)
    return labels


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
    if column.kind in (Kind.BOOLEAN, Kind.INTEGER, Kind.AMOUNT):
        return f"{column.label} : {text}"
    return text


def _line(field, row, names):
    """Return a line of a small table."""
    cells = []
    for column in field.columns:
        value = row.get(column.name)
        if not empty(value):
            cells.append(_cell(column, value, names))
    return " · ".join(cells)


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
            return "\n".join(_line(field, row, names) for row in value)
        case Kind.INTEGER | Kind.AMOUNT:
            return f"{number_format(value)} {field.unit}".strip()
    return str(value)

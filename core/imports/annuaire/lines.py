"""The lines of a file of the annuaire: their cells read, those that are wrong told."""

from dataclasses import dataclass

from core.fasd.annuaire import NUMBERS
from core.fasd.shapes import siret_refusal
from core.imports.annuaire.columns import SIRET, SITE, siret_of, value_of
from core.rules.completeness import misshapen
from core.texts.numbers import number


@dataclass(frozen=True, slots=True)
class AnnuaireLine:
    """A line that can be read: of whom it speaks, and {field: value}."""

    number: int
    siret: str
    site: int | None  # number of the site; none: the main one
    values: dict


def read_line(row, headings, plan) -> AnnuaireLine | None:
    """Return a line, or nothing when it is wrong: the plan is told why."""
    values = {}
    siret = ""
    site = ""
    for place, heading in headings.items():
        cell = row.cells[place] if place < len(row.cells) else ""
        if heading == SIRET:
            siret = siret_of(cell)
        elif heading == SITE:
            site = cell.partition(" ")[0]
        elif cell:
            try:
                values[heading.name] = checked_value(heading, cell)
            except ValueError as error:
                plan.refuse(row.number, heading.label, str(error))
                return None
    problem = siret_refusal(siret)
    if problem:
        plan.refuse(row.number, "SIRET", problem if siret else "Le SIRET manque.")
        return None
    site_number = number(site)
    if site and site_number is None:
        plan.refuse(row.number, "Site", f"« {site} » n’est pas un numéro de site.")
        return None
    return AnnuaireLine(row.number, siret, site_number, values)


def checked_value(field, cell):
    """Return the value of a cell, or raise `ValueError` with a French sentence."""
    value = value_of(field, cell)
    sentence = misshapen(field, value)
    if not sentence and field.name in NUMBERS:
        sentence = NUMBERS[field.name](value)
    if sentence:
        raise ValueError(sentence)
    return value

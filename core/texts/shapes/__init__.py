"""Shapes: what is typed or pasted becomes what was meant, or a French sentence says why it cannot.

One module for every door (fiche, series, live update, workbook, import, annuaire, accounts): first
`normalise`, which only mends what is certain, then the rules of the field judge the result.
"""

from core.texts.shapes.addresses import email, email_problem, url, url_problem
from core.texts.shapes.days import day, day_problem, hour, year
from core.texts.shapes.numbers import amount, integer
from core.texts.shapes.phones import phone, phone_problem
from core.texts.shapes.places import postal_code, postal_code_problem
from core.texts.shapes.sirets import digits_of, siret, siret_hint
from core.texts.shapes.visible import pasted, same_name, unquoted, visible

__all__ = [
    "amount",
    "day",
    "day_problem",
    "digits_of",
    "email",
    "email_problem",
    "hour",
    "integer",
    "pasted",
    "phone",
    "phone_problem",
    "postal_code",
    "postal_code_problem",
    "same_name",
    "siret",
    "siret_hint",
    "unquoted",
    "url",
    "url_problem",
    "visible",
    "year",
]

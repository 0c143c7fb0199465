"""The columns of the Région file: how each cell is read, and what is said of one that cannot be."""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from core import plugins
from core.fasd import shapes as fasd_shapes
from core.texts import shapes
from core.texts.departements import DEPARTEMENTS, departement_of
from core.texts.plain import plain

ADDRESS_LINES = 3
ADDRESS_LENGTH = 50
MAX_PLACES = 100_000
STATUTS = {"actif": "actif", "arrete": "arrete"}


# One cell -----------------------------------------------------------------------------


def text(cell: str) -> str:
    return shapes.unquoted(cell)


def places(cell: str) -> int:
    count = shapes.integer(cell)
    if count is None:
        raise ValueError(f"« {cell} » n’est pas un nombre entier.")
    if count < 0:
        raise ValueError(f"« {cell} » : le nombre de places ne peut pas être négatif.")
    if count > MAX_PLACES:
        raise ValueError(f"« {cell} » : le nombre de places dépasse {MAX_PLACES}.")
    return count


def year(cell: str) -> int:
    if not re.fullmatch(r"20[0-9]{2}", cell):
        raise ValueError(
            f"« {cell} » n’est pas une année : écrivez quatre chiffres, par exemple 2026.",
        )
    return int(cell)


def day(cell: str) -> date:
    written = shapes.day(cell)
    if written is None:
        raise ValueError(shapes.day_problem(cell))
    return written


def programme(cell: str) -> str:
    """Return the code of the programme that the Région calls so."""
    programme_called_so = plugins.by_region_code(cell)
    if programme_called_so:
        return programme_called_so.code
    codes = sorted(one.region_code for one in plugins.programmes() if one.region_code)
    raise ValueError(
        f"Le programme « {cell} » est inconnu de SOFI, qui connaît : {', '.join(codes)}."
    )


def yes_or_no(cell: str) -> bool:
    answer = plain(cell)
    if answer not in {"oui", "non"}:
        raise ValueError(f"« {cell} » : écrivez oui ou non.")
    return answer == "oui"


def statut(cell: str) -> str:
    if plain(cell) not in STATUTS:
        raise ValueError(f"« {cell} » : écrivez actif ou arrêté.")
    return STATUTS[plain(cell)]


def siret(cell: str) -> str:
    number = fasd_shapes.siret(cell)
    sentence = fasd_shapes.siret_refusal(number)
    if sentence:
        raise ValueError(sentence)
    return number


def postal_code(cell: str) -> str:
    code = shapes.postal_code(cell)
    sentence = shapes.postal_code_problem("Code postal", code)
    if sentence:
        raise ValueError(sentence)
    return code


def insee(cell: str) -> str:
    code = shapes.digits_of(cell).upper()
    if re.fullmatch(r"[0-9]{4}", code) and departement_of(f"0{code}") in DEPARTEMENTS:
        raise ValueError(
            f"« {cell} » : un code INSEE compte 5 caractères. Si un tableur a ôté le premier zéro, "
            f"écrivez 0{code}.",
        )
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        raise ValueError(f"« {cell} » : un code INSEE compte 5 caractères.")
    if departement_of(code) not in DEPARTEMENTS:
        raise ValueError(f"« {cell} » n’est le code INSEE d’aucune commune.")
    return code


def address(cell: str) -> tuple[str, ...]:
    lines = tuple(textwrap.wrap(cell, ADDRESS_LENGTH, break_on_hyphens=False))
    if len(lines) > ADDRESS_LINES:
        raise ValueError(
            f"L’adresse ne tient pas en {ADDRESS_LINES} lignes de {ADDRESS_LENGTH} caractères : "
            "abrégez-la.",
        )
    return lines


# The table of columns ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    parse: Callable = text
    required: bool = True
    max_length: int = 0
    empty: object = ""


COLUMNS = (
    Column("annee", year),
    Column("code_programme", programme),
    Column("programme", required=False),
    Column("numero_lot", max_length=50),
    Column("intitule_lot", max_length=255),
    Column("forfait_recrutement", yes_or_no),
    Column("statut_lot", statut),
    Column("id_action_cr", required=False, max_length=50),
    Column("of_mandataire_cr", required=False, max_length=50),
    Column("siret_mandataire", siret),
    Column("raison_sociale_mandataire", max_length=250),
    Column("siret_formateur", siret),
    Column("raison_sociale_formateur", max_length=250),
    Column("nom_site_realisation", max_length=250),
    Column("adresse_site", address, required=False, empty=()),
    Column("code_postal_site", postal_code, required=False),
    Column("code_insee_site", insee, required=False),
    Column("bon_de_commande", required=False, max_length=50),
    Column("places", places),
    Column("date_debut_prevue", day, required=False, empty=None),
    Column("date_fin_prevue", day, required=False, empty=None),
)
NAMES = tuple(column.name for column in COLUMNS)
LEAST = 5  # columns of ours that make a line of headings
KEY = ("annee", "numero_lot", "siret_formateur", "nom_site_realisation")
OF_THE_LOT = (
    "code_programme",
    "intitule_lot",
    "forfait_recrutement",
    "statut_lot",
    "siret_mandataire",
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a source names our columns, and on which line its headers stand."""

    name: str = "Format SOFI"
    columns: dict[str, str] = field(default_factory=lambda: {name: name for name in NAMES})
    header_line: int = 1

    def header(self, column: str) -> str:
        return self.columns.get(column, column)


DEFAULT = Mapping()

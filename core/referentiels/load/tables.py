"""Which file feeds which référentiel, column by column. docs/region.md tells the same to people.

A new edition of a file is a new line here, or the same columns under the same name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from core.models import Famille


def words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split("|") if word.strip()]


def degrees(cell: str) -> float | None:
    if not cell:
        return None
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        raise ValueError(f"« {cell} » n’est pas une coordonnée.") from None
    if not -180 <= value <= 180:
        raise ValueError(f"« {cell} » n’est pas une coordonnée.")
    return value


def postal_codes(cell: str) -> list[str]:
    for code in words(cell):
        if len(code) != 5 or not code.isdigit():
            raise ValueError(f"« {code} » n’est pas un code postal.")
    return words(cell)


@dataclass(frozen=True, slots=True)
class Datum:
    """A value kept in `Terme.donnees`; empty ones are left out."""

    name: str
    column: str
    parse: Callable = str
    optional: bool = False  # its column may be missing
    sought: bool = False  # people search by it


@dataclass(frozen=True, slots=True)
class Source:
    """A file of terms: its name, its référentiel, and the columns of each field of `Terme`."""

    file: str
    famille: Famille
    code: str = "code"
    libelle: str = "libelle"
    edition: str = ""
    parents: tuple[str, ...] = ()  # the first that is not empty, nor the code itself
    synonymes: str = ""
    donnees: tuple[Datum, ...] = field(default=())
    newest_edition: bool = False  # a code may stand once in each edition: the latest wins
    only_add: bool = False  # short list that staff edit: what is known is left as it is
    a_confirmer: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        named = (
            self.code,
            self.libelle,
            self.edition,
            *self.parents,
            self.synonymes,
            *(d.column for d in self.donnees if not d.optional),
        )
        return tuple(dict.fromkeys(column for column in named if column))


SOURCES = (
    Source("nsf.csv", Famille.NSF),
    Source("rome.csv", Famille.ROME),
    Source(
        "formacode.csv",
        Famille.FORMACODE,
        edition="edition_libelle",
        parents=("generique_code", "racine_code"),
        synonymes="synonymes",
        donnees=(
            Datum("champ", "champ"),
            Datum("champ_libelle", "champ_libelle"),
            Datum("racine", "racine_code"),
            Datum("nsf", "nsf"),
            Datum("synonymes", "synonymes", words),
        ),
    ),
    Source("formacode_publics.csv", Famille.PUBLIC, edition="edition", newest_edition=True),
    Source(
        "communes_pays_de_la_loire.csv",
        Famille.COMMUNE,
        code="code_insee",
        donnees=(
            Datum("departement", "departement"),
            Datum("codes_postaux", "codes_postaux", postal_codes),
            Datum("longitude", "longitude", degrees),
            Datum("latitude", "latitude", degrees),
        ),
    ),
    Source(
        "certifinfo.csv",
        Famille.CERTIFINFO,
        libelle="intitule",
        donnees=(
            Datum("type_code", "type_code"),
            Datum("type_libelle", "type_libelle"),
            Datum("niveau_code", "niveau_code"),
            Datum("rncp", "rncp", optional=True, sought=True),
        ),
    ),
    Source("prerequis.csv", Famille.PREREQUIS, only_add=True, a_confirmer=True),
)
COMMUNES = next(source for source in SOURCES if source.famille == Famille.COMMUNE)
REPLACEMENTS = "certifinfo_remplacements_extrait.csv"
REPLACEMENT_COLUMNS = ("code_ancien", "code_nouveau", "etat_ancien")
WRONG_STATE = (
    "2"  # an old code in this state was an error, and is skipped by those who read the file
)
OURS = ("prerequis.csv",)  # lists of SOFI itself: read from the repository when a folder lacks them


BATCH = 2_000


NATIONAL = "communes_de_france"  # `donnees.source` of the communes outside our excerpt
EXCERPT = "extrait"  # `donnees.source` of the terms that the repository carries

"""Where a field stands, what is asked of it, and the shape of its value."""

from enum import StrEnum


class Level(StrEnum):
    """A level of the FASD, or of the annuaire."""

    FORMATION = "F"
    ACTION = "A"
    SESSION = "S"
    DISPOSITIF = "D"
    ETABLISSEMENT = "E"
    SITE = "L"

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.FORMATION: "Formation",
    Level.ACTION: "Action",
    Level.SESSION: "Session",
    Level.DISPOSITIF: "Dispositif",
    Level.ETABLISSEMENT: "Établissement",
    Level.SITE: "Site",
}
OFFER = (Level.FORMATION, Level.ACTION, Level.SESSION, Level.DISPOSITIF)  # top to bottom


class Need(StrEnum):
    """What a procedure asks of a field."""

    REQUIRED = "required"  # starred, or "obligatoire"
    EXPECTED = "expected"  # "à renseigner si…": advice
    OPTIONAL = "optional"
    DEFAULT = "default"  # proposed by the programme, may be changed; then required
    FIXED = "fixed"  # the programme's own value
    RECEIVED = "received"  # from Certifinfo or from the Région: read-only
    UNUSED = "unused"

    @property
    def locked(self) -> bool:
        """Whether nobody types this field."""
        return self in (Need.FIXED, Need.RECEIVED)


class Shape(StrEnum):
    """What a text is made of, beside its kind; says how it is mended and judged."""

    CODE_POSTAL = "code_postal"
    SIRET = "siret"
    CODE = "code"  # figures and letters, which people space out


class Kind(StrEnum):
    """The shape of a value; says how a form, a line of a spreadsheet and a payload write it."""

    TEXT = "text"  # one line
    LONG = "long"  # several lines
    INTEGER = "integer"
    AMOUNT = "amount"  # euros or percents, two decimals
    COORDINATE = "coordinate"  # WGS84 decimal degrees
    DATE = "date"
    TIME = "time"
    BOOLEAN = "boolean"
    CHOICE = "choice"  # one value of a code table
    CHOICES = "choices"
    CODE = "code"  # one code of a référentiel
    CODES = "codes"
    URL = "url"
    EMAIL = "email"
    PHONE = "phone"
    SITE = "site"  # number of a site
    CONTACT = "contact"  # number of a contact
    ETABLISSEMENT = "etablissement"  # SIRET
    FILE = "file"
    ROWS = "rows"  # a small table under the fiche: see Field.columns

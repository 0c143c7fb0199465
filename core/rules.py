"""The rules engine: fields, fiches, programmes and the issues they raise. Plain Python, no Django."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any


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


@dataclass(frozen=True, slots=True)
class FromContexte:
    """A fixed, received or default value that the campaign gives: the name of an attribute of `Contexte`."""

    name: str


@dataclass(frozen=True, slots=True)
class FromCertifinfo:
    """A received value that Certifinfo gives under this name; asked as `lacking` says where our table lacks it (D28)."""

    name: str
    lacking: Need = Need.OPTIONAL


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the FASD table: everything that is known of a field, said once."""

    name: str
    label: str
    level: Level
    kind: Kind = Kind.TEXT
    need: Need = Need.OPTIONAL
    group: str = ""  # heading on the screen
    max_length: int | None = None
    max_items: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    table: Any = None  # core.codes.Table of a CHOICE or CHOICES
    famille: str = ""  # référentiel of a CODE or CODES
    columns: tuple["Field", ...] = ()  # of ROWS
    value: Any = None  # fixed, received or default value, or FromContexte, or FromCertifinfo
    allowed: tuple[Any, ...] = ()  # values that the programme keeps; empty means all
    lheo: str = ""  # path in LHÉO 2.3, from `formation`
    column: str = ""  # spreadsheet column; the name when empty
    unit: str = ""
    help: str = ""
    source: str = ""  # seed file, LHÉO, or decision
    extra: bool = False  # kept in the JSON column of its level

    def given(self, contexte: "Contexte") -> Any:
        """Return the value that the programme or the campaign gives to this field."""
        if isinstance(self.value, FromContexte):
            return getattr(contexte, self.value.name)
        if isinstance(self.value, FromCertifinfo):
            return contexte.certifinfo.get(self.value.name)
        return self.value


class FieldTable:
    """The fields of a programme, in the order of the FASD; refined, never edited."""

    def __init__(self, table: tuple[Field, ...]):
        self._fields = MappingProxyType({f.name: f for f in table})
        if len(self._fields) != len(table):
            raise ValueError("Two fields of the table bear the same name.")
        self._levels = {level: tuple(f for f in table if f.level is level) for level in Level}
        self.from_certifinfo = tuple(f for f in table if isinstance(f.value, FromCertifinfo))
        self._lacking: dict[tuple[str, ...], FieldTable] = {}

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def level(self, level: Level) -> tuple[Field, ...]:
        return self._levels[level]

    def within(self, contexte: "Contexte") -> "FieldTable":
        """Return the table as a dossier meets it: what Certifinfo does not give is typed, and says so (D28)."""
        lacking = tuple(f.name for f in self.from_certifinfo if f.given(contexte) in (None, "", [], ()))
        if lacking and lacking not in self._lacking:
            self._lacking[lacking] = FieldTable(tuple(_not_given(f) if f.name in lacking else f for f in self))
        return self._lacking[lacking] if lacking else self

    def adding(self, *extra: Field) -> "FieldTable":
        """Return the table with the programme's own fields, kept in the JSON column of their level."""
        return FieldTable((*self, *(replace(f, extra=True) for f in extra)))

    def refine(
        self,
        *,
        source: str = "",
        required: str = "",
        expected: str = "",
        optional: str = "",
        unused: str = "",
        fixed: Mapping[str, Any] | None = None,
        default: Mapping[str, Any] | None = None,
        received: Mapping[str, Any] | None = None,
        allowed: Mapping[str, tuple] | None = None,
        **attributes: Mapping[str, Any],
    ) -> "FieldTable":
        """Return a table where the named fields are asked for differently.

        `attributes` are other attributes of `Field` by field name, as `help={"esp": "…"}`.
        A name that the table does not have raises KeyError, at import.
        """
        changes: dict[str, dict[str, Any]] = {}

        def change(name, **what):
            if name not in self:
                raise KeyError(f"The FASD table has no field {name!r}.")
            changes.setdefault(name, {"source": source} if source else {}).update(what)

        for need, names in (
            (Need.REQUIRED, required),
            (Need.EXPECTED, expected),
            (Need.OPTIONAL, optional),
            (Need.UNUSED, unused),
        ):
            for name in names.split():
                change(name, need=need)
        for need, values in (
            (Need.FIXED, fixed),
            (Need.DEFAULT, default),
            (Need.RECEIVED, received),
        ):
            for name, value in (values or {}).items():
                change(name, need=need, value=value)
        for name, values in (allowed or {}).items():
            change(name, allowed=tuple(values))
        known = {f.name for f in fields(Field)}
        for attribute, values in attributes.items():
            if attribute not in known:
                raise TypeError(f"Field has no attribute {attribute!r}.")
            for name, value in values.items():
                change(name, **{attribute: value})
        return FieldTable(tuple(replace(f, **changes.get(f.name, {})) for f in self))


def _not_given(field: Field) -> Field:
    """Return a field that Certifinfo leaves to the organisation."""
    return replace(
        field, need=field.value.lacking, value=None, help=f"Non fourni par Certifinfo : à saisir. {field.help}".strip()
    )


@dataclass(frozen=True, slots=True)
class Contexte:
    """What the campaign, the lot and the day say about a dossier; copied so that checks stay plain."""

    aujourdhui: date
    annee: int | None = None
    libelle_programme: str = ""
    lot: str = ""
    forfait_recrutement: bool = False
    mandataire: str | None = None  # SIRET
    id_action_cr: str | None = None
    of_mandataire_cr: str | None = None
    places_attribuees: int | None = None
    places_engagees: int = 0  # by other dossiers of the same attribution, sent or online
    regional: bool = False
    accord: bool = False  # an accord de la Région was recorded for this version
    en_ligne: Mapping[str, Any] = field(default_factory=dict)  # of an offer being changed: online starts, by session key
    certifinfo: Mapping[str, Any] = field(default_factory=dict)  # what our table gives for the formation's code


@dataclass(frozen=True, slots=True)
class Fiche:
    """One fiche as plain data, whatever it was read from; `key` is as `S143842`."""

    level: Level
    key: str
    values: Mapping[str, Any]
    children: tuple["Fiche", ...] = ()
    contexte: Contexte | None = None  # on the root only

    def walk(self) -> Iterator["Fiche"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def each(self, level: Level) -> Iterator["Fiche"]:
        """Yield the fiches of a level, this one included, top to bottom."""
        return (fiche for fiche in self.walk() if fiche.level is level)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def path(self, name: str) -> str:
        return f"{self.key}.{name}"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to mend: `path` is `key.field`, `message` a French sentence, `source` who asks."""

    code: str
    path: str
    message: str
    blocking: bool = True
    source: str = ""

    @property
    def key(self) -> str:
        return self.path.partition(".")[0]

    @property
    def field(self) -> str:
        return self.path.partition(".")[2]


Check = Callable[[Fiche], Iterator[Issue]]


def says(sentence: str, *, source: str):
    """Tell what a check asks, in French: the procédure de saisie repeats it with who asks."""

    def told(check):
        check.regle = (sentence, source)
        return check

    return told


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: what it asks of the FASD table, and a few checks across fields."""

    code: str
    label: str
    fields: FieldTable
    checks: tuple[Check, ...] = ()
    region_code: str = ""  # `code_programme` of the Région file
    a_confirmer: bool = False  # rules not confirmed by a Cariforef person
    procedure: str = ""  # the document that its rules come from
    example: Callable[[], Fiche] | None = None
    live_fields: tuple[str, ...] | None = None  # a shorter list than the setting's (D6)

    @property
    def regional(self) -> bool:
        return bool(self.region_code)

    @property
    def titre(self) -> str:
        """Return the label as screens show it: what is not confirmed says so (D9)."""
        return f"{self.label} (règles à confirmer)" if self.a_confirmer else self.label

    def issues(self, fiche: Fiche) -> list[Issue]:
        """Return what is missing or wrong in a dossier, blocking first, in the order of the FASD."""
        from core.completeness import issues

        return issues(self, fiche)

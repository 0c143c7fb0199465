"""The fields of a programme: refined from the common table, never edited."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from core.rules.contexte import Contexte
from core.rules.fields import Field, FromCertifinfo
from core.rules.levels import Level, Need

NOTHING = (None, "", [], ())  # what Certifinfo gives when it does not say


class FieldTable:
    """The fields of a programme, in the order of the FASD; refined, never edited."""

    def __init__(self, table: tuple[Field, ...]):
        self._fields = MappingProxyType({f.name: f for f in table})
        if len(self._fields) != len(table):
            raise ValueError("Two fields of the table bear the same name.")
        self._levels = {level: tuple(f for f in table if f.level is level) for level in Level}
        self.from_certifinfo = tuple(f for f in table if isinstance(f.value, FromCertifinfo))

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def level(self, level: Level) -> tuple[Field, ...]:
        return self._levels[level]

    def within(self, contexte: Contexte) -> "FieldTable":
        """Return the table as a dossier meets it.

        What Certifinfo does not give is typed, and says so (D28).
        """
        lacking = {f.name for f in self.from_certifinfo if f.given(contexte) in NOTHING}
        if not lacking:
            return self
        return FieldTable(tuple(_not_given(f) if f.name in lacking else f for f in self))

    def adding(self, *extra: Field) -> "FieldTable":
        """Return the table with fields of the programme's own, kept in JSON."""
        own = tuple(replace(field, extra=True) for field in extra)
        return FieldTable((*self, *own))

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
            if name not in changes:
                changes[name] = {"source": source} if source else {}
            changes[name].update(what)

        by_name = {
            Need.REQUIRED: required,
            Need.EXPECTED: expected,
            Need.OPTIONAL: optional,
            Need.UNUSED: unused,
        }
        for need, names in by_name.items():
            for name in names.split():
                change(name, need=need)
        by_value = {
            Need.FIXED: fixed,
            Need.DEFAULT: default,
            Need.RECEIVED: received,
        }
        for need, values in by_value.items():
            for name, value in (values or {}).items():
                change(name, need=need, value=value)
        for name, values in (allowed or {}).items():
            change(name, allowed=tuple(values))
        possible = {f.name for f in fields(Field)}
        for attribute, values in attributes.items():
            if attribute not in possible:
                raise TypeError(f"Field has no attribute {attribute!r}.")
            for name, value in values.items():
                change(name, **{attribute: value})
        return FieldTable(tuple(replace(f, **changes.get(f.name, {})) for f in self))


def _not_given(field: Field) -> Field:
    """Return a field that Certifinfo leaves to the organisation."""
    return replace(
        field,
        need=field.value.lacking,
        value=None,
        help=f"Non fourni par Certifinfo : à saisir. {field.help}".strip(),
    )

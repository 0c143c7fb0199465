"""`WordsIndex`: the words of a row, in an index that the database keeps as it keeps the others.

PostgreSQL: a GIN index on `sofi_mots(columns)`. SQLite, which has no index of words: an FTS5 table that holds no text, and
three triggers. In both, whatever writes the row (a form, an import, COPY, another program) writes its words.
"""

from django.db import models
from django.db.models import Index, JSONField

from core.search.words import LONGEST, SPELT

TABLES = ("", "_data", "_idx", "_config")  # what SQLite makes of one FTS5 table
COPY = "INSERT INTO {index} (rowid, mots) VALUES ({row}.{pk}, {text})"
FORGET = "INSERT INTO {index} ({index}, rowid, mots) VALUES ('delete', {row}.{pk}, {text})"
TRIGGERS = {  # suffix: when, what is done
    "_ajout": ("AFTER INSERT", (("new", COPY),)),
    "_retrait": ("AFTER DELETE", (("old", FORGET),)),
    "_change": ("AFTER UPDATE OF {columns}", (("old", FORGET), ("new", COPY))),
}


class WordsIndex(Index):
    """The words of some columns; `core.search.matching` reads it."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        quote = schema_editor.quote_name
        if schema_editor.connection.vendor == "postgresql":
            return f"CREATE INDEX {quote(self.name)} ON {quote(model._meta.db_table)} USING gin ({words_of(self, model, quote)})"
        for statement in sqlite_statements(self, model, quote):
            schema_editor.execute(statement, params=None)
        return f"INSERT INTO {quote(self.name)} ({quote(self.name)}) VALUES ('optimize')"  # noqa: S608  the name of an index

    def remove_sql(self, model, schema_editor, **kwargs):
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor, **kwargs)
        *triggers, table = sqlite_drops(self, schema_editor.quote_name)
        for statement in triggers:
            schema_editor.execute(statement, params=None)
        return table


def index_of(model) -> WordsIndex:
    """Return the index of words of a model."""
    return next(index for index in model._meta.indexes if isinstance(index, WordsIndex))


def sqlite_tables(every_model) -> set[str]:
    """Return the tables that SQLite keeps for these indexes: nothing of them is anybody's data."""
    indexes = (
        index for m in every_model for index in m._meta.indexes if isinstance(index, WordsIndex)
    )
    return {f"{index.name}{suffix}" for index in indexes for suffix in TABLES}


# PostgreSQL -----------------------------------------------------------------------------

# `normalize` takes letters and accents apart, whatever the locale; no parser of PostgreSQL has a
# say in what a word is.
# Its cost says that it is better found in the index than reckoned for each row: 5 pages read, in
# PostgreSQL's own unit.
FUNCTION = """
CREATE OR REPLACE FUNCTION sofi_mots(VARIADIC textes text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
SELECT array_to_tsvector(ARRAY(
    SELECT left(mot, {longest}) FROM regexp_split_to_table(
        lower(regexp_replace(normalize({text}, NFKD), '[\\u0300-\\u036f]', '', 'g')), '[^[:alnum:]]+'
    ) AS mot WHERE mot <> ''
))
$$
"""


def spelt(text: str) -> str:
    """Return the SQL of a text in which what the databases would not fold is spelt out."""
    for letter, letters in SPELT.items():
        text = f"replace({text}, '{letter}', '{letters.replace("'", "''")}')"
    return text


def create_function(apps, schema_editor):
    """For a migration: what a word is, for PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        text = spelt("array_to_string(textes, ' ')")
        schema_editor.execute(FUNCTION.format(longest=LONGEST, text=text), params=None)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS sofi_mots", params=None)


def words_of(index, model, quote) -> str:
    """Return the expression that PostgreSQL indexes, as a search must write it too."""
    columns = [model._meta.get_field(name) for name in index.fields]
    return f"sofi_mots({', '.join(f'{quote(f.column)}::text' if isinstance(f, JSONField) else quote(f.column) for f in columns)})"


# SQLite ---------------------------------------------------------------------------------


def sqlite_drops(index, quote) -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS {quote(index.name + suffix)}" for suffix in TRIGGERS]
    return [*triggers, f"DROP TABLE IF EXISTS {quote(index.name)}"]


def sqlite_statements(index, model, quote):
    """Yield what makes the index, filled.

    The table may be one that Django is making to replace another.
    """
    columns = [model._meta.get_field(name).column for name in index.fields]
    names = {
        "index": quote(index.name),
        "pk": quote(model._meta.pk.column),
        "columns": ", ".join(map(quote, columns)),
    }
    table = quote(model._meta.db_table)

    def text(row):
        return spelt(
            " || ' ' || ".join(f"coalesce({row}.{quote(column)}, '')" for column in columns),
        )

    yield from sqlite_drops(index, quote)
    yield (
        f"CREATE VIRTUAL TABLE {names['index']} USING fts5("
        "mots, content='', columnsize=0, prefix='2 3', tokenize=\"unicode61 remove_diacritics 2\")"
    )
    yield f"INSERT INTO {names['index']} (rowid, mots) SELECT {names['pk']}, {text(table)} FROM {table}"  # noqa: S608
    changed = " OR ".join(f"old.{quote(column)} IS NOT new.{quote(column)}" for column in columns)
    for suffix, (when, done) in TRIGGERS.items():
        condition = f"WHEN {changed}" if suffix == "_change" else ""
        body = " ".join(f"{what.format(row=row, text=text(row), **names)};" for row, what in done)
        yield f"CREATE TRIGGER {quote(index.name + suffix)} {when.format(**names)} ON {table} {condition} BEGIN {body} END"


# Reading --------------------------------------------------------------------------------


class Rows(models.Expression):
    """The keys of the rows of which a word begins by one of these, or is one of them."""

    output_field = models.BigAutoField()

    def __init__(self, model, words, *, whole=False):
        super().__init__()
        self.model, self.words, self.whole = model, tuple(words), whole

    def as_sqlite(self, compiler, connection):
        name = connection.ops.quote_name(index_of(self.model).name)
        asked = " OR ".join(f'"{word}"' if self.whole else f'"{word}"*' for word in self.words)
        return f"(SELECT rowid FROM {name} WHERE {name} MATCH %s)", [asked]  # noqa: S608  the name of an index

    def as_postgresql(self, compiler, connection):
        quote, meta = connection.ops.quote_name, self.model._meta
        found = words_of(index_of(self.model), self.model, quote)
        asked = " | ".join(f"'{word}'" if self.whole else f"'{word}':*" for word in self.words)
        table = f"{quote(meta.db_table)} AS mots"
        key = f"mots.{quote(meta.pk.column)}"
        sql = f"(SELECT {key} FROM {table} WHERE {found} @@ %s::tsquery)"  # noqa: S608  names of columns
        return sql, [asked]

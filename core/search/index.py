"""`WordsIndex`: the words of a row, in an index that the database keeps as it keeps the others.

PostgreSQL: a GIN index on `sofi_mots(columns)`. SQLite, which has no index of words: an FTS5 table
that holds no text, and three triggers. In both, whatever writes the row (a form, an import, COPY,
another program) writes its words.
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
            table = quote(model._meta.db_table)
            words = words_of(self, model, quote)
            return f"CREATE INDEX {quote(self.name)} ON {table} USING gin ({words})"
        for statement in sqlite_statements(self, model, quote):
            schema_editor.execute(statement, params=None)
        name = quote(self.name)
        return f"INSERT INTO {name} ({name}) VALUES ('optimize')"  # noqa: S608  a name of ours

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
    tables = set()
    for model in every_model:
        for index in model._meta.indexes:
            if isinstance(index, WordsIndex):
                tables.update(f"{index.name}{suffix}" for suffix in TABLES)
    return tables


# PostgreSQL -----------------------------------------------------------------------------

# `normalize` takes letters and accents apart, whatever the locale; no parser of PostgreSQL has a
# say in what a word is. Its cost says that it is better found in the index than reckoned for each
# row: 5 pages read, in PostgreSQL's own unit.
FUNCTION = """
CREATE OR REPLACE FUNCTION sofi_mots(VARIADIC textes text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
SELECT array_to_tsvector(ARRAY(
    SELECT left(mot, {longest}) FROM regexp_split_to_table(
        lower(regexp_replace(normalize({text}, NFKD), '[\\u0300-\\u036f]', '', 'g')),
        '[^[:alnum:]]+'
    ) AS mot WHERE mot <> ''
))
$$
"""


def spelt(text: str) -> str:
    """Return the SQL of a text in which what the databases would not fold is spelt out."""
    for letter, letters in SPELT.items():
        quoted = letters.replace("'", "''")
        text = f"replace({text}, '{letter}', '{quoted}')"
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
    texts = []
    for name in index.fields:
        field = model._meta.get_field(name)
        column = quote(field.column)
        texts.append(f"{column}::text" if isinstance(field, JSONField) else column)
    return f"sofi_mots({', '.join(texts)})"


# SQLite ---------------------------------------------------------------------------------


def sqlite_drops(index, quote) -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS {quote(index.name + suffix)}" for suffix in TRIGGERS]
    return [*triggers, f"DROP TABLE IF EXISTS {quote(index.name)}"]


def sqlite_statements(index, model, quote):
    """Yield what makes the index, filled.

    The table may be one that Django is making to replace another.
    """
    columns = [quote(model._meta.get_field(name).column) for name in index.fields]
    table = quote(model._meta.db_table)
    names = {
        "index": quote(index.name),
        "pk": quote(model._meta.pk.column),
        "columns": ", ".join(columns),
    }
    yield from sqlite_drops(index, quote)
    yield (
        f"CREATE VIRTUAL TABLE {names['index']} USING fts5("
        "mots, content='', columnsize=0, prefix='2 3', tokenize=\"unicode61 remove_diacritics 2\")"
    )
    text = sqlite_text(table, columns)
    yield (
        f"INSERT INTO {names['index']} (rowid, mots) "  # noqa: S608  names of ours
        f"SELECT {names['pk']}, {text} FROM {table}"
    )
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    for suffix, (when, statements) in TRIGGERS.items():
        condition = f"WHEN {changed}" if suffix == "_change" else ""
        body = " ".join(
            f"{statement.format(row=row, text=sqlite_text(row, columns), **names)};"
            for row, statement in statements
        )
        yield (
            f"CREATE TRIGGER {quote(index.name + suffix)} {when.format(**names)} ON {table} "
            f"{condition} BEGIN {body} END"
        )


def sqlite_text(row, columns) -> str:
    """Return the SQL of the text of a row: a table, or `old` and `new` in a trigger."""
    return spelt(" || ' ' || ".join(f"coalesce({row}.{column}, '')" for column in columns))


# Reading --------------------------------------------------------------------------------


class Rows(models.Expression):
    """The keys of the rows of which a word begins by one of these, or is one of them."""

    output_field = models.BigAutoField()

    def __init__(self, model, words, *, whole=False):
        super().__init__()
        self.model = model
        self.words = tuple(words)
        self.whole = whole

    def as_sqlite(self, compiler, connection):
        name = connection.ops.quote_name(index_of(self.model).name)
        sql = f"(SELECT rowid FROM {name} WHERE {name} MATCH %s)"  # noqa: S608  a name of ours
        return sql, [" OR ".join(f'"{word}"{"" if self.whole else "*"}' for word in self.words)]

    def as_postgresql(self, compiler, connection):
        quote = connection.ops.quote_name
        meta = self.model._meta
        words = words_of(index_of(self.model), self.model, quote)
        table = f"{quote(meta.db_table)} AS mots"
        key = f"mots.{quote(meta.pk.column)}"
        sql = f"(SELECT {key} FROM {table} WHERE {words} @@ %s::tsquery)"  # noqa: S608  names of ours
        return sql, [" | ".join(f"'{word}'{'' if self.whole else ':*'}" for word in self.words)]

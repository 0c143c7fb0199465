"""The texts of the export are read whole, often: lz4 opens them five times as fast as PostgreSQL's own pglz.

Texts written before keep theirs until `manage.py render_publications` writes them again. A server built without lz4 is left alone.
"""

from django.db import migrations

TEXTS = {"GroupePublie": ("head_2_3", "tail_2_3"), "SessionPubliee": ("fragment_2_3",)}
KNOWN = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"


def compressed_by(method):
    def change(apps, schema_editor):
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute(KNOWN)
            if cursor.fetchone() is None:
                return
        quote = connection.ops.quote_name
        for name, columns in TEXTS.items():
            table = quote(apps.get_model("exports", name)._meta.db_table)
            for column in columns:
                schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {quote(column)} SET COMPRESSION {method}")

    return change


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial")]
    operations = [migrations.RunPython(compressed_by("lz4"), compressed_by("default"))]

"""PostgreSQL reckoned the words of each row rather than open their index: `sofi_mots` now says what it costs."""

from django.db import migrations

from core.search.index import create_function


class Migration(migrations.Migration):
    dependencies = [("core", "0006_recherche")]

    operations = [migrations.RunPython(create_function, migrations.RunPython.noop)]

"""The alerts of the annuaire in the order of an index: what blocks first, then what ends first, then what has no end."""

import datetime as dt

from django.db import migrations, models
from django.db.models import F


def follow_their_ends(apps, schema_editor):
    apps.get_model("core", "Alerte").objects.exclude(echeance=None).update(rang=F("echeance"))


class Migration(migrations.Migration):
    dependencies = [("core", "0010_suivi")]

    operations = [
        migrations.AlterModelOptions(
            name="alerte",
            options={
                "ordering": ["-grave", "rang", "pk"],
                "verbose_name": "alerte de l’annuaire",
                "verbose_name_plural": "alertes de l’annuaire",
            },
        ),
        migrations.RemoveIndex(model_name="alerte", name="alerte_sujet"),
        migrations.AddField(
            model_name="alerte",
            name="rang",
            field=models.DateField("rang", default=dt.date.max, editable=False),
        ),
        migrations.RunPython(follow_their_ends, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="alerte",
            index=models.Index(F("grave").desc(), "rang", "id", name="alerte_ordre"),
        ),
        migrations.AddIndex(
            model_name="alerte",
            index=models.Index("code", F("grave").desc(), "rang", "id", name="alerte_sujet"),
        ),
    ]

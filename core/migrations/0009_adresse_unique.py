"""One account for an address, whatever its capitals: the base refuses another. Nothing is changed if two share one."""

from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.models.functions import Lower


def small_letters(apps, schema_editor):
    """Write addresses in small letters, as the product has always done; refuse if two would become the same."""
    rows = apps.get_model('core', 'User').objects.using(schema_editor.connection.alias)
    accounts, double = {}, []
    for pk, email in rows.order_by('pk').values_list('pk', 'email').iterator():
        first = accounts.setdefault(email.lower(), pk)
        if first != pk:
            double.append(f'{first} et {pk}')
    if double:
        raise CommandError(
            f"Des comptes ont la même adresse électronique, aux majuscules près : n° {', '.join(double)}. "
            "Rien n’est changé. Pour chaque paire, dans « Comptes » de la version en place, gardez un compte, rattachez-lui les "
            "établissements de l’autre, puis changez l’adresse de l’autre et désactivez-le. Relancez ensuite la migration.",
        )
    for pk, email in rows.exclude(email=Lower('email')).order_by('pk').values_list('pk', 'email'):
        rows.filter(pk=pk).update(email=email.lower())


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0008_demande_de_cle'),
    ]

    operations = [
        migrations.RunPython(small_letters, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(
                Lower('email'), name='compte_adresse_unique', violation_error_message='Un compte porte déjà cette adresse.',
            ),
        ),
    ]

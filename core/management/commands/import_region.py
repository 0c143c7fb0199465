"""`manage.py import_region FICHIER [--dry-run]`: the Région file, from a terminal."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.files.spreadsheets import UnreadableFile
from core.imports.refusal import ImportRefused
from core.imports.region import words
from core.imports.region.write import import_region, prepare


class Command(BaseCommand):
    help = "Importe le fichier de la Région (lots, mandataires, formateurs, sites, places)."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path, help="fichier CSV ou XLSX (docs/region.md)")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="montre ce qui changerait, sans rien enregistrer",
        )

    def handle(self, *, fichier, dry_run, **options):
        try:
            content = fichier.read_bytes()
            if dry_run:
                imported = prepare(content)
            else:
                imported = import_region(content, name=fichier.name)
        except OSError as error:
            raise CommandError(
                f"Le fichier « {fichier} » ne peut pas être lu : {error.strerror}.",
            ) from error
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        except ImportRefused as refusal:
            raise CommandError(_errors(refusal.message, refusal.errors)) from refusal
        if imported.errors:
            raise CommandError(_errors("Le fichier serait refusé :", imported.errors))
        self._say(imported)
        self.stdout.write("Essai : rien n’a été enregistré." if dry_run else "Import terminé.")

    def _say(self, imported):
        say = self.stdout.write
        plan = imported.plan
        for warning in imported.warnings:
            say(f"À vérifier — {warning}")
        for label, count in words.counts(plan):
            say(f"{label} : {count}")
        for title, names in words.lists(plan):
            say(f"\n{title}")
            for name in names:
                say(f"  {name}")
        differences = words.differences(plan)
        if differences:
            say("\nCe qui change")
            for line, subject, label, before, after in differences:
                say(f"  ligne {line}, {subject}, {label} : {before} → {after}")
        say("\n" + words.summary(plan))


def _errors(message, errors):
    return "\n".join([message, *map(str, errors)])

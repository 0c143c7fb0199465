"""`manage.py backup FILE`: the base and the files in one archive."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.exploitation.backup.archive import Problem
from core.exploitation.backup.saving import save


class Command(BaseCommand):
    help = (
        "Sauvegarde la base et les fichiers dans une archive, que son propriétaire seul peut lire."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "archive",
            type=Path,
            help="fichier à créer, par exemple sofi-20260105.tar.gz",
        )

    def handle(self, *, archive, **options):
        try:
            manifest = save(archive, connection, Path(settings.MEDIA_ROOT))
        except Problem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(
                f"« {archive} » ne peut pas être écrit : {error.strerror or error}.",
            ) from error
        told = manifest["archive"]
        self.stdout.write(
            f"{told['rows']} ligne(s) de {len(manifest['tables'])} tables, {told['files']} "
            "fichier(s) : "
            f"{told['bytes']} octets en {told['seconds']} s.\nSHA-256 de l’archive : "
            f"{told['sha256']}",
        )
        self.stdout.write(f"Non sauvegardé : {', '.join(manifest['left_out'])}.")

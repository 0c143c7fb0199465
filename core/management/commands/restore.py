"""`manage.py restore FILE`: the base and the files as an archive has them.

All of it, or nothing.
"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core.exploitation.backup.archive import Problem
from core.exploitation.backup.restoring import restore


class Command(BaseCommand):
    help = (
        "Restaure une archive faite par « backup » : la vérifie, écrit tout ou rien, puis "
        "relit tout."
    )

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="efface d’abord la base et les fichiers présents",
        )

    def handle(self, *, archive, replace, **options):
        try:
            manifest = restore(archive, connection, Path(settings.MEDIA_ROOT), replace=replace)
        except Problem as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(
                f"Rien n’est restauré. « {error.filename or archive} » : "
                f"{error.strerror or error}.",
            ) from error
        rows = sum(t["rows"] for t in manifest["tables"].values())
        self.stdout.write(
            f"Restauré : {rows} ligne(s) de {len(manifest['tables'])} tables, "
            f"{len(manifest['files'])} fichier(s), "
            f"sauvegardés le {manifest['made_at'][:16].replace('T', ' à ')} (UTC). Tout a été relu "
            "et vérifié.",
        )

"""Write the active offer in LHÉO."""

import shutil
import sys
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exports.diffusion import runs as diffusion
from exports.diffusion.stream import Empty
from exports.lheo.profiles import DEFAULT, PROFILES


class Command(BaseCommand):
    help = "Écrit l’offre active en LHÉO dans un fichier ; « - » : sur la sortie standard."

    def add_arguments(self, parser):
        parser.add_argument("fichier")
        parser.add_argument(
            "--profile",
            choices=PROFILES,
            default=DEFAULT.version,
            help="version de LHÉO",
        )

    def handle(self, *, fichier, profile, **options):
        if fichier != "-":
            self.export(Path(fichier), profile)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lheo.xml"
            self.export(path, profile)
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)  # bytes as they are

    def export(self, path, profile):
        try:
            done = diffusion.to_file(path, PROFILES[profile])
        except Empty as empty:
            raise CommandError(str(empty)) from None
        except diffusion.Rejected as rejected:
            for problem in rejected.problems:
                self.stderr.write(f"ligne {problem.line} : {problem.message}")
            raise CommandError(
                f"{rejected} {len(rejected.problems)} défaut(s), ci-dessus. Le fichier précédent "
                f"est gardé ; celui-ci est mis de côté : {rejected.aside}",
            ) from None
        except OSError as error:
            raise CommandError(
                f"« {path} » ne peut pas être écrit : {error.strerror or error}.",
            ) from error
        self.stderr.write(
            f"{done.groups} formation(s), {done.sessions} session(s), {done.bytes} octets. Fichier "
            "conforme.",
        )

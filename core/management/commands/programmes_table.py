"""Write `docs/programmes.md`: what each programme of the repository asks, field by field."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import plugins
from core.fasd.document import page

FILE = Path("docs") / "programmes.md"


def ours():
    """Return the programmes of the repository: an outside plugin documents its own."""
    found = [p for plugin in plugins.plugins() if not plugin.is_outside for p in plugin.programmes]
    return sorted(found, key=lambda p: p.label)


class Command(BaseCommand):
    help = "Écrit docs/programmes.md : programme, champ, obligation, contrainte, source."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="échoue si la page n’est plus à jour, sans l’écrire",
        )

    def handle(self, *args, check, **options):
        path = Path(settings.BASE_DIR) / FILE
        text = page(ours())
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(
                    f"{FILE} n’est plus à jour : lancez « manage.py programmes_table ».",
                )
            self.stdout.write(f"{FILE} est à jour.")
            return
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"{FILE} est écrit.")

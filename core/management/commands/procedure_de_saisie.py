"""`manage.py procedure_de_saisie CODE… | --all`.

The page of each bare programme, in docs/procedures/.
"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import plugins
from core.procedure.content import procedure
from core.procedure.markdown import markdown
from core.procedure.names import Excerpt
from core.rules import Programme

FOLDER = Path(settings.BASE_DIR, "docs", "procedures")


def page(programme: Programme) -> str:
    """Return the page of a bare programme.

    The same on every machine, whatever its base and its settings.
    """
    return markdown(procedure(programme, names=Excerpt()))


def pages() -> dict[str, str]:
    """Return the page of each programme that the repository brings, by name of file."""
    texts = {}
    for plugin in plugins.plugins():
        if plugin.is_outside:
            continue
        for programme in plugin.programmes:
            texts[f"{programme.code}.md"] = page(programme)
    return texts


class Command(BaseCommand):
    help = "Écrit la procédure de saisie de programmes (docs/procedures)."

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="*", metavar="CODE", help="codes des programmes")
        parser.add_argument(
            "--all",
            action="store_true",
            help="tous les programmes du dépôt ; retire les pages des autres",
        )
        parser.add_argument(
            "--dossier",
            type=Path,
            default=FOLDER,
            help="où écrire (docs/procedures)",
        )

    def handle(self, *, codes, dossier, **options):
        programmes = {programme.code: programme for programme in plugins.programmes()}
        unknown = [code for code in codes if code not in programmes]
        if unknown:
            known = ", ".join(sorted(programmes))
            raise CommandError(f"Programme inconnu : {', '.join(unknown)}. Connus : {known}.")
        if not codes and not options["all"]:
            raise CommandError("Donnez le code d’un programme, ou --all.")
        dossier.mkdir(parents=True, exist_ok=True)
        if options["all"]:
            texts = pages()
            self.remove_others(dossier, texts)
        else:
            texts = {f"{code}.md": page(programmes[code]) for code in codes}
        self.write(dossier, texts)

    def remove_others(self, dossier, texts):
        for path in dossier.glob("*.md"):
            if path.name not in texts:
                path.unlink()
                self.stdout.write(f"{path.name} retirée")

    def write(self, dossier, texts):
        for name, text in texts.items():
            path = dossier / name
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
                self.stdout.write(f"{name} écrite")

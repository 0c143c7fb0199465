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
    ours = [p for plugin in plugins.plugins() if not plugin.is_outside for p in plugin.programmes]
    return {f"{programme.code}.md": page(programme) for programme in ours}


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
        known = {p.code: p for p in plugins.programmes()}
        if unknown := [code for code in codes if code not in known]:
            raise CommandError(
                f"Programme inconnu : {', '.join(unknown)}. Connus : {', '.join(sorted(known))}.",
            )
        if not codes and not options["all"]:
            raise CommandError("Donnez le code d’un programme, ou --all.")
        wanted = pages() if options["all"] else {f"{code}.md": page(known[code]) for code in codes}
        dossier.mkdir(parents=True, exist_ok=True)
        for path in dossier.glob("*.md") if options["all"] else ():
            if path.name not in wanted:
                path.unlink()
                self.stdout.write(f"{path.name} retirée")
        for name, text in wanted.items():
            path = dossier / name
            if not path.exists() or path.read_text() != text:
                path.write_text(text)
                self.stdout.write(f"{name} écrite")

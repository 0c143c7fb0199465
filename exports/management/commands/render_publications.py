"""Make the read model of diffusion again from the publications."""

from django.core.management.base import BaseCommand, CommandError

from core import plugins
from exports.online import projection


class Command(BaseCommand):
    help = (
        "Rend de nouveau en LHÉO les offres en ligne : "
        "après un changement de correspondance, de préfixe ou de référentiel."
    )

    def add_arguments(self, parser):
        parser.add_argument("--programme", default="", help="code d’un programme ; tous sinon")

    def handle(self, *, programme, **options):
        if programme and programme not in {p.code for p in plugins.programmes()}:
            raise CommandError(f"Le programme « {programme} » n’est pas installé.")

        def tell(count):
            if options["verbosity"] > 1:
                self.stdout.write(f"{count.publications} publication(s)…")

        count = projection.rebuild(programme, tell)
        self.stdout.write(
            f"{count.publications} publication(s), {count.groups} formation(s), {count.sessions} "
            "session(s).",
        )
        if count.refused:
            self.stderr.write(
                f"{count.refused} publication(s) en ligne ne sont pas diffusées : voir le journal "
                "sofi.exports.",
            )

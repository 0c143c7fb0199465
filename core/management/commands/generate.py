"""`manage.py generate`: a base of any size on an empty migrated one, to measure and to look at."""

import logging
import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.models import Etablissement, User


class Command(BaseCommand):
    help = (
        "Remplit une base vide d’une offre inventée, de la taille voulue, comme de vrais "
        "mouvements l’auraient laissée."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--sessions",
            type=int,
            required=True,
            help="nombre de sessions : 2000, 60000, 200000, 1000000",
        )
        parser.add_argument("--seed", type=int, default=1, help="la même graine donne la même base")
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="jour qui tient lieu d’aujourd’hui (AAAA-MM-JJ)",
        )
        parser.add_argument("--processes", type=int, help="processus ; un par cœur sinon")

    def handle(self, *, sessions, seed, today, processes, **options):
        if settings.PRODUCTION:
            raise CommandError("Une base inventée ne se charge pas en production.")
        if User.objects.exists() or Etablissement.objects.exists():
            raise CommandError(
                "La base n’est pas vide : la génération ne se fait que sur une base vide, juste "
                "migrée.",
            )
        if sessions < 1:
            raise CommandError("Demandez au moins une session.")
        from bench.generator.run import generate  # a tool of ours, beside the product

        logging.getLogger("sofi").setLevel(logging.WARNING)
        start = time.monotonic()
        tell = self.stdout.write if options["verbosity"] else lambda text: None
        written = generate(
            sessions,
            seed=seed,
            today=today or timezone.localdate(),
            processes=processes,
            tell=tell,
        )
        for label, count in written.items():
            tell(f"  {label:<32} {count:>10}")
        tell(f"{sum(written.values())} lignes en {time.monotonic() - start:.0f} s.")

"""`manage.py sentinelle [--rappels]`.

Looks at the annuaire every night, and writes to organisations.
"""

from django.core.management.base import BaseCommand

from core.sentinelle.passing import passer
from core.sentinelle.reminders import rappeler


class Command(BaseCommand):
    help = "Vérifie l’annuaire : certificats, numéros, contacts, coordonnées, fiches à confirmer."

    def add_arguments(self, parser):
        parser.add_argument(
            "--rappels",
            action="store_true",
            help="écrit aux organismes, une fois par personne",
        )

    def handle(self, *, rappels, **options):
        self.stdout.write(passer().phrase)
        if rappels:
            sent = rappeler()
            self.stdout.write(
                f"{sent} courriel{'s' if sent > 1 else ''} envoyé{'s' if sent > 1 else ''}.",
            )

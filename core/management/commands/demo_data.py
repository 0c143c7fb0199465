"""`manage.py demo_data`: a demonstration on an empty migrated base, by the moves of people."""

import logging

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.demo import accounts
from core.demo.build import build
from core.models import User
from core.sentinelle.passing import passer


class Command(BaseCommand):
    help = "Remplit une base vide avec la démonstration, et dit comment s’y connecter."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="Dit seulement comment se connecter.",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Ne fait rien si la base n’est pas vide.",
        )

    def handle(self, *args, **options):
        if not options["accounts"]:
            self.create(if_empty=options["if_empty"])
        self.announce()

    def create(self, *, if_empty):
        if settings.PRODUCTION:
            raise CommandError(
                "La démonstration ne se charge pas en production : ses mots de passe sont publics.",
            )
        if User.objects.exists():
            if if_empty:
                return
            raise CommandError(
                "La base n’est pas vide : la démonstration ne se charge que sur une base vide.",
            )
        logging.getLogger("sofi").setLevel(
            logging.WARNING,
        )  # hundreds of moves, told below in three lines
        build(self.stdout.write)
        passer()  # what the night would find

    def announce(self):
        self.stdout.write(
            f"\nAdresse : {settings.SOFI_URL}/   Mot de passe de tous les comptes : "
            f"{accounts.PASSWORD}\n",
        )
        for role, what, email in accounts.announce():
            self.stdout.write(f"  {role:<26} {email:<34} {what}")

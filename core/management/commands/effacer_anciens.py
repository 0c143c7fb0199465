"""`manage.py effacer_anciens [--faire]`: erases the contacts and accounts whose time has come."""

from django.core.management.base import BaseCommand

from core.personnes.effacement import erase_account, erase_contact
from core.personnes.registre import accounts_to_erase, contacts_to_erase

MOTIF = "Durée de conservation écoulée"


class Command(BaseCommand):
    help = "Compte les contacts et les comptes dont la durée de conservation est écoulée ; --faire les efface."

    def add_arguments(self, parser):
        parser.add_argument("--faire", action="store_true", help="efface ; sans cela, rien ne change")

    def handle(self, *, faire, **options):
        contacts, accounts = list(contacts_to_erase()), list(accounts_to_erase())
        if faire:
            for contact in contacts:
                erase_contact(contact, by=None, motif=MOTIF)
            for account in accounts:
                erase_account(account, by=None, motif=MOTIF)
        verb = "effacés" if faire else "à effacer"
        self.stdout.write(f"Contacts {verb} : {len(contacts)}. Comptes {verb} : {len(accounts)}.")

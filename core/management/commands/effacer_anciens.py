"""`manage.py effacer_anciens [--faire]`: erases what has had its time.

People, requests, files that nothing names.
"""

from functools import partial

from django.core.management.base import BaseCommand

from core.annuaire import certificates as depots
from core.personnes.erasing import erase_account, erase_contact, erase_request
from core.personnes.register import (
    accounts_to_erase,
    contacts_to_erase,
    forgotten_activations,
    forgotten_invitations,
    requests_to_erase,
)
from workflows.service import Refused

MOTIF = "Durée de conservation écoulée"
KINDS = (  # what is said of it, how it is found, how it is erased
    ("contacts", contacts_to_erase, partial(erase_contact, by=None, motif=MOTIF)),
    ("comptes", accounts_to_erase, partial(erase_account, by=None, motif=MOTIF)),
    ("demandes de clé", requests_to_erase, partial(erase_request, by=None, motif=MOTIF)),
    ("comptes non confirmés", forgotten_activations, lambda activation: activation.delete()),
    ("invitations", forgotten_invitations, lambda invitation: invitation.delete()),
    ("fichiers", depots.orphans, depots.forget),
)


class Command(BaseCommand):
    help = (
        "Compte ce dont la durée de conservation est écoulée, et les fichiers que rien ne "
        "nomme ; --faire les efface."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--faire",
            action="store_true",
            help="efface ; sans cela, rien ne change",
        )

    def handle(self, *, faire, **options):
        counts = []
        for name, find, erase in KINDS:
            rows = list(find())
            done = sum(self.erased(row, erase, name) for row in rows) if faire else len(rows)
            counts.append(f"{name} : {done}")
        self.stdout.write(f"{'Effacés' if faire else 'À effacer'} – {', '.join(counts)}.")

    def erased(self, row, erase, name) -> bool:
        """Erase one; what cannot be is said without naming anybody, and stops nothing."""
        try:
            erase(row)
        except Refused as refusal:
            self.stderr.write(f"{name}, n° {row.pk} : {refusal.message}")
            return False
        return True

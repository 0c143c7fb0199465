"""`manage.py load_referentiels [DOSSIER]`.

Formacode, Certifinfo, communes… from files, again and again.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.comptes.textes import load_defaults
from core.referentiels.load.load import load
from core.texts.plain import plural


class Command(BaseCommand):
    help = "Charge les référentiels d’un dossier ou, sans dossier, l’extrait fourni avec SOFI."

    def add_arguments(self, parser):
        parser.add_argument(
            "dossier",
            nargs="?",
            type=Path,
            help="dossier des fichiers CSV (docs/region.md)",
        )

        parser.add_argument(
            "--extrait",
            action="store_true",
            help="sans la table nationale des communes (essais)",
        )

    def handle(self, *, dossier, extrait, **options):
        if dossier and not dossier.is_dir():
            raise CommandError(f"Le dossier « {dossier} » n’existe pas.")
        reports = load(dossier, national=not extrait)
        added = load_defaults()
        if added:
            self.stdout.write(f"Textes publics : {plural(added, 'ajouté')}.")
        for report in reports:
            self.stdout.write(sentence(report))
        if not any(report.touched or report.errors for report in reports):
            self.stdout.write("Rien n’a changé.")
        errors = []
        for report in reports:
            errors += [f"{report.file} : {error}" for error in report.errors]
        if errors:
            raise CommandError("\n".join(["Certains fichiers sont refusés en entier :", *errors]))


def sentence(report) -> str:
    """Return a report on one line."""
    about = f"{report.famille} ({report.file})"
    if report.missing:
        return f"{about} : fichier absent, laissé de côté."
    if report.errors:
        return f"{about} : refusé, {plural(len(report.errors), 'erreur')}."
    parts = [
        plural(report.added, "ajouté"),
        plural(report.changed, "modifié"),
        plural(report.unchanged, "inchangé"),
        plural(report.ended, "terminé"),
    ]
    return f"{about} : {', '.join(parts)}."

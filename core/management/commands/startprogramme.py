"""Write the package of a new programme.

Its declaration, its entry point, a complete example and its tests.
"""

import re
from pathlib import Path
from string import Template

from django.core.management.base import BaseCommand, CommandError

from core import plugins

TEMPLATE = Path(__file__).parents[1] / "programme_template"
SUFFIX = ".modele"
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
REGION = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)*")
LIBELLE = re.compile(r"[^\"\\\n\r\x00-\x1f]{1,200}")
LONGEST = 40


class Command(BaseCommand):
    help = (
        "Écrit le paquet d’un nouveau programme, prêt à être essayé puis installé à côté de SOFI."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "code",
            help="code du programme : minuscules, chiffres et tirets bas, comme passerelle",
        )
        parser.add_argument(
            "--libelle",
            default="",
            help="nom montré et diffusé ; « PROGRAMME REGION - Code » sinon",
        )
        parser.add_argument(
            "--code-region",
            default="",
            help="« code_programme » du fichier de la Région ; le code en majuscules sinon",
        )
        parser.add_argument(
            "--dossier",
            default=".",
            help="où écrire le paquet ; le dossier courant sinon",
        )

    def handle(self, *, code, libelle, code_region, dossier, **options):
        region = code_region or code.upper()
        libelle = libelle or f"PROGRAMME REGION - {code.replace('_', ' ').capitalize()}"
        self._refuse(code, region, libelle)
        nom = code.replace("_", "-")
        target = Path(dossier) / f"sofi-{nom}"
        if target.exists():
            raise CommandError(f"« {target} » existe déjà : rien n’a été écrit.")
        words = {
            "code": code,
            "nom": nom,
            "libelle": libelle,
            "region": region,
            "contrat": plugins.CONTRACT,
        }
        for model in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
            place = str(model.relative_to(TEMPLATE)).removesuffix(SUFFIX)
            place = place.replace("package/", f"sofi_{code}/").replace(
                "test_programme",
                f"test_{code}",
            )
            file = target / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                Template(model.read_text(encoding="utf-8")).substitute(words),
                encoding="utf-8",
            )
        self.stdout.write(f"Paquet écrit dans {target}. La suite est dans son README.md.")

    def _refuse(self, code, region, libelle):
        if not CODE.fullmatch(code) or len(code) > LONGEST:
            raise CommandError(
                f"« {code} » ne convient pas : {LONGEST} minuscules, chiffres et tirets bas au "
                "plus, une lettre d’abord.",
            )
        if not REGION.fullmatch(region):
            raise CommandError(
                f"« {region} » ne convient pas : le code de la Région est en majuscules, chiffres "
                "et tirets bas.",
            )
        if not LIBELLE.fullmatch(libelle):
            raise CommandError(
                "Le libellé tient en une ligne de 200 caractères au plus, sans guillemet droit ni "
                "barre oblique inverse.",
            )
        for programme in plugins.programmes():
            if programme.code == code:
                raise CommandError(f"Le programme « {code} » existe déjà : {programme.label}.")
            if programme.region_code == region:
                raise CommandError(
                    f"Le code « {region} » de la Région est déjà celui de « {programme.label} ».",
                )

"""What the Région gives: lines of its file, brought in by the import."""

import pytest

from core import plugins
from core.imports.region.write import import_region
from core.models import Attribution
from core.rules import Programme
from tests.imports.samples import as_csv, line

YEAR = 2026


def programmes() -> list[Programme]:
    """Return the regional programmes, E2C first where it is installed. Skip when there are none."""
    found = sorted((p for p in plugins.programmes() if p.regional), key=lambda p: p.code != "e2c")
    return found or pytest.skip("Aucun programme régional n’est installé.")


def regional() -> Programme:
    """Return a regional programme: E2C where it is installed, or another."""
    return programmes()[0]


def e2c() -> Programme:
    """Return École de la deuxième chance. Skip when it was removed."""
    found = next((p for p in plugins.programmes() if p.code == "e2c"), None)
    return found or pytest.skip("Le programme E2C n’est pas installé.")


def region_line(formateur, mandataire=None, *, programme=None, **cells) -> dict[str, str]:
    """Return a line of the Région file; its site is the principal one of the formateur."""
    mandataire, programme = mandataire or formateur, programme or regional()
    place = formateur.sites.get(principal=True)
    return (
        line()
        | {
            "annee": str(YEAR),
            "code_programme": programme.region_code,
            "programme": programme.label,
            "numero_lot": f"{programme.region_code}_1",
            "siret_mandataire": mandataire.siret,
            "raison_sociale_mandataire": mandataire.raison_sociale,
            "siret_formateur": formateur.siret,
            "raison_sociale_formateur": formateur.raison_sociale,
            "nom_site_realisation": place.nom_usage,
        }
        | cells
    )


def region(*lines) -> list[Attribution]:
    """Import lines together, and return their attributions in the same order."""
    import_region(as_csv(lines), name="essai.csv")
    rows = Attribution.objects.select_related(
        "lot__campagne", "lot__mandataire", "formateur", "site"
    )
    keys = [(x["numero_lot"], x["siret_formateur"], x["nom_site_realisation"]) for x in lines]
    return [
        rows.get(lot__numero=lot, formateur__siret=siret, nom_site=nom) for lot, siret, nom in keys
    ]


def attribution(formateur, mandataire=None, **cells) -> Attribution:
    """Return the attribution of one line, imported alone."""
    [row] = region(region_line(formateur, mandataire, **cells))
    return row

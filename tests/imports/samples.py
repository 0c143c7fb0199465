"""Région files made for the tests, and the shared ones where they exist."""

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from core import plugins
from core.imports.region.columns import NAMES

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
MANDATAIRE, FORMATEUR, SAME_SIREN = "13000511900032", "26850242400297", "13000511900024"
# Two regional programmes, E2C first: any one can be removed.
PROGRAMME, OTHER = sorted(
    (p for p in plugins.programmes() if p.regional), key=lambda p: p.code != "e2c"
)[:2]
needs_shared = pytest.mark.beside(SHARED)


def sample(name: str) -> bytes:
    return (SHARED / "region" / f"extraction_region_{name}.csv").read_bytes()


def line(**changes) -> dict[str, str]:
    """Return a good line, with other cells where asked."""
    return {
        "annee": "2026",
        "code_programme": PROGRAMME.region_code,
        "programme": PROGRAMME.label,
        "numero_lot": "E2C2026_1",
        "intitule_lot": "Lot 1 - Loire-Atlantique",
        "forfait_recrutement": "non",
        "statut_lot": "actif",
        "id_action_cr": "2861",
        "of_mandataire_cr": "75",
        "siret_mandataire": MANDATAIRE,
        "raison_sociale_mandataire": "GIP CARIF OREF",
        "siret_formateur": FORMATEUR,
        "raison_sociale_formateur": "IFAS La Roche",
        "nom_site_realisation": "IFAS - Nantes",
        "adresse_site": "47 rue de la Formation",
        "code_postal_site": "44000",
        "code_insee_site": "44109",
        "bon_de_commande": "BC1",
        "places": "20",
        "date_debut_prevue": "12/01/2026",
        "date_fin_prevue": "12/06/2026",
        **changes,
    }


def lines(count: int, **changes) -> list[dict[str, str]]:
    """Return lines of as many lots and sites."""
    return [
        line(numero_lot=f"LOT{n}", nom_site_realisation=f"Site {n}", **changes)
        for n in range(count)
    ]


def as_csv(rows, *, delimiter=";", encoding="utf-8", columns=NAMES) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows, *, far="") -> bytes:
    """Return a minimal workbook; whole numbers are written as numbers."""
    body = "".join(
        f"<row>{''.join(map(_cell, cells))}</row>"
        for cells in [NAMES, *([r[n] for n in NAMES] for r in rows)]
    )
    body += f'<row r="1"><c r="{far}"><v>1</v></c></row>' if far else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{package}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{package}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">'
        '<sheets><sheet name="Lots" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return out.getvalue()


def _cell(text: str) -> str:
    if text.isdigit():
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'

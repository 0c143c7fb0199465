"""The letters that bring keys, as one PDF: A4 with a window, tagged (PDF/UA-1)."""

import json
from io import BytesIO
from pathlib import Path

import qrcode
import typst
from django.conf import settings
from django.utils import timezone
from qrcode.image.svg import SvgPathImage

from core.comptes.adapter import link
from core.fasd.identifiants import grouped

MODEL = Path(__file__).with_name("lettre.typ")
MOST = 300  # letters in one file: the maker of PDF takes some memory a page


def address(etablissement) -> list[str]:
    """Return the lines of the window: the name, and the principal site."""
    site = etablissement.sites.filter(principal=True).first()
    lines = [etablissement.raison_sociale]
    if site is not None:
        lines += [
            site.ligne1,
            site.ligne2,
            site.ligne3,
            f"{site.code_postal or ''} {site.bureau_distributeur or ''}",
        ]
    return [line.strip() for line in lines if line and line.strip()]


def letter(row, key) -> dict:
    return {
        "raison_sociale": row.etablissement.raison_sociale or "votre organisme",
        "adresse": address(row.etablissement),
        "siret": grouped(row.etablissement.siret),
        "cle": key,
        "expire": f"{timezone.localtime(row.expire_le):%d/%m/%Y}",
        "date": f"Le {timezone.localdate():%d/%m/%Y}",
        "url": link("compte_activer"),
        "mail": settings.CONTACT_OFFRE["mail"],
        "telephone": settings.CONTACT_OFFRE["telephone"],
    }


def code(url) -> str:
    """Return the QR code of an address, as SVG."""
    image = qrcode.make(url, image_factory=SvgPathImage, border=2)
    image.save(out := BytesIO())
    return out.getvalue().decode()


def pdf(keys) -> bytes:
    """Return the letters of [(row, key)].

    What is written in them is data for the model: none of it is read as markup.
    """
    said = json.dumps([letter(row, key) for row, key in keys], ensure_ascii=False)
    return typst.compile(
        str(MODEL),
        format="pdf",
        sys_inputs={"lettres": said, "qr": code(link("compte_activer"))},
        pdf_standards=["ua-1"],
    )

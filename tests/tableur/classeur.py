"""The workbook of a campaign as a person fills it.

Taken from its page, typed by title, sent back.
"""

import csv
from io import BytesIO, StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core.tableur.workbook import FIRST, HEADINGS

PAGE, PREVIEW, REPORT = (reverse(f"admin:tableur{name}") for name in ("", "_apercu", "_rapport"))


def template(client, campagne, **query):
    """Return the workbook that the page gives."""
    response = client.get(reverse("admin:tableur_modele"), {"campagne": campagne.pk, **query})
    assert response.status_code == 200
    return load_workbook(BytesIO(response.content))


def headings(book) -> dict[str, int]:
    """Return the rank of each column by its title, without its mark."""
    sheet = book["Saisie"]
    return {cell.value.rstrip(" *"): cell.column for cell in sheet[HEADINGS] if cell.value}


def fill(book, *lines, first=FIRST):
    """Type lines, each a value by title; return the file."""
    places = headings(book)
    for number, line in enumerate(lines, first):
        for title, value in line.items():
            book["Saisie"].cell(number, places[title], value)
    return saved(book)


def saved(book) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def as_csv(book, *lines, first=FIRST) -> bytes:
    """Return a workbook as the CSV that Excel would make of it."""
    fill(book, *lines, first=first)
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in book["Saisie"].iter_rows(values_only=True):
        writer.writerow(
            ["" if v is None else f"{v:%d/%m/%Y}" if hasattr(v, "year") else v for v in row]
        )
    return text.getvalue().encode("cp1252", "replace")


def address(book, title, number=FIRST) -> str:
    return f"{book['Saisie'].cell(number, headings(book)[title]).column_letter}{number}"


def send(client, campagne, content, name="saisie.xlsx"):
    return client.post(
        PAGE, {"campagne": campagne.pk, "fichier": SimpleUploadedFile(name, content)}, follow=True
    )


def confirm(client, preview):
    return client.post(
        PREVIEW, {"plan": preview.context["fingerprint"], "confirmer": "1"}, follow=True
    )


def remarks(preview) -> dict[str, str]:
    """Return what the preview says of each cell."""
    return {r.address: r.message for _, _, shown, _ in preview.context["tables"] for r in shown}


def table(preview, title) -> dict[str, str]:
    return {
        r.address: r.message
        for name, _, shown, _ in preview.context["tables"]
        if name == title
        for r in shown
    }


def counts(preview) -> dict[str, int]:
    """Return how many lines of each kind the preview counts."""
    return dict(preview.context["counts"])

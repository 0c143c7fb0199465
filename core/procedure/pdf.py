"""A procédure as a tagged PDF (PDF/UA-1), by typst: its content is JSON data, never markup."""

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone

from core.procedure.chapters import Procedure

TEMPLATE = Path(settings.BASE_DIR, "templates", "core", "procedure", "procedure.typ")
STANDARD = "ua-1"


@cache
def template() -> bytes:
    return TEMPLATE.read_bytes()


def pdf(procedure: Procedure) -> bytes:
    """Return the PDF of a procédure.

    No file of the machine is read: neither its fonts, nor its folders.
    """
    midnight = datetime.combine(timezone.localdate(), time(), UTC)
    return typst.compile(
        template(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=[STANDARD],
        sys_inputs={"procedure": json.dumps(procedure.as_data(), ensure_ascii=False)},
        timestamp=int(midnight.timestamp()),
    )

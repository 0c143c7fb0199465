"""« Import du fichier de la Région »: what its pages read, show and write. Staff only."""

from core import policy
from core.files.spreadsheets import read_rows
from core.imports.region import words
from core.imports.region.columns import COLUMNS
from core.imports.region.lines import has_headings
from core.imports.region.write import import_region, prepare
from core.imports.sending import Page, Sending
from core.imports.upload_form import UploadForm
from core.texts.plain import plural

SHOWN = 200  # rows of a list; the command shows them all


def may_open(user) -> bool:
    return policy.may_open(user, "import_region")


def form(request):
    return UploadForm(
        request.POST or None,
        request.FILES or None,
        label="Fichier de la Région",
        help_text="CSV ou classeur Excel (.xlsx), 10 Mo au plus.",
    )


def check(content, form):
    read_rows(content, headed=has_headings)


def upload_context(request, form):
    return {"columns": COLUMNS}


def preview(request, sent):
    """Return what the file would change, or its errors alone."""
    prepared = prepare(sent.content)
    errors = prepared.errors
    warnings = prepared.warnings
    context = {
        "errors": errors[:SHOWN],
        "error_count": plural(len(errors), "erreur") if errors else "",
        "hidden_errors": hidden(errors),
        "warnings": warnings[:SHOWN],
        "hidden_warnings": hidden(warnings),
    }
    if prepared.plan:
        context |= plan_context(prepared.plan)
    return context


def plan_context(plan):
    differences = words.differences(plan)
    lists = words.lists(plan)
    return {
        "plan": plan,
        "fingerprint": plan.fingerprint(),
        "summary": words.summary(plan),
        "counts": [(label, count) for label, count in words.counts(plan) if count],
        "lists": [(title, names[:SHOWN], hidden(names)) for title, names in lists],
        "differences": differences[:SHOWN],
        "hidden_differences": hidden(differences),
    }


def hidden(rows) -> int:
    """Return how many rows are not shown."""
    return max(len(rows) - SHOWN, 0)


def write(request, sent, expected):
    return import_region(sent.content, name=sent.name, by=request.user, expected=expected)


def tell(request, sent, done):
    return f"« {sent.name} » est importé. {words.summary(done.plan)}"


IMPORT_REGION = Sending(
    code="import_region",
    route="import-region/",
    may_open=may_open,
    closed="Page réservée au Cariforef.",
    upload=Page("Import du fichier de la Région", "core/import_region/upload.html"),
    apercu=Page("Aperçu de l’import", "core/import_region/preview.html"),
    form=form,
    check=check,
    upload_context=upload_context,
    preview=preview,
    write=write,
    tell=tell,
)
urls = IMPORT_REGION.urls

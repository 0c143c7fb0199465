"""« Import de l’annuaire »: what its pages read, show and write. Staff only, always to drafts."""

from core import policy
from core.files.spreadsheets import UnreadableFile, read_rows
from core.imports.annuaire.columns import imported_fields, names_siret
from core.imports.annuaire.prepare import prepare
from core.imports.annuaire.write import import_annuaire
from core.imports.sending import Page, Sending
from core.imports.upload_form import UploadForm
from core.models import Etablissement

SHOWN = 200


def may_open(user) -> bool:
    return policy.may_open(user, "annuaire") and policy.may_add(user, Etablissement)


def form(request):
    return UploadForm(
        request.POST or None,
        request.FILES or None,
        label="Fichier de l’annuaire",
        help_text="CSV ou classeur Excel (.xlsx), 10 Mo au plus. "
        "L’export des sites ou des établissements convient.",
    )


def check(content, form):
    if len(read_rows(content, headed=names_siret)) < 2:
        raise UnreadableFile("Le fichier n’a que sa ligne d’en-tête.")


def upload_context(request, form):
    return {"columns": imported_fields()}


def preview(request, sent):
    plan = prepare(sent.content)
    return {
        "plan": plan,
        "errors": plan.errors[:SHOWN],
        "warnings": plan.warnings[:SHOWN],
        "fingerprint": plan.fingerprint(),
        "created": plan.created[:SHOWN],
        "differences": plan.differences(SHOWN),
        "shown": SHOWN,
    }


def write(request, sent, expected):
    return import_annuaire(sent.content, by=request.user, expected=expected)


def tell(request, sent, plan):
    return f"« {sent.name} » est importé. {plan.summary}"


IMPORT_ANNUAIRE = Sending(
    code="import_annuaire",
    route="import-annuaire/",
    may_open=may_open,
    closed="Page réservée au Cariforef.",
    upload=Page("Import de l’annuaire", "core/annuaire/import.html"),
    apercu=Page("Aperçu de l’import", "core/annuaire/import_apercu.html"),
    form=form,
    check=check,
    upload_context=upload_context,
    preview=preview,
    write=write,
    tell=tell,
)
urls = IMPORT_ANNUAIRE.urls

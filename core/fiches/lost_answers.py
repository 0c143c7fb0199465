"""What somebody typed in a fiche that somebody else saved, sent or took back meanwhile. Shown, to be kept."""

from django.template.response import TemplateResponse

from core.backoffice.addresses import dossier_url
from core.dossiers.difference import Difference, differences
from core.dossiers.rows import read
from core.dossiers.wording import Names, say
from core.fiches.forms.fiche import row_form, typed
from core.rules import Kind, Need
from core.texts.numbers import number


def unsaved_page(admin, request, row, sentence):
    """Return the page that says why nothing was saved and shows all that was typed; or None when nothing was."""
    subject, lost = admin.subject_of(request, row), unsaved(admin, request, row)
    if not lost:
        return None
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": f"{row} : non enregistrée",
        "subject": subject,
        "sentence": sentence,
        "lost": lost,
        "dossier_url": f"{dossier_url(subject)}#{admin.key_of(row)}",
    }
    return TemplateResponse(request, "core/fiche/unsaved.html", context)


def unsaved(admin, request, row) -> list[Difference]:
    """Return what was typed on the page of a row and is not what is saved, field by field. `row`: read for this alone."""
    subject, programme = admin.subject_of(request, row), admin.programme_of(request, row)
    before = read(subject)  # the form writes in its row
    form = admin.get_form(request, row)(request.POST, instance=row)
    form.is_valid()
    asked = [
        f
        for f in programme.fields.level(row.level)
        if f.kind is Kind.ROWS and f.need is not Need.UNUSED
    ]
    tables = {
        f.name: [*lines(request, type(row), f)]
        for f in asked
        if f"{f.name}-TOTAL_FORMS" in request.POST
    }
    values = {name: [line.values() for line in table] for name, table in tables.items()}
    lost = differences(before, typed(before, admin.key_of(row), form, values), programme.fields)
    saved = next(x for x in before.walk() if x.key == admin.key_of(row))
    lost += [
        ill_shaped(form, f.name, said(f, saved[f.name]))
        for f in form.table_fields
        if f.name in form.errors and form[f.name].data
    ]
    for line in (line for table in tables.values() for line in table):
        lost += [
            ill_shaped(line, name)
            for name in line.errors
            if name in line.fields and line[name].data
        ]
    return lost


def said(field, value) -> str:
    return say(field, value, Names([(field, value)]))


def lines(request, model, field):
    """Return the forms of the lines typed in a small table, whatever may be changed there."""
    related = model._meta.get_field(field.name).related_model
    count = number(request.POST[f"{field.name}-TOTAL_FORMS"]) or 0
    for rank in range(min(count, 1000)):
        line = row_form(field, related, request.user)(request.POST, prefix=f"{field.name}-{rank}")
        line.is_valid()
        if line.has_changed() and f"{field.name}-{rank}-DELETE" not in request.POST:
            yield line


def ill_shaped(form, name, before=""):
    """Return a value that no field can hold, as it was typed, beside what is saved."""
    return Difference(
        path="",
        where="",
        label=form.fields[name].label or "",
        before=before,
        after=str(form[name].data),
    )

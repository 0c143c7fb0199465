"""What somebody typed in a fiche that somebody else saved, sent or took back meanwhile.

Shown, to be kept.
"""

from django.template.response import TemplateResponse

from core.backoffice.addresses import dossier_url
from core.dossiers.difference import Difference, differences
from core.dossiers.rows import read
from core.dossiers.wording import Names, say
from core.fiches.forms.fiche import typed
from core.fiches.forms.lines import line_form
from core.rules import Kind, Need
from core.texts.numbers import number

MOST = 1000  # lines of a small table


def unsaved_page(admin, request, row, sentence):
    """Return the page that says why nothing was saved and shows all that was typed.

    None when nothing was.
    """
    lost = unsaved(admin, request, row, request.POST)
    if not lost:
        return None
    subject = admin.subject_of(request, row)
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


def unsaved(admin, request, row, answers) -> list[Difference]:
    """Return what was typed on the page of a row and is not what is saved, field by field.

    `row`: read for this alone. `answers`: a QueryDict.
    """
    fields = admin.programme_of(request, row).fields
    before = read(admin.subject_of(request, row))  # the form writes in its row
    key = admin.key_of(row)
    form = admin.get_form(request, row)(answers, instance=row)
    form.is_valid()
    tables = {}
    for field in fields.level(row.level):
        if _is_posted(field, answers):
            tables[field.name] = list(_lines(field, type(row), request.user, answers))
    values = {name: [line.values() for line in table] for name, table in tables.items()}
    lost = differences(before, typed(before, key, form, values), fields)
    [saved] = [fiche for fiche in before.walk() if fiche.key == key]
    for field in form.table_fields:
        if field.name in form.errors and form[field.name].data:
            value = saved[field.name]
            words = say(field, value, Names([(field, value)]))
            lost.append(_ill_shaped(form, field.name, words))
    for table in tables.values():
        for line in table:
            lost += _ill_shaped_columns(line)
    return lost


def _is_posted(field, answers):
    """Whether the page held this field, a small table."""
    if field.kind is not Kind.ROWS or field.need is Need.UNUSED:
        return False
    return f"{field.name}-TOTAL_FORMS" in answers


def _lines(field, model, user, answers):
    """Yield the forms of the lines typed in a small table, whatever may be changed there."""
    related = model._meta.get_field(field.name).related_model
    form = line_form(field, related, user)
    count = number(answers[f"{field.name}-TOTAL_FORMS"]) or 0
    for rank in range(min(count, MOST)):
        prefix = f"{field.name}-{rank}"
        line = form(answers, prefix=prefix)
        line.is_valid()
        if line.has_changed() and f"{prefix}-DELETE" not in answers:
            yield line


def _ill_shaped_columns(line):
    names = [name for name in line.errors if name in line.fields]
    return [_ill_shaped(line, name) for name in names if line[name].data]


def _ill_shaped(form, name, before=""):
    """Return a value that no field can hold, as it was typed, beside what is saved."""
    return Difference(
        path="",
        where="",
        label=form.fields[name].label or "",
        before=before,
        after=str(form[name].data),
    )

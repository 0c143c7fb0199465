"""The pages of the fiches, filled as a person does."""

from django.urls import reverse
from lxml import html


def address(row, page="change") -> str:
    return reverse(f"admin:core_{row._meta.model_name}_{page}", args=[row.pk])


def filled(page) -> dict:
    """Return what a page of a fiche would post as it stands.

    The fields, the small tables, the version.
    """
    context = page.context
    formsets = [s.formset for s in context["inline_admin_formsets"]]
    forms = [
        context["adminform"].form,
        *(f.management_form for f in formsets),
        *(form for f in formsets for form in f.initial_forms),
    ]
    data = {
        bound.html_name: "" if value is None else value
        for form in forms
        for bound in form
        if not bound.field.disabled and (value := bound.value()) is not None
    }
    return data | {"version": context["current_version"]}


def rows(prefix, *lines, initial=0) -> dict:
    """Return the fields of a small table with these lines, `initial` of which are known already."""
    data = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    return data | {
        f"{prefix}-{n}-{name}": value
        for n, line in enumerate(lines)
        for name, value in line.items()
    }


def form_of(page, having: str) -> dict:
    """Return what a browser would post from the form of a page that has this field.

    Several values make a list.
    """
    found = [form for form in html.fromstring(page.text).forms if having in form.fields]
    data = {}
    for name, value in found[0].form_values():
        data.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in data.items()}

"""The small tables of a fiche, each an inline of the admin."""

from unfold.admin import StackedInline

from core.backoffice.scoped import ScopedInline
from core.fiches.forms.lines import line_form

EMPTY = 3  # lines added without script
WIDE = 4  # columns above which a line is stacked instead of written in a table


class RowsInline(ScopedInline):
    """Lines of a small table of the fiche."""

    fasd = None  # its field
    template_after = "core/fiche/ligne.html"

    def get_extra(self, request, obj=None, **kwargs):
        """Return the empty lines that somebody asks for, whose browser runs no script."""
        return EMPTY if request.GET.get("lignes") == self.fasd.name else 0


class StackedRowsInline(RowsInline, StackedInline):
    template = "admin/edit_inline/stacked.html"


def rows_inline(field, model, user):
    """Return the inline of a ROWS field."""
    related = model._meta.get_field(field.name).related_model
    base = StackedRowsInline if len(field.columns) > WIDE else RowsInline
    attributes = {
        "model": related,
        "form": line_form(field, related, user),
        "fields": [column.name for column in field.columns],
        "verbose_name_plural": field.label,
        "fasd": field,
    }
    return type(f"{field.name}Inline", (base,), attributes)


def lines_typed(formset):
    """Return the lines typed in a small table, as a fiche holds them."""
    formset.is_valid()
    return [form.values() for form in formset.forms if is_typed(form)]


def is_typed(form):
    """Whether a line is well shaped, not removed, and not one of the empty ones."""
    if not hasattr(form, "cleaned_data"):
        return False
    if form.cleaned_data.get("DELETE"):
        return False
    return bool(form.instance.pk) or form.has_changed()

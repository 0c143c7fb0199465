"""A field that chooses a row: a site, a contact, an établissement that the policy shows."""

from django import forms
from django.contrib import admin
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from unfold import widgets as unfold

from core import policy
from core.fiches.forms import lists
from core.models import Contact, Etablissement, Site
from core.rules import Kind

FEW = 60  # above, a list of rows is searched instead of unrolled
ROLES = {  # of a contact, by the field that names it
    "referent_handicap": "handicap",
    "referent_mobilite": "mobilite",
    "referent_prf": "prf",
}
REFERENCES = {Kind.SITE: Site, Kind.CONTACT: Contact, Kind.ETABLISSEMENT: Etablissement}


def reference(field, value):
    """Return a cleaned value as a fiche holds it: rows by their number or SIRET."""
    if field.kind is Kind.FILE:
        return getattr(value, "name", value) or ""
    if value is None or field.kind not in REFERENCES:
        return value
    if field.kind is Kind.ETABLISSEMENT:
        return value.siret
    return str(value.pk)


class _Unrolled(forms.models.ModelChoiceIterator):
    """The choices that were read to know that they are few.

    What is sent back is looked for in the base again.
    """

    def __iter__(self):
        few_rows = self.field.few_rows
        if few_rows is None:
            yield from super().__iter__()
            return
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, few_rows)


class RowField(forms.ModelChoiceField):
    """One row: a few are unrolled, read once for all the lines of a table; many are searched."""

    iterator = _Unrolled

    def __init__(self, rows=None, *, column, **kwargs):
        self.column = column
        self.few_rows = None
        super().__init__(None, **kwargs)
        if rows is not None:
            self.offer(rows)

    def offer(self, rows):
        """Let these rows be chosen."""
        first_rows = list(rows[: FEW + 1])
        if len(first_rows) <= FEW:
            self.few_rows = first_rows
            self.widget = unfold.UnfoldAdminSelectWidget()
        else:
            self.few_rows = None
            self.widget = lists.Rows(self.column, admin.site)
        self.queryset = rows


def row_field(field, value, user, model, common) -> RowField:
    """Return the form field of a key to a row.

    `value` is the current one, in the form rules read.
    """
    rows = choosable(field, value, user)
    return RowField(rows, column=model._meta.get_field(field.name), **common)


def choosable(field, value, user):
    """Return the rows that this user may choose, and the one that is chosen, whoever chose it."""
    model = REFERENCES[field.kind]
    allowed = policy.rows(model, user, "view")
    if field.kind is Kind.CONTACT:
        allowed &= Q(actif=True) & _bears(ROLES.get(field.name))
    if value and field.kind is Kind.ETABLISSEMENT:
        allowed |= Q(siret=value)
    elif value:
        allowed |= Q(pk=value)
    rows = model.objects.filter(allowed)
    if field.kind is Kind.SITE:
        return rows.select_related("etablissement")
    return rows


def _bears(role):
    """Return the contacts who may be chosen for a role.

    Those who bear it, and those of whom no role was said.
    """
    if role is None:
        return Q()
    contacts = Contact.objects.annotate(dits=Cast("roles", TextField()))
    bearers = contacts.filter(Q(dits__contains=f'"{role}"') | Q(dits="[]"))
    return Q(pk__in=bearers.values("pk"))

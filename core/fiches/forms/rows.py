"""A field that chooses a row: a site, a contact, an établissement that the policy shows to this person."""

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
ROLES = {
    "referent_handicap": "handicap",
    "referent_mobilite": "mobilite",
    "referent_prf": "prf",
}  # of a contact
REFERENCES = {Kind.SITE: Site, Kind.CONTACT: Contact, Kind.ETABLISSEMENT: Etablissement}


class _Unrolled(forms.models.ModelChoiceIterator):
    """The choices that were read to know that they are few; what is sent back is looked for in the base again."""

    def __iter__(self):
        known = self.field.known
        if known is None:
            yield from super().__iter__()
        else:
            if self.field.empty_label is not None:
                yield "", self.field.empty_label
            yield from map(self.choice, known)


class RowField(forms.ModelChoiceField):
    """One row: a few are unrolled, read once for all the lines of a table; many are searched."""

    iterator = _Unrolled

    def __init__(self, rows=None, *, column, **kwargs):
        self.column, self.known = column, None
        super().__init__(None, **kwargs)
        if rows is not None:
            self.offer(rows)

    def offer(self, rows):
        """Let these rows be chosen."""
        found = list(rows[: FEW + 1])
        few = len(found) <= FEW
        self.known = found if few else None
        self.widget = (
            unfold.UnfoldAdminSelectWidget() if few else lists.Rows(self.column, admin.site)
        )
        self.queryset = rows


def row_field(field, value, user, model, common) -> RowField:
    """Return the form field of a key to a row; `value` is the current one, in the form rules read."""
    return RowField(
        choosable(field, value, user),
        column=model._meta.get_field(field.name),
        **common,
    )


def choosable(field, value, user):
    """Return the rows that this user may choose, and the one that is chosen, whoever chose it."""
    model = REFERENCES[field.kind]
    allowed = policy.rows(model, user, "view")
    if field.kind is Kind.CONTACT:
        allowed &= Q(actif=True) & _bears(ROLES.get(field.name))
    if value:
        allowed |= Q(siret=value) if field.kind is Kind.ETABLISSEMENT else Q(pk=value)
    rows = model.objects.filter(allowed)
    return rows.select_related("etablissement") if field.kind is Kind.SITE else rows


def _bears(role):
    """Return the contacts who may be chosen for a role: those who bear it, and those of whom no role was said."""
    if role is None:
        return Q()
    said = Contact.objects.annotate(dits=Cast("roles", TextField()))
    return Q(pk__in=said.filter(Q(dits__contains=f'"{role}"') | Q(dits="[]")).values("pk"))

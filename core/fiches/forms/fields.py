"""One form field per `Field` of the table: its shape is enforced, its absence never is."""

from django import forms
from unfold import widgets as unfold

from core.fasd.shapes import PLACES, normalised
from core.fiches.forms import lists
from core.fiches.forms.dates import DayField
from core.fiches.forms.files import FileField
from core.fiches.forms.long_text import LongText
from core.fiches.forms.numbers import DecimalField, HourField, IntegerField
from core.fiches.forms.rows import row_field
from core.models import Famille, Terme
from core.referentiels import certifinfo
from core.rules import Field, Kind
from core.rules.completeness import misshapen

BLANK = ("", "—")
SHORT_FAMILLES = ("prerequis",)  # unrolled as boxes to tick
TREES = ("formacode",)  # searched, or walked down
PRINCIPALS = {"formacode_principal": "formacodes"}  # a term that is one of those of another field


def refuse_unknown(famille, codes) -> None:
    """Raise ValidationError for codes that a référentiel does not have."""
    askable = [code for code in codes if "\0" not in code]  # PostgreSQL refuses it
    terms = Terme.objects.filter(famille=famille, code__in=askable)
    in_force = set(terms.values_list("code", flat=True))
    unknown = [code for code in codes if code not in in_force]
    if unknown:
        raise forms.ValidationError(
            f"Code inconnu du référentiel : {', '.join(unknown)}. Choisissez-le dans la liste.",
        )


class TermesField(forms.MultipleChoiceField):
    """Codes of a référentiel; their order is kept."""

    def __init__(self, famille, *, widget=None, **kwargs):
        self.famille = famille
        super().__init__(widget=widget or lists.Termes(famille), **kwargs)

    def valid_value(self, value):
        return True

    def clean(self, value):
        codes = list(dict.fromkeys(super().clean(value)))
        refuse_unknown(self.famille, codes)
        return codes


class TermeField(forms.ChoiceField):
    """One code of a référentiel."""

    def __init__(self, famille, *, widget=None, **kwargs):
        self.famille = famille
        super().__init__(widget=widget or lists.Terme(famille), **kwargs)

    def valid_value(self, value):
        return True

    def clean(self, value):
        code = super().clean(value)
        if code:
            refuse_unknown(self.famille, [code])
        return code


class CertificationField(TermeField):
    """The Certifinfo code of a new offer.

    An archived one is refused; its only successor is offered in its place.
    """

    def __init__(self, **kwargs):
        super().__init__(
            Famille.CERTIFINFO,
            widget=lists.Certification(Famille.CERTIFINFO),
            **kwargs,
        )

    def clean(self, value):
        code = super().clean(value)
        if code and (reason := certifinfo.refused(code)):
            raise forms.ValidationError(reason)
        return code

    def bound_data(self, data, initial):
        """Return what the page shows again.

        The code that stands for an archived one, if there is only one.
        """
        if not data:
            return data
        gone = certifinfo.archived([data]).get(data)
        if gone is None or len(gone.successors) != 1:
            return data
        return gone.successors[0].code


class LineField(forms.CharField):
    """One line of a `Field`, mended where that is certain; what is too long is told, not cut.

    The browser's own limit counts otherwise, and cuts what one pastes.
    """

    def __init__(self, field, **kwargs):
        self.field = field
        super().__init__(max_length=field.max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return normalised(self.field, text) if text else text

    def widget_attrs(self, widget):
        return {"data-longueur": str(self.max_length)} if self.max_length else {}


class LongField(forms.CharField):
    """Several lines; a browser ends them with two characters, which count as one (LHÉO)."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def oui_non(value):
    return {"oui": True, "non": False, True: True, False: False}.get(value)


KEYBOARDS = {  # of a phone; a browser's own checks would refuse what we mend
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
    Kind.URL: "url",
}


def form_field(field: Field, value, user, model) -> forms.Field:
    """Return the form field of an editable `Field`.

    `value` is the current one, in the form rules read.
    """
    common = {"label": field.label, "required": False, "help_text": field.help}
    match field.kind:
        case Kind.TEXT | Kind.PHONE | Kind.EMAIL | Kind.URL:
            return _line(field, common)
        case Kind.LONG:
            widget = LongText({"rows": 5, "data-longueur": field.max_length or ""})
            return LongField(widget=widget, strip=False, **common)
        case Kind.INTEGER | Kind.AMOUNT | Kind.COORDINATE:
            return _number(field, common)
        case Kind.DATE:
            return DayField(**common)
        case Kind.TIME:
            return HourField(**common)
        case Kind.BOOLEAN:
            return _boolean(common)
        case Kind.CHOICE:
            widget = unfold.UnfoldAdminSelectWidget()
            return forms.ChoiceField(choices=[BLANK, *_choices(field)], widget=widget, **common)
        case Kind.CHOICES:
            return _boxes(_choices(field), common)
        case Kind.CODE | Kind.CODES:
            return _terms(field, common)
        case Kind.FILE:
            return FileField(max_length=200, **common)
        case Kind.SITE | Kind.CONTACT | Kind.ETABLISSEMENT:
            return row_field(field, value, user, model, common)
    raise TypeError(f"{field.name}: a form cannot hold {field.kind}.")


def _line(field, common):
    """Return the form field of one line, with the keyboard of what is typed there."""
    keyboard = KEYBOARDS.get(field.kind)
    widget = unfold.UnfoldAdminTextInputWidget({"inputmode": keyboard} if keyboard else {})
    return LineField(field, widget=widget, **common)


def _number(field, common):
    """Return the form field of a number: a whole one, an amount, a coordinate."""
    if field.kind is Kind.INTEGER:
        return IntegerField(**common)
    return DecimalField(decimal_places=PLACES[field.kind], max_digits=9, **common)


def _boolean(common):
    return forms.TypedChoiceField(
        choices=[BLANK, ("oui", "oui"), ("non", "non")],
        coerce=oui_non,
        empty_value=None,
        widget=unfold.UnfoldAdminSelectWidget(),
        **common,
    )


def _boxes(choices, common):
    """Return the form field of a few choices, all shown, to tick."""
    widget = unfold.UnfoldAdminCheckboxSelectMultipleWidget()
    return forms.MultipleChoiceField(choices=choices, widget=widget, **common)


def _terms(field, common):
    """Return the form field of codes of a référentiel.

    Unrolled, searched, or chosen down a tree.
    """
    famille = field.famille
    if field.name in PRINCIPALS:
        return TermeField(famille, widget=lists.Principal(famille), **common)
    if famille == Famille.CERTIFINFO:
        return TermeField(famille, widget=lists.Certification(famille), **common)
    if field.kind is Kind.CODE:
        return TermeField(famille, **common)
    if famille in SHORT_FAMILLES:
        terms = Terme.objects.famille(famille).values_list("code", "libelle")
        return _boxes(terms, common)
    if famille in TREES:
        principal = _principal_of(field)
        widget = lists.Chooser(famille, most=field.max_items, principal=principal)
        return TermesField(famille, widget=widget, **common)
    return TermesField(famille, **common)


def _principal_of(field) -> str:
    """Return the field that says which of these terms is the principal one."""
    for principal, terms in PRINCIPALS.items():
        if terms == field.name:
            return principal
    return ""


def _choices(field):
    choices = field.table.choices
    if not field.allowed:
        return list(choices)
    return [(code, label) for code, label in choices if code in field.allowed]


def initial(field: Field, value):
    """Return a value as the widget of its field wants it."""
    if field.kind is not Kind.BOOLEAN:
        return value
    return {True: "oui", False: "non"}.get(value, "")


def problem(field: Field, value) -> str:
    """Return why a cleaned value cannot be saved.

    Lengths of long texts are told, not enforced, in a draft.
    """
    if field.kind in (Kind.SITE, Kind.CONTACT, Kind.ETABLISSEMENT, Kind.LONG):
        return ""
    return misshapen(field, value)

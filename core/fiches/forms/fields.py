"""One form field per `Field` of the table: its shape is enforced, its absence never is."""

import re

from django import forms
from unfold import widgets as unfold

from core.fiches.forms import lists, widgets
from core.fiches.forms.dates import DayField
from core.fiches.forms.files import FileField
from core.fiches.forms.long_text import LongText
from core.fiches.forms.rows import row_field
from core.models import Famille, Terme
from core.referentiels import certifinfo
from core.rules import Field, Kind
from core.rules.completeness import misshapen

BLANK = ("", "—")
SHORT_FAMILLES = ("prerequis",)  # unrolled as boxes to tick
TREES = ("formacode",)  # searched, or walked down
BARE_URL = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[/?#]|$)", re.IGNORECASE)
PRINCIPALS = {"formacode_principal": "formacodes"}  # a term that is one of those of another field


class TermesField(forms.MultipleChoiceField):
    """Codes of a référentiel; their order is kept."""

    def __init__(self, famille, *, widget=None, **kwargs):
        self.famille = famille
        super().__init__(widget=widget or lists.Termes(famille), **kwargs)

    def valid_value(self, value):
        return True

    def clean(self, value):
        codes = list(dict.fromkeys(super().clean(value)))
        askable = [code for code in codes if "\0" not in code]  # PostgreSQL refuses it
        known = set(
            Terme.objects.filter(famille=self.famille, code__in=askable).values_list(
                "code",
                flat=True,
            ),
        )
        if unknown := [code for code in codes if code not in known]:
            raise forms.ValidationError(
                f"Code inconnu du référentiel : {', '.join(unknown)}. Choisissez-le dans la liste.",
            )
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
        if code and (
            "\0" in code or not Terme.objects.filter(famille=self.famille, code=code).exists()
        ):
            raise forms.ValidationError(
                f"Code inconnu du référentiel : {code}. Choisissez-le dans la liste.",
            )
        return code


class CertificationField(TermeField):
    """The Certifinfo code of a new offer: an archived one is refused, its only successor is offered in its place."""

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
        """Return what the page shows again: the code that stands for an archived one, if there is only one."""
        gone = certifinfo.archived([data] if data else ()).get(data)
        return gone.successors[0].code if gone and len(gone.successors) == 1 else data


class LineField(forms.CharField):
    """One line; what is too long is told, not cut: the browser's own limit counts otherwise and cuts what one pastes."""

    def widget_attrs(self, widget):
        return {"data-longueur": str(self.max_length)} if self.max_length else {}


class UrlField(LineField):
    """An address; `www.exemple.fr` is given its https://."""

    def to_python(self, value):
        value = super().to_python(value)
        return f"https://{value}" if BARE_URL.match(value) else value


class LongField(forms.CharField):
    """Several lines; a browser ends them with two characters, which count as one (LHÉO)."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


def oui_non(value):
    return {"oui": True, "non": False, True: True, False: False}.get(value)


def form_field(field: Field, value, user, model) -> forms.Field:
    """Return the form field of an editable `Field`; `value` is the current one, in the form rules read."""
    common = {"label": field.label, "required": False, "help_text": field.help}
    match field.kind:
        case Kind.TEXT | Kind.PHONE | Kind.EMAIL | Kind.URL:
            kind = {Kind.EMAIL: "email", Kind.URL: "url", Kind.PHONE: "tel"}.get(field.kind, "text")
            widget = unfold.UnfoldAdminTextInputWidget({"type": kind})
            widget.input_type = kind
            kind_of_field = UrlField if field.kind is Kind.URL else LineField
            return kind_of_field(max_length=field.max_length, widget=widget, **common)
        case Kind.LONG:
            return LongField(
                widget=LongText({"rows": 5, "data-longueur": field.max_length or ""}),
                strip=False,
                **common,
            )
        case Kind.INTEGER:
            return forms.IntegerField(
                min_value=field.minimum,
                max_value=field.maximum,
                widget=_number(field, "1"),
                **common,
            )
        case Kind.AMOUNT | Kind.COORDINATE:
            places = 2 if field.kind is Kind.AMOUNT else 6
            return forms.DecimalField(
                min_value=field.minimum, max_value=field.maximum, decimal_places=places, max_digits=9,
                widget=_number(field, "any"), **common,
            )  # fmt: skip
        case Kind.DATE:
            return DayField(**common)
        case Kind.TIME:
            return forms.TimeField(widget=widgets.Time(), **common)
        case Kind.BOOLEAN:
            return forms.TypedChoiceField(
                choices=[BLANK, ("oui", "oui"), ("non", "non")], coerce=oui_non, empty_value=None,
                widget=unfold.UnfoldAdminSelectWidget(), **common,
            )  # fmt: skip
        case Kind.CHOICE:
            return forms.ChoiceField(
                choices=[BLANK, *_choices(field)],
                widget=unfold.UnfoldAdminSelectWidget(),
                **common,
            )
        case Kind.CHOICES:
            return forms.MultipleChoiceField(
                choices=_choices(field),
                widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
                **common,
            )
        case Kind.CODE | Kind.CODES:
            return _terms(field, common)
        case Kind.FILE:
            return FileField(max_length=200, **common)
        case Kind.SITE | Kind.CONTACT | Kind.ETABLISSEMENT:
            return row_field(field, value, user, model, common)
    raise TypeError(f"{field.name}: a form cannot hold {field.kind}.")


def _terms(field, common):
    """Return the form field of codes of a référentiel: unrolled, searched, or chosen down a tree."""
    if field.name in PRINCIPALS:
        return TermeField(field.famille, widget=lists.Principal(field.famille), **common)
    if field.famille == Famille.CERTIFINFO:
        return TermeField(field.famille, widget=lists.Certification(field.famille), **common)
    if field.kind is Kind.CODE:
        return TermeField(field.famille, **common)
    if field.famille in SHORT_FAMILLES:
        terms = Terme.objects.famille(field.famille).values_list("code", "libelle")
        return forms.MultipleChoiceField(
            choices=terms,
            widget=unfold.UnfoldAdminCheckboxSelectMultipleWidget(),
            **common,
        )
    if field.famille in TREES:
        principal = next((name for name, of in PRINCIPALS.items() if of == field.name), "")
        widget = lists.Chooser(field.famille, most=field.max_items, principal=principal)
        return TermesField(field.famille, widget=widget, **common)
    return TermesField(field.famille, **common)


def _number(field, step):
    widget = unfold.UnfoldAdminTextInputWidget({"step": step, "inputmode": "decimal"})
    widget.input_type = "number"
    return widget


def _choices(field):
    return [
        (code, label)
        for code, label in field.table.choices
        if not field.allowed or code in field.allowed
    ]


def initial(field: Field, value):
    """Return a value as the widget of its field wants it."""
    return {True: "oui", False: "non"}.get(value, "") if field.kind is Kind.BOOLEAN else value


def problem(field: Field, value) -> str:
    """Return why a cleaned value cannot be saved; lengths of long texts are told, not enforced, in a draft."""
    if field.kind in (Kind.SITE, Kind.CONTACT, Kind.ETABLISSEMENT, Kind.LONG):
        return ""
    return misshapen(field, value)

"""Every door gives the same answer to the same odd value: the same value, or the same refusal."""

import pytest
from django import forms

from core.annuaire.admin.contacts import ContactForm, PorteOuverteForm
from core.comptes.admin.invitations import InviterForm
from core.comptes.forms import CleForm, ComplementForm, CompteForm, DemandeForm, SignalerForm
from core.fasd.annuaire import ANNUAIRE
from core.fasd.table import FASD
from core.fiches.forms.fields import form_field, problem
from core.imports.annuaire.lines import checked_value
from core.imports.region import columns as region
from core.models import Etablissement, Site
from core.rules import Kind
from core.tableur.cells import Unkeepable, value_of
from core.tableur.lexicon import Lexicon

REFUSED = "refusé"
EMAILS = (
    "contact@exemple.fr;",
    "mailto:contact@exemple.fr",
    "Accueil <contact@exemple.fr>",
    "contact@exemple.fr\u200b",
    "a@exemple.fr;b@exemple.fr",
    "organisme",
    "contact@exemple",
)
PHONES = (
    "02\u00a040\u202f20\u200940 20",
    "'+33 2 40 20 40 20",
    "240202020",
    "3949",
    "abc",
    "02 40 20 40",
)
URLS = ("www.exemple.fr", "https://exemple.fr/a", "<https://exemple.fr>", "exemple", "a@exemple.fr")
POSTAL_CODES = ("44 000", "1000", "44OOO", "44000", "'01000")
SIRETS = ("130.005.119.00032", "\u202a13000511900032\u202c", "572078400106", "1,30005E+13", "12")
DAYS = ("05/01/2026", "5/1/26", "2026-01-05", "01/06/0206", "bientôt")
NUMBERS = ("1 200", "35,0", "35,5", "douze", "1.000")
AMOUNTS = ("35,5", "1 200,50", "20 %", "1.200", "abc")
HOURS = ("14:15", "14h15", "9h", "25h", "midi")


def by_form(field: forms.Field):
    def answer(text):
        try:
            return field.clean(text)
        except forms.ValidationError:
            return REFUSED

    return answer


def by_fiche(field, model=Site):
    def answer(text):
        value = by_form(form_field(field, None, None, model))(text)
        return REFUSED if value != REFUSED and problem(field, value) else value

    return answer


def by_cell(field):
    def answer(text):
        try:
            return value_of(field, text, Lexicon())
        except Unkeepable:
            return REFUSED

    return answer


def by_annuaire(field):
    def answer(text):
        try:
            return checked_value(field, text)
        except ValueError:
            return REFUSED

    return answer


def by_region(parse):
    def answer(text):
        try:
            return parse(text)
        except ValueError:
            return REFUSED

    return answer


def of_kind(kind):
    """Return a field of this kind, or a column of a small table."""
    columns = [column for field in FASD for column in field.columns]
    return next(field for field in [*FASD, *columns] if field.kind is kind)


def doors_of(field):
    return [by_fiche(field), by_cell(field), by_annuaire(field)]


def of(form_class, name):
    return by_form(form_class.base_fields[name])


DOORS = [
    (
        EMAILS,
        [
            *doors_of(ANNUAIRE.fields["email"]),
            of(ContactForm, "email"),
            of(ComplementForm, "email"),
            of(CompteForm, "email"),
            of(DemandeForm, "email"),
            of(SignalerForm, "email"),
            of(InviterForm, "email"),
        ],
    ),
    (
        PHONES,
        [
            *doors_of(ANNUAIRE.fields["telephone_fixe"]),
            of(ContactForm, "telephone"),
            of(ComplementForm, "telephone_fixe"),
            of(DemandeForm, "telephone"),
        ],
    ),
    (
        URLS,
        [
            *doors_of(ANNUAIRE.fields["site_web"]),
            of(PorteOuverteForm, "site_internet"),
            of(ComplementForm, "site_web"),
        ],
    ),
    (
        POSTAL_CODES,
        [
            *doors_of(ANNUAIRE.fields["code_postal"]),
            of(DemandeForm, "code_postal"),
            by_region(region.postal_code),
        ],
    ),
    (SIRETS, [of(CleForm, "siret"), of(DemandeForm, "siret"), by_region(region.siret)]),
    (
        DAYS,
        [
            by_fiche(of_kind(Kind.DATE)),
            by_cell(of_kind(Kind.DATE)),
            by_annuaire(of_kind(Kind.DATE)),
            of(PorteOuverteForm, "date_debut"),
            by_region(region.day),
        ],
    ),
    (
        NUMBERS,
        [
            by_fiche(of_kind(Kind.INTEGER)),
            by_cell(of_kind(Kind.INTEGER)),
            by_region(region.places),
        ],
    ),
    (AMOUNTS, [by_fiche(of_kind(Kind.AMOUNT)), by_cell(of_kind(Kind.AMOUNT))]),
    (HOURS, [by_fiche(of_kind(Kind.TIME)), by_cell(of_kind(Kind.TIME))]),
]


@pytest.mark.parametrize(
    ("text", "doors"),
    [(text, doors) for texts, doors in DOORS for text in texts],
    ids=[repr(text) for texts, _ in DOORS for text in texts],
)
def test_every_door_answers_the_same(text, doors):
    answers = [door(text) for door in doors]
    assert answers == [answers[0]] * len(answers)


def test_some_are_read_and_some_are_refused():
    for texts, doors in DOORS:
        answers = [doors[0](text) for text in texts]
        assert REFUSED in answers
        assert any(answer != REFUSED for answer in answers)


def test_the_browser_never_holds_a_number_by_itself():
    """Its own field empties letters, loses commas, and a wheel changes it."""
    for field in FASD:
        if field.kind in (Kind.INTEGER, Kind.AMOUNT, Kind.COORDINATE):
            widget = form_field(field, None, None, Etablissement).widget
            assert widget.input_type == "text"
            assert widget.attrs["inputmode"] in ("numeric", "decimal")

"""The lists that may be exported: their columns, under the labels of the tables of fields, and their rows in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import batched

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from import_export.fields import Field as ExportField
from import_export.resources import Resource

from core.annuaire.admin.site import SiteAdmin
from core.backoffice.parts import CHAIN
from core.campagnes.admin.lots import AttributionAdmin
from core.dossiers.rows import value_of
from core.dossiers.wording import Names, say
from core.fasd import FASD
from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.fasd.codes import ROLE_CONTACT
from core.models import (
    Action,
    Attribution,
    Contact,
    Etablissement,
    Formation,
    Lot,
    PorteOuverte,
    Session,
    Site,
)
from core.offres.admin.action import ActionAdmin
from core.offres.admin.formation import FormationAdmin
from core.offres.admin.session import SessionAdmin
from core.rules import Kind, Level
from core.rules.completeness import empty
from workflows.labels import label

CHUNK = 1_000  # rows read, named and written together
NUMBERS_AND_DATES = (
    Kind.INTEGER,
    Kind.AMOUNT,
    Kind.COORDINATE,
    Kind.DATE,
)  # a spreadsheet writes them itself


class Column(ExportField):
    """A column: its heading, and how a row gives its value; `field` says it in words, when a table of fields has it."""

    def __init__(self, heading: str, read: Callable, field=None):
        super().__init__(column_name=str(capfirst(heading)), readonly=True)
        self.read, self.field = read, field

    def get_value(self, instance):
        return self.read(instance)


@dataclass(frozen=True, slots=True)
class Table:
    """What an export reads: `columns` for the person who asks (staff or not), and the rows read along."""

    columns: Callable[[bool], list[Column]]
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


# Columns ------------------------------------------------------------------------------------


def of_level(table, level, row=lambda row: row, names=()) -> list[Column]:
    """Return a column for each field of a level, or for those `names`; its heading is its label, with its unit."""
    return [
        Column(
            f"{f.label} ({f.unit})" if f.unit else f.label,
            lambda r, f=f: value_of(row(r), f),
            f,
        )
        for f in table.level(level)
        if not names or f.name in names
    ]


def shown(method) -> Column:
    """Return a column of the list itself: its heading, and its words without their markup."""
    return Column(method.short_description, lambda row: method(None, row))


def of_model(model, *names, row=lambda row: row) -> list[Column]:
    """Return a column for each of these fields of a model: its `verbose_name`, and its label when it has choices."""

    def column(field):
        name = f"get_{field.name}_display" if field.choices else field.name

        def read(instance):
            value = getattr(row(instance), name, None)
            return value() if field.choices and value else value

        return Column(field.verbose_name, read)

    return [column(model._meta.get_field(name)) for name in names]


def state(model, staff, row=lambda row: row) -> Column:
    """Return the state of a subject, as this person reads it."""
    return Column(
        model._meta.get_field("state").verbose_name,
        lambda r: label(row(r), staff=staff).text,
    )


def of_dispositifs(session):
    """Return the types of dispositif of a session, in words, without repeating one."""
    table = FASD["type_dispositif"].table
    return ", ".join(
        dict.fromkeys(
            table.get(d.type_dispositif, d.type_dispositif) for d in session.dispositifs.all()
        ),
    )


def places_of(session):
    """Return the places that the dispositifs of a session add up to, if one of them says."""
    said = [d.places for d in session.dispositifs.all() if d.places is not None]
    return sum(said) if said else None


def formations(staff):
    return [
        shown(FormationAdmin.numero),
        *of_level(FASD, Level.FORMATION),
        *of_model(Formation, "etablissement"),
        shown(FormationAdmin.nombre_actions),
    ]


def actions(staff):
    return [
        shown(ActionAdmin.code_fa),
        *of_level(
            FASD,
            Level.FORMATION,
            lambda action: action.formation,
            ("cadre", "certifinfo", "intitule"),
        ),
        state(Action, staff),
        shown(ActionAdmin.depuis),
        shown(ActionAdmin.programme_nom),
        *of_model(Action, "porteur", "attribution"),
        *of_level(FASD, Level.ACTION),
        *of_model(Action, "created_at"),
    ]


def sessions(staff):
    return [
        shown(SessionAdmin.code_fas),
        *of_level(
            FASD,
            Level.FORMATION,
            lambda session: session.action.formation,
            ("cadre", "certifinfo", "intitule"),
        ),
        shown(SessionAdmin.etat_ai),
        state(Action, staff, lambda session: session.action),
        Column(
            ActionAdmin.programme_nom.short_description,
            lambda session: session.action.programme_label,
        ),
        *of_model(Action, "porteur", row=lambda session: session.action),
        *of_level(FASD, Level.ACTION, lambda session: session.action, ("site_dispensateur",)),
        shown(SessionAdmin.commune_lieu),
        *of_level(FASD, Level.SESSION),
        Column(FASD["type_dispositif"].label, of_dispositifs),
        Column(FASD["places"].label, places_of),
        *of_model(Session, "retiree_le"),
    ]


def etablissements(staff):
    return [
        *of_level(ANNUAIRE_FIELDS, Level.ETABLISSEMENT),
        state(Etablissement, staff),
        *of_model(Etablissement, "ferme_le"),
    ]


def sites(staff):
    return [
        shown(SiteAdmin.numero),
        *of_model(Site, "etablissement", "principal"),
        *of_level(ANNUAIRE_FIELDS, Level.SITE),
        state(Site, staff),
    ]


def contacts(staff):
    return [
        *of_model(Contact, "nom", "prenom", "fonction", "site", "telephone", "email"),
        Column(
            Contact._meta.get_field("roles").verbose_name,
            lambda c: ", ".join(ROLE_CONTACT.get(x, x) for x in c.roles),
        ),
        *of_model(Contact, "actif"),
    ]


def portes_ouvertes(staff):
    return [
        *of_model(PorteOuverte, "libelle", "code", "site"),
        *of_model(Site, "etablissement", row=lambda day: day.site),
        *of_model(PorteOuverte, "nature", "site_internet", "date_debut", "date_fin", "commentaire"),
    ]


def lots(staff):
    return of_model(
        Lot,
        "numero",
        "intitule",
        "campagne",
        "mandataire",
        "forfait_recrutement",
        "statut",
    )


def attributions(staff):
    return [
        *of_model(Attribution, "lot"),
        *of_model(Lot, "campagne", "mandataire", row=lambda attribution: attribution.lot),
        *of_model(
            Attribution, "formateur", "nom_site", "site", "places", "bon_de_commande", "id_action_cr", "of_mandataire_cr",
            "date_debut_prevue", "date_fin_prevue", "retiree_le",
        ),
        shown(AttributionAdmin.saisie),
    ]  # fmt: skip


TABLES = {
    Action: Table(actions, ("formation", "porteur", *(link.removeprefix("action__") for link in CHAIN[1:])), ("equipements",)),
    Session: Table(
        sessions, (*CHAIN, "action__porteur", "action__site_dispensateur", "site_lieu", "organisme_responsable"),
        ("dispositifs", "informations_collectives", "periodes_inscription"),
    ),
    Formation: Table(formations, ("etablissement",), ("blocs",)),
    Etablissement: Table(etablissements),
    Site: Table(sites, ("etablissement",)),
    Contact: Table(contacts, ("site",)),
    PorteOuverte: Table(portes_ouvertes, ("site__etablissement",)),
    Lot: Table(lots, ("campagne", "mandataire")),
    Attribution: Table(attributions, ("lot__campagne", "lot__mandataire", "formateur", "site")),
}  # fmt: skip


# Rows ---------------------------------------------------------------------------------------


class ListResource(Resource):
    """The rows of a list as cells: text, numbers and dates; `None` where nothing is said."""

    def __init__(self, model, *, staff: bool, complete=lambda rows: None):
        super().__init__()
        self.table, self.complete = TABLES[model], complete
        self.columns = self.table.columns(staff)
        self.fields = {column.column_name: column for column in self.columns}

    def get_export_headers(self, selected_fields=None) -> list[str]:
        return list(self.fields)

    def iter_queryset(self, queryset):
        """Read by chunks, from a cursor of the server where there is one: neither all at once, nor page by page."""
        rows = queryset.select_related(*self.table.related) if self.table.related else queryset
        return rows.prefetch_related(*self.table.prefetch).iterator(chunk_size=CHUNK)

    def rows(self, queryset) -> Iterator[list]:
        """Yield the cells of each row; names of codes and of places are read once a chunk."""
        fields = [column.field for column in self.columns]
        for chunk in batched(self.iter_queryset(queryset), CHUNK):
            self.complete(chunk)
            values = [[column.get_value(row) for column in self.columns] for row in chunk]
            names = Names(
                (f, v)
                for line in values
                for f, v in zip(fields, line, strict=True)
                if f is not None
            )
            for line in values:
                yield [cell(field, value, names) for field, value in zip(fields, line, strict=True)]


def cell(field, value, names):
    """Return a value as a spreadsheet holds it: text in words, numbers and dates as they are."""
    if empty(value):
        return None
    if field is not None:
        return value if field.kind in NUMBERS_AND_DATES else say(field, value, names)
    match value:
        case bool():
            return "oui" if value else "non"
        case SafeString():
            return strip_tags(value)
        case datetime():
            return timezone.localtime(value).date()
        case int() | Decimal() | date():
            return value
    return str(value)

"""The lists of a workbook: what a person may choose in each column."""

from collections import Counter

from core import policy
from core.fiches.forms.fields import SHORT_FAMILLES
from core.models import Attribution, Contact, Etablissement, Famille, Site, Terme
from core.procedure.champs import choices, short
from core.rights.scopes import mine
from core.rules import Field, Kind
from core.tableur.attaching_campagne import with_formateur
from core.tableur.columns import LOT, ORGANISME, SITE, Column
from core.tableur.purpose import is_ordinaire

MOST = 500  # values of a list; beyond, the number is typed
LISTED_FAMILLES = (*SHORT_FAMILLES, Famille.PUBLIC)


def lists(columns: list[Column], *, campagne, user) -> dict[str, list[str]]:
    """Return the values of each list, by name.

    Columns that choose among the same rows share one.
    """
    by_name = keys(campagne, user)
    for column in columns:
        if column.field is None or column.locked:
            continue
        name = name_of(column)
        if name is None:
            continue
        if name in by_name:
            continue
        values = values_of(column.field, user)
        if values:
            by_name[name] = values
    return by_name


def keys(campagne, user) -> dict[str, list[str]]:
    """Return the lists of the keys of a workbook."""
    if is_ordinaire(campagne):
        return {ORGANISME: organismes(user)}
    return attributed(campagne, user)


def organismes(user) -> list[str]:
    """Return in whose name this person may enter ordinary offers."""
    rows = Etablissement.objects.filter(ferme_le=None)
    if not policy.is_staff(user):
        rows = rows.filter(pk__in=mine(user))
    return unless_too_many(rows.order_by("raison_sociale", "pk"))


def attributed(campagne, user) -> dict[str, list[str]]:
    """Return the lots and the sites of the attributions of this person."""
    rows = Attribution.objects.allowed(user, "view").filter(
        lot__campagne=campagne,
        lot__statut="actif",
        retiree_le=None,
    )
    rows = rows.select_related("lot", "formateur").order_by("lot__numero", "nom_site", "pk")
    attributions = list(rows[:MOST])
    times = Counter(place_of(row) for row in attributions)
    lots = []
    sites = []
    for row in attributions:
        lots.append(str(row.lot))
        if times[place_of(row)] == 1:
            sites.append(row.nom_site)
        else:
            sites.append(with_formateur(row))
    return {LOT: each_once(lots), SITE: each_once(sites)}


def place_of(attribution: Attribution) -> tuple[int, str]:
    """Return the lot and the site of an attribution; several formateurs may share them."""
    return attribution.lot_id, attribution.nom_site


def each_once(values) -> list[str]:
    return list(dict.fromkeys(values))


def name_of(column: Column) -> str | None:
    """Return the name of the list of a column, or nothing when it has none."""
    field = column.field
    if field is None:
        return column.key if column.key in (LOT, SITE, ORGANISME) else None
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES:
            allowed = "/".join(map(str, field.allowed))
            return f"{field.table.name} {allowed}".strip()
        case Kind.CODE | Kind.CODES:
            listed = field.famille in LISTED_FAMILLES or field.allowed
            return field.famille if listed else None
        case Kind.SITE | Kind.CONTACT | Kind.ETABLISSEMENT:
            return str(field.kind)
        case Kind.BOOLEAN:
            return "oui ou non"
    return None


def values_of(field: Field, user) -> list[str]:
    """Return what a field may be, as a cell says it."""
    match field.kind:
        case Kind.BOOLEAN:
            return ["oui", "non"]
        case Kind.CHOICE | Kind.CHOICES:
            return [short(label) for _, label in choices(field)]
        case Kind.CODE | Kind.CODES:
            return terms(field)
        case Kind.SITE:
            rows = Site.objects.allowed(user, "view").filter(actif=True)
            return unless_too_many(rows.order_by("nom_usage", "pk"))
        case Kind.CONTACT:
            rows = Contact.objects.allowed(user, "view").filter(actif=True)
            rows = rows.select_related("site").order_by("nom", "pk")
            return unless_too_many(rows, said=with_number_and_site)
    rows = Etablissement.objects.allowed(user, "view")
    return unless_too_many(rows.order_by("raison_sociale", "pk"))


def terms(field: Field) -> list[str]:
    rows = Terme.objects.famille(field.famille).order_by("code")
    if field.allowed:
        rows = rows.filter(code__in=field.allowed)
    return [str(row) for row in rows[:MOST]]


def with_number_and_site(contact: Contact) -> str:
    return f"{contact.pk} - {contact} ({contact.site.nom_usage})"


def unless_too_many(rows, *, said=str) -> list[str]:
    """Return rows in words, or nothing when they are too many for a list."""
    values = [said(row) for row in rows[: MOST + 1]]
    return values if len(values) <= MOST else []

"""The lists of a workbook: what a person may choose in each column."""

from collections import Counter

from core import policy
from core.fiches.forms.fields import SHORT_FAMILLES
from core.models import Attribution, Contact, Etablissement, Famille, Site, Terme
from core.procedure.champs import choices, short
from core.rights.scopes import mine
from core.rules import Field, Kind
from core.tableur.attaching import with_formateur
from core.tableur.columns import LOT, ORGANISME, SITE, Colonne
from core.tableur.purpose import is_ordinaire

MOST = 500  # values of a list; beyond, the number is typed
LISTED_FAMILLES = (*SHORT_FAMILLES, Famille.PUBLIC)


def lists(columns: list[Colonne], *, campagne, user) -> dict[str, list[str]]:
    """Return the values of each list, by name: columns that choose among the same rows share one."""
    found = keys(campagne, user)
    for one in columns:
        if one.field is None or one.verrou or (name := name_of(one)) is None or name in found:
            continue
        if values := values_of(one.field, campagne=campagne, user=user):
            found[name] = values
    return found


def keys(campagne, user) -> dict[str, list[str]]:
    """Return the lots and the sites of the attributions of this person; for ordinary offers, who it enters for."""
    if is_ordinaire(campagne):
        rows = Etablissement.objects.filter(ferme_le=None).order_by("raison_sociale", "pk")
        rows = rows if policy.is_staff(user) else rows.filter(pk__in=mine(user))
        found = [str(row) for row in rows[: MOST + 1]]
        return {ORGANISME: found if len(found) <= MOST else []}
    rows = Attribution.objects.allowed(user, "view").filter(
        lot__campagne=campagne,
        retiree_le=None,
        lot__statut="actif",
    )
    rows = list(
        rows.select_related("lot", "formateur").order_by("lot__numero", "nom_site", "pk")[:MOST],
    )
    times = Counter((row.lot_id, row.nom_site) for row in rows)
    sites = [
        row.nom_site if times[row.lot_id, row.nom_site] == 1 else with_formateur(row)
        for row in rows
    ]
    return {
        LOT: list(dict.fromkeys(str(row.lot) for row in rows)),
        SITE: list(dict.fromkeys(sites)),
    }


def name_of(one: Colonne) -> str | None:
    """Return the name of the list of a column, or nothing when it has none."""
    if one.field is None:
        return one.cle if one.cle in (LOT, SITE, ORGANISME) else None
    match one.field.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return f"{one.field.table.name} {'/'.join(map(str, one.field.allowed))}".strip()
        case Kind.CODE | Kind.CODES:
            return (
                one.field.famille
                if one.field.famille in LISTED_FAMILLES or one.field.allowed
                else None
            )
        case Kind.SITE | Kind.CONTACT | Kind.ETABLISSEMENT:
            return str(one.field.kind)
        case Kind.BOOLEAN:
            return "oui ou non"
    return None


def values_of(field: Field, *, campagne, user) -> list[str]:
    match field.kind:
        case Kind.BOOLEAN:
            return ["oui", "non"]
        case Kind.CHOICE | Kind.CHOICES:
            return [short(label) for _, label in choices(field)]
        case Kind.CODE | Kind.CODES:
            rows = Terme.objects.famille(field.famille).order_by("code")
            rows = rows.filter(code__in=field.allowed) if field.allowed else rows
            return [str(row) for row in rows[:MOST]]
    return few(field.kind, campagne, user)


def few(kind: Kind, campagne, user) -> list[str]:
    """Return the rows that this person may choose, or nothing when they are too many for a list."""
    if kind is Kind.SITE:
        rows = [
            str(row)
            for row in Site.objects.allowed(user, "view")
            .filter(actif=True)
            .order_by("nom_usage", "pk")[: MOST + 1]
        ]
    elif kind is Kind.CONTACT:
        contacts = (
            Contact.objects.allowed(user, "view")
            .filter(actif=True)
            .select_related("site")
            .order_by("nom", "pk")
        )
        rows = [f"{row.pk} - {row} ({row.site.nom_usage})" for row in contacts[: MOST + 1]]
    else:
        rows = [
            str(row)
            for row in Etablissement.objects.allowed(user, "view").order_by("raison_sociale", "pk")[
                : MOST + 1
            ]
        ]
    return rows if len(rows) <= MOST else []

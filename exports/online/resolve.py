"""What offers name, read from what is online: établissements and sites.

Contacts are live rows (D1).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from core import models
from core.dossiers.rows import parse
from core.dossiers.wording import flattened
from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.rules import Fiche, FieldTable, Kind
from exports.lheo.annuaire import Annuaire, Contact, Organisme, Site, Terme
from workflows.models import Publication


@dataclass(frozen=True, slots=True)
class Names:
    """The keys that fiches hold: numbers of sites and contacts, SIRETs, codes of référentiels."""

    sites: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)
    sirets: set[str] = field(default_factory=set)
    codes: set[tuple[str, str]] = field(default_factory=set)

    def read(self, root: Fiche, fields: FieldTable) -> "Names":
        """Add what a tree of fiches names."""
        of_kind = {
            Kind.SITE: self.sites,
            Kind.CONTACT: self.contacts,
            Kind.ETABLISSEMENT: self.sirets,
        }
        for fiche in root.walk():
            for f, value in flattened((f, fiche[f.name]) for f in fields.level(fiche.level)):
                if f.kind in of_kind:
                    of_kind[f.kind].add(value)
                elif f.famille:
                    several = value if isinstance(value, list) else [value]
                    self.codes.update((f.famille, code) for code in several)
        return self


@dataclass(frozen=True, slots=True)
class Resolution:
    """The annuaire of some offers, and the ids of the fiches they depend on, online or not."""

    annuaire: Annuaire
    etablissements: Mapping[str, int]  # SIRET: id
    owners: Mapping[str, int]  # site: its établissement
    shown: Mapping[int, int]  # établissement: the site that speaks for it

    def keys(self, root: Fiche, fields: FieldTable) -> list[str]:
        """Return the fiches of the annuaire whose change changes this offer."""
        names = Names().read(root, fields)
        sirets = names.sirets & self.etablissements.keys()
        owners = {self.owners[site] for site in names.sites & self.owners.keys()}
        owners |= {self.etablissements[siret] for siret in sirets}
        sites = names.sites | {str(self.shown[pk]) for pk in owners & self.shown.keys()}
        keys = {f"L{pk}" for pk in sites}
        keys |= {f"E{pk}" for pk in owners}
        keys |= {f"C{pk}" for pk in names.contacts}
        return sorted(keys)


def resolve(offers: Iterable[tuple[Fiche, FieldTable]]) -> Resolution:
    """Return what these offers name, in a constant number of queries."""
    names = Names()
    for root, fields in offers:
        names.read(root, fields)
    rows = models.Etablissement.objects.filter(
        Q(siret__in=names.sirets) | Q(sites__in=names.sites),
    ).distinct()
    sirets = dict(rows.order_by().values_list("pk", "siret"))
    sites = models.Site.objects.filter(etablissement__in=sirets).order_by("-principal", "pk")
    owners = {}
    shown = {}
    for pk, owner, online in sites.values_list("pk", "etablissement_id", "online_number"):
        owners[str(pk)] = owner
        if online is not None:
            shown.setdefault(owner, pk)
    organismes = online_values(models.Etablissement, sirets)
    lieux = online_values(models.Site, {*names.sites, *map(str, shown.values())})
    by_site, by_owner, people = _contacts(names.contacts, sirets)
    annuaire_sites = {
        str(pk): Site(pk, sirets[owners[str(pk)]], values, tuple(by_site[pk]))
        for pk, values in lieux.items()
    }
    annuaire = Annuaire(
        organismes={
            sirets[pk]: Organisme(
                pk,
                values,
                annuaire_sites.get(str(shown.get(pk))),
                tuple(by_owner[pk]),
            )
            for pk, values in organismes.items()
        },
        sites=annuaire_sites,
        contacts=people,
        termes=_termes(
            names.codes
            | {("formacode", code) for o in organismes.values() for code in o["domaines"] or ()},
        ),
    )
    return Resolution(annuaire, {siret: pk for pk, siret in sirets.items()}, owners, shown)


def online_values(model, pks) -> dict[int, Mapping]:
    """Return the values of the online publication of each of these fiches that has one."""
    found = Publication.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=pks,
        online=True,
    ).order_by("object_id")
    return {
        pk: parse(payload, ANNUAIRE_FIELDS).values
        for pk, payload in found.values_list("object_id", "payload")
    }


def _contacts(numbers, etablissements):
    """Return the contacts that may be named.

    By site, by établissement, and those that offers name themselves.
    """
    by_site, by_owner, named = defaultdict(list), defaultdict(list), {}
    rows = models.Contact.objects.filter(
        Q(pk__in=numbers) | Q(site__etablissement__in=etablissements),
        actif=True,
    )
    for row in rows.select_related("site").order_by("nom", "prenom", "pk"):
        if row.publishable:
            person = Contact(row.nom, row.prenom, row.telephone, row.email, tuple(row.roles))
            by_site[row.site_id].append(person)
            by_owner[row.site.etablissement_id].append(person)
            named[str(row.pk)] = person
    return by_site, by_owner, named


def _termes(codes) -> dict[tuple[str, str], Terme]:
    rows = models.Terme.objects.filter(
        famille__in={f for f, _ in codes},
        code__in={c for _, c in codes},
    ).order_by()
    return {
        (famille, code): Terme(libelle, edition)
        for famille, code, libelle, edition in rows.values_list(
            "famille",
            "code",
            "libelle",
            "edition",
        )
    }

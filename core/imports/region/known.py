"""What the base has of what a Région file names.

The number of queries does not depend on the number of lines: one per batch of BATCH values.
"""

from itertools import batched, chain

from django.db.models import F
from django.db.models.fields.json import KT

from core.imports.region.lines import Line, Reading
from core.models import Attribution, Campagne, Etablissement, Famille, Lot, Site, Terme
from core.referentiels.load.tables import BATCH, EXCERPT
from core.texts.departements import departement_of
from core.texts.plain import plain


def where(queryset, lookup, values):
    """Return the rows whose `lookup` is one of `values`, in as few queries as it takes."""
    return chain.from_iterable(
        queryset.filter(**{f"{lookup}__in": batch}) for batch in batched(sorted(values), BATCH)
    )


class Known:
    """What the base has of what a file names."""

    def __init__(self, lines: list[Line]):
        years = {line["annee"] for line in lines}
        sirets = {line[name] for line in lines for name in ("siret_mandataire", "siret_formateur")}
        self.campagnes = {
            (c.programme, c.annee): c for c in Campagne.objects.filter(annee__in=years)
        }
        lots = Lot.objects.filter(campagne__annee__in=years).select_related(
            "campagne",
            "mandataire",
        )
        self.lots = {lot.pk: lot for lot in lots}
        self.lot_of = {(lot.campagne.annee, lot.numero): lot for lot in self.lots.values()}
        attributions = Attribution.objects.filter(lot__campagne__annee__in=years).annotate(
            siret=F("formateur__siret"),
        )
        self.attributions = {}
        for row in attributions.order_by("pk"):
            row.lot = self.lots[row.lot_id]
            self.attributions[(row.lot.campagne.annee, row.lot.numero, row.siret, row.nom_site)] = (
                row
            )
        self.etablissements = {
            e.siret: e for e in where(Etablissement.objects.order_by("pk"), "siret", sirets)
        }
        self.sites: dict[tuple[str, str], Site] = {}
        self.with_principal = set()
        by_number = {}
        for site in where(
            Site.objects.annotate(siret=F("etablissement__siret")).order_by("pk"),
            "etablissement__siret",
            sirets,
        ):
            by_number[site.pk] = site
            self.sites.setdefault((site.siret, plain(site.nom_usage)), site)
            if site.principal:
                self.with_principal.add(site.siret)
        for row in (
            self.attributions.values()
        ):  # a site renamed since is still the one that the Région names
            if row.site_id in by_number:
                self.sites[row.siret, plain(row.nom_site)] = by_number[row.site_id]
        self.communes = communes({line["code_insee_site"] for line in lines})


def communes(codes) -> dict[str, Terme]:
    return {
        t.code: t
        for t in where(Terme.objects.famille(Famille.COMMUNE).order_by("code"), "code", codes)
    }


def complete_departments() -> set[str]:
    """Return the departments whose communes were loaded from a file, not from the excerpt."""
    rows = Terme.objects.famille(Famille.COMMUNE).exclude(donnees__source=EXCERPT).order_by()
    return set(rows.values_list(KT("donnees__departement"), flat=True).distinct())


def check_communes(reading: Reading) -> None:
    """Refuse a commune that does not exist; doubt, once each, one that we lack and a postal code not its own."""
    codes = {line.get("code_insee_site") for line in reading.lines} - {None, ""}
    known, complete, doubted = communes(codes), complete_departments(), set()
    for line in reading.lines:
        code, postal = line.get("code_insee_site"), line.get("code_postal_site")
        terme = known.get(code)
        if not code or (
            terme and (not postal or postal in terme.donnees.get("codes_postaux", [postal]))
        ):
            continue
        if terme is None and departement_of(code) in complete:
            reading.refuse(
                line.number,
                "code_insee_site",
                f"« {code} » n’est le code INSEE d’aucune commune connue.",
            )
        elif terme is None and code not in doubted:
            doubted.add(code)
            reading.warn(
                line.number,
                "code_insee_site",
                f"La commune {code} n’est pas dans notre référentiel : non vérifiée.",
            )
        elif terme and (code, postal) not in doubted:
            doubted.add((code, postal))
            message = f"{postal} n’est pas un code postal de {terme.libelle} ({', '.join(terme.donnees['codes_postaux'])})."
            reading.warn(line.number, "code_postal_site", message)
    reading.sort()

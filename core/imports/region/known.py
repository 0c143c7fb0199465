"""What the base has of what a Région file names.

The number of queries does not depend on the number of lines: one per batch of BATCH values.
"""

from itertools import batched

from django.db.models import F
from django.db.models.fields.json import KT

from core.imports.region.lines import Line, Reading
from core.models import Attribution, Campagne, Etablissement, Famille, Lot, Site, Terme
from core.referentiels.anciennes import former_commune, successor_of
from core.referentiels.load.tables import BATCH, EXCERPT
from core.texts.departements import departement_of
from core.texts.shapes import same_name


def where(queryset, lookup, values):
    """Return the rows whose `lookup` is one of `values`, in as few queries as it takes."""
    for batch in batched(sorted(values), BATCH):
        yield from queryset.filter(**{f"{lookup}__in": batch})


class Known:
    """What the base has of what a file names."""

    def __init__(self, lines: list[Line]):
        years = {line["annee"] for line in lines}
        mandataires = {line["siret_mandataire"] for line in lines}
        formateurs = {line["siret_formateur"] for line in lines}
        self.campagnes = _campagnes(years)
        lots = _lots(years)
        self.lot_of = {(lot.campagne.annee, lot.numero): lot for lot in lots.values()}
        self.attributions, self.twins = _attributions(years, lots)
        self.etablissements = _etablissements(mandataires | formateurs)
        self.sites: dict[tuple[str, str], Site] = {}
        self.with_principal: set[str] = set()
        self._read_sites(mandataires | formateurs)
        self.communes = communes({line["code_insee_site"] for line in lines})

    def _read_sites(self, sirets):
        """Read the sites by SIRET and name; one renamed since is still named by the Région."""
        by_number = {}
        rows = Site.objects.annotate(siret=F("etablissement__siret")).order_by("pk")
        for site in where(rows, "etablissement__siret", sirets):
            by_number[site.pk] = site
            self.sites.setdefault((site.siret, same_name(site.nom_usage)), site)
            if site.principal:
                self.with_principal.add(site.siret)
        for attribution in self.attributions.values():
            site = by_number.get(attribution.site_id)
            if site is not None:
                self.sites[attribution.siret, same_name(attribution.nom_site)] = site


def _campagnes(years) -> dict[tuple[str, int], Campagne]:
    rows = Campagne.objects.filter(annee__in=years)
    return {(campagne.programme, campagne.annee): campagne for campagne in rows}


def _lots(years) -> dict[int, Lot]:
    rows = Lot.objects.filter(campagne__annee__in=years)
    return {lot.pk: lot for lot in rows.select_related("campagne", "mandataire")}


def _attributions(years, lots) -> tuple[dict[tuple, Attribution], list[Attribution]]:
    """Return the attributions of these years by the key of their line, then their twins.

    Twins were made when names were compared letter by letter: the one still in the file is first.
    """
    rows = Attribution.objects.filter(lot__campagne__annee__in=years)
    by_key = {}
    twins = []
    still_there_first = rows.order_by(F("retiree_le").asc(nulls_first=True), "pk")
    for row in still_there_first.annotate(siret=F("formateur__siret")):
        lot = lots[row.lot_id]
        row.lot = lot
        key = (lot.campagne.annee, lot.numero, row.siret, same_name(row.nom_site))
        if by_key.setdefault(key, row) is not row:
            twins.append(row)
    return by_key, twins


def _etablissements(sirets) -> dict[str, Etablissement]:
    rows = where(Etablissement.objects.order_by("pk"), "siret", sirets)
    return {etablissement.siret: etablissement for etablissement in rows}


def communes(codes) -> dict[str, Terme]:
    rows = Terme.objects.famille(Famille.COMMUNE).order_by("code")
    return {terme.code: terme for terme in where(rows, "code", codes)}


def complete_departments() -> set[str]:
    """Return the departments whose communes were loaded from a file, not from the excerpt."""
    rows = Terme.objects.famille(Famille.COMMUNE).exclude(donnees__source=EXCERPT).order_by()
    return set(rows.values_list(KT("donnees__departement"), flat=True).distinct())


def check_communes(reading: Reading) -> None:
    """Refuse a commune that does not exist; use the successor of a former one, and say so.

    Doubt, once each, one that we lack and a postal code not its own.
    """
    check = _CommuneCheck(reading)
    for line in reading.lines:
        check.look_at(line)
    reading.sort()


class _CommuneCheck:
    """What the référentiel says of the communes of a file."""

    def __init__(self, reading: Reading):
        self.reading = reading
        codes = {line.get("code_insee_site") for line in reading.lines} - {None, ""}
        self.communes = communes(codes | set(map(successor_of, codes)))
        self.complete = complete_departments()
        self.doubted = set()

    def look_at(self, line):
        code = line.get("code_insee_site")
        if not code:
            return
        successor = successor_of(code)
        if successor:
            self._former(line, code, successor)
            code = successor
        terme = self.communes.get(code)
        if terme is None:
            self._unknown(line, code)
        else:
            self._postal_code(line, terme)

    def _former(self, line, code, successor):
        """Use the commune that took the place of a former one."""
        line.values["code_insee_site"] = successor
        if not self._first_time(code):
            return
        message = former_commune(code, successor)
        self.reading.warn(line.number, "code_insee_site", message)

    def _unknown(self, line, code):
        if departement_of(code) in self.complete:
            message = f"« {code} » n’est le code INSEE d’aucune commune connue."
            self.reading.refuse(line.number, "code_insee_site", message)
        elif self._first_time(code):
            message = f"La commune {code} n’est pas dans notre référentiel : non vérifiée."
            self.reading.warn(line.number, "code_insee_site", message)

    def _postal_code(self, line, terme):
        postal = line.get("code_postal_site")
        if not postal or postal in terme.donnees.get("codes_postaux", [postal]):
            return
        if self._first_time((terme.code, postal)):
            own = ", ".join(terme.donnees["codes_postaux"])
            message = f"{postal} n’est pas un code postal de {terme.libelle} ({own})."
            self.reading.warn(line.number, "code_postal_site", message)

    def _first_time(self, doubt) -> bool:
        new = doubt not in self.doubted
        self.doubted.add(doubt)
        return new

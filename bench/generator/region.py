"""The files of the Région, one a year.

Brought in by the real import, then read back for the offers.
"""

import csv
import io
from datetime import date

from bench.generator.script import Lotissement
from core import plugins
from core.imports.region.columns import NAMES
from core.imports.region.write import import_region
from core.models import Attribution

LINES_A_LOT = 5


def files(world, rng, years):
    """Yield (year, file): lots of a few lines, given to organisations that are online."""
    programmes = [p for p in plugins.programmes() if p.regional]
    if not programmes:
        return
    usable = [o for o in world.organisations if o.online and o.places[0].online]
    wanted = max(world.size // 25 // len(years), len(programmes))
    reference = 2800
    for year in years:
        lines = []
        for rank in range(wanted):
            if rank % LINES_A_LOT == 0:
                programme = programmes[(rank // LINES_A_LOT) % len(programmes)]
                lot = f"{programme.region_code}{year}_{rank // LINES_A_LOT + 1}"
                mandataire = usable[int(len(usable) * rng.random() ** 2)]
                given, forfait = set(), rng.random() < 0.2
                statut = "arrêté" if rng.random() < 0.03 else "actif"
            formateur = (
                mandataire
                if rank % LINES_A_LOT == 0
                else usable[int(len(usable) * rng.random() ** 2)]
            )
            place = rng.choice([p for p in formateur.places if p.online])
            if (formateur.id, place.id) in given:
                continue
            given.add((formateur.id, place.id))
            reference += 1
            lines.append(
                {
                    "annee": year,
                    "code_programme": programme.region_code,
                    "programme": programme.label,
                    "numero_lot": lot,
                    "intitule_lot": f"Lot {lot} – {programme.label.rsplit(' - ', 1)[-1]}"[:255],
                    "forfait_recrutement": "oui" if forfait else "non",
                    "statut_lot": statut,
                    "id_action_cr": reference,
                    "of_mandataire_cr": 100 + mandataire.id,
                    "siret_mandataire": mandataire.siret,
                    "raison_sociale_mandataire": mandataire.raison_sociale,
                    "siret_formateur": formateur.siret,
                    "raison_sociale_formateur": formateur.raison_sociale,
                    "nom_site_realisation": place.nom_usage,
                    "adresse_site": place.values["ligne1"],
                    "code_postal_site": place.values["code_postal"],
                    "code_insee_site": place.values["commune"],
                    "bon_de_commande": f"BC{year}-{reference}",
                    "places": rng.randrange(2, 9) * 5,
                    "date_debut_prevue": f"12/01/{year}",
                    "date_fin_prevue": f"18/12/{year}",
                }
            )
        yield year, as_csv(lines)


def as_csv(lines) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, NAMES, delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue().encode()


def years(today: date):
    """Return the years of the campaigns; the next one opens in October."""
    return range(today.year - 4, today.year + 1 + (today.month >= 10))


def bring(world, rng):
    """Import the files, and keep their attributions."""
    for year, content in files(world, rng, years(world.today)):
        import_region(content, name=f"region-{year}.csv")
    world.attributions = read()


def read() -> list[Lotissement]:
    rows = Attribution.objects.select_related("lot__campagne", "lot__mandataire").order_by("pk")
    return [
        Lotissement(
            row.pk,
            row.lot.campagne.programme,
            row.lot.campagne.annee,
            row.lot.numero,
            row.lot.forfait_recrutement,
            row.formateur_id,
            row.lot.mandataire_id,
            row.lot.mandataire.siret,
            row.site_id,
            row.places,
            row.id_action_cr,
            row.of_mandataire_cr,
            row.date_debut_prevue,
            row.date_fin_prevue,
            row.lot.statut == "actif",
        )
        for row in rows.iterator()
    ]

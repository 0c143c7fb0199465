"""Import of the Région file, against the same rows written bare."""

import random

from django.db import connection

from bench.generator.region import as_csv
from bench.generator.tables import Table
from bench.world import clock, undone
from core import plugins
from core.imports.region.write import import_region, prepare
from core.models import Attribution, Site

TITLE = "Import du fichier de la Région"
ABOUT = """
Un fichier d’une campagne nouvelle, lu, vérifié, comparé à la base et écrit (puis défait) ; le même,
renvoyé avec la moitié des lignes changées. Le plancher est l’écriture nue des mêmes attributions
(`executemany`, ou `COPY` sur PostgreSQL), sans rien vérifier.
"""
LINES = 10_000


def sizes(small, big):
    return [big]


def measure(bases):
    [size] = bases.sizes
    bases.use(size)
    lines = made(LINES if size > LINES else 300)
    if not lines:
        return {"columns": ["Aucun programme régional"], "rows": []}
    content, changed = (
        as_csv(lines),
        as_csv([line | {"places": line["places"] + n % 2} for n, line in enumerate(lines)]),
    )
    table = Table(Attribution)
    with undone():
        first = clock(lambda: import_region(content, name="mesure.csv"))
        rows = [tuple(row) for row in written(table)]
        seen = clock(lambda: prepare(changed))
        again = clock(lambda: import_region(changed, name="mesure.csv"))
        Attribution.objects.filter(lot__campagne__annee=2099).delete()
        floor = clock(lambda: table.insert(rows))
    rate = lambda seconds: round(len(lines) / seconds)  # noqa: E731
    name = "COPY" if connection.vendor == "postgresql" else "executemany"
    return {
        "columns": ["Lignes", "Import", "Lignes/s", f"Plancher ({name})", "Rapport"],
        "rows": [
            [len(lines), "campagne nouvelle", rate(first), rate(floor), f"{floor / first:.2f}"],
            [
                len(lines),
                "moitié des lignes changées",
                rate(again),
                rate(floor),
                f"{floor / again:.2f}",
            ],
            [len(lines), "aperçu seul (rien n’est écrit)", rate(seen), "—", "—"],
        ],
    }


def written(table):
    names = [name for name, _, _ in table.columns]
    for values in Attribution.objects.filter(lot__campagne__annee=2099).values(*names):
        yield table.row(values)


def made(count):
    """Return lines of a campaign that no base has: a lot for ten lines, at sites that are known."""
    programmes = [p for p in plugins.programmes() if p.regional]
    rng = random.Random(1)
    sites = list(
        Site.objects.filter(online_number__isnull=False)
        .select_related("etablissement")
        .order_by("pk")[:4000]
    )
    lines = []
    for rank in range(count if programmes and sites else 0):
        programme, site = programmes[(rank // 10) % len(programmes)], sites[rank % len(sites)]
        owner = sites[(rank // 10 * 10) % len(sites)].etablissement
        lines.append(
            {
                "annee": 2099,
                "code_programme": programme.region_code,
                "programme": programme.label,
                "numero_lot": f"{programme.region_code}_{rank // 10}",
                "intitule_lot": f"Lot {rank // 10}",
                "forfait_recrutement": "non",
                "statut_lot": "actif",
                "id_action_cr": rank,
                "of_mandataire_cr": owner.pk,
                "siret_mandataire": owner.siret,
                "raison_sociale_mandataire": owner.raison_sociale,
                "siret_formateur": site.etablissement.siret,
                "raison_sociale_formateur": site.etablissement.raison_sociale,
                "nom_site_realisation": site.nom_usage,
                "adresse_site": site.ligne1,
                "code_postal_site": site.code_postal,
                "code_insee_site": site.commune,
                "bon_de_commande": f"BC-{rank}",
                "places": rng.randrange(10, 40),
                "date_debut_prevue": "12/01/2099",
                "date_fin_prevue": "18/12/2099",
            }
        )
    return lines

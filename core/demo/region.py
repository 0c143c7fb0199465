"""The demonstration's own Région file.

Last, current and next civil year, every programme, one line a site.
"""

from core import plugins
from core.demo.organisations import ORGANISATIONS
from core.imports.region.columns import NAMES
from core.texts.departements import departement_of

DEPARTEMENTS = {
    "44": "Loire-Atlantique",
    "49": "Maine-et-Loire",
    "53": "Mayenne",
    "72": "Sarthe",
    "85": "Vendée",
}
LINES_A_PROGRAMME = 4
STOPPED = 3  # rank of the lot that is stopped, in the current year
FIRST_REFERENCE = 2801


def region_file(year: int) -> bytes:
    """Return the file around a year, in the format of `docs/region.md`."""
    programmes = [programme for programme in plugins.programmes() if programme.regional]
    lines = [";".join(NAMES)]
    reference = FIRST_REFERENCE
    for annee in (year - 1, year, year + 1):
        for place, programme in enumerate(programmes):
            for rank in range(LINES_A_PROGRAMME):
                stopped = rank == STOPPED and annee == year
                cells = line(annee, programme, place, rank, reference, stopped=stopped)
                lines.append(";".join(cells))
                reference += 1
    return "\n".join(lines).encode()


def line(annee, programme, place, rank, reference, *, stopped) -> tuple[str, ...]:
    """Return the cells of a line: every other lot of a programme has a mandataire of its own."""
    formateur = organisation(place * 2 + rank)
    mandataire = formateur if rank % 2 == 0 else organisation(place * 2 + rank - 1)
    departement = DEPARTEMENTS[departement_of(formateur.insee)]
    short_name = programme.label.split(" - ")[-1].split(" : ")[-1]
    return (
        str(annee),
        programme.region_code,
        programme.label,
        f"{programme.region_code}{annee}_{rank + 1}",
        f"Lot {rank + 1} - {short_name} en {departement}",
        "oui" if rank == 1 else "non",
        "arrêté" if stopped else "actif",
        str(reference),
        str(100 + place),
        mandataire.siret,
        mandataire.nom,
        formateur.siret,
        formateur.nom,
        formateur.site,
        f"{10 + reference % 80} rue de la Formation",
        formateur.code_postal,
        formateur.insee,
        f"BC{annee}-{reference}",
        str(10 + 5 * (reference % 4)),
        f"12/01/{annee}",
        f"18/12/{annee}",
    )


def organisation(rank):
    return ORGANISATIONS[rank % len(ORGANISATIONS)]

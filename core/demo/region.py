"""The demonstration's own Région file: last, current and next civil year, every programme, one line a site."""

from core import plugins
from core.demo.organisations import ORGANISATIONS
from core.texts.departements import departement_of

HEADER = (
    "annee;code_programme;programme;numero_lot;intitule_lot;forfait_recrutement;statut_lot;id_action_cr;of_mandataire_cr;"
    "siret_mandataire;raison_sociale_mandataire;siret_formateur;raison_sociale_formateur;nom_site_realisation;adresse_site;"
    "code_postal_site;code_insee_site;bon_de_commande;places;date_debut_prevue;date_fin_prevue"
)
DEPARTEMENTS = {
    "44": "Loire-Atlantique",
    "49": "Maine-et-Loire",
    "53": "Mayenne",
    "72": "Sarthe",
    "85": "Vendée",
}
LINES_A_PROGRAMME = 4
STOPPED = 3  # rank of the lot that is stopped, in the current year


def region_file(year: int) -> bytes:
    """Return the file around a year, in the format of `docs/region.md`."""
    lines, reference = [HEADER], 2800
    for annee in (year - 1, year, year + 1):
        for p, programme in enumerate(p for p in plugins.programmes() if p.regional):
            for rank in range(LINES_A_PROGRAMME):
                reference += 1
                formateur = ORGANISATIONS[(p * 2 + rank) % len(ORGANISATIONS)]
                mandataire = (
                    formateur
                    if rank % 2 == 0
                    else ORGANISATIONS[(p * 2 + rank - 1) % len(ORGANISATIONS)]
                )
                lot = f"{programme.region_code}{annee}_{rank + 1}"
                lines.append(";".join((
                    str(annee), programme.region_code, programme.label, lot,
                    f"Lot {rank + 1} - {programme.label.split(' - ')[-1].split(' : ')[-1]} en {DEPARTEMENTS[departement_of(formateur.insee)]}",
                    "oui" if rank == 1 else "non", "arrêté" if rank == STOPPED and annee == year else "actif",
                    str(reference), str(100 + p), mandataire.siret, mandataire.nom, formateur.siret, formateur.nom,
                    formateur.site, f"{10 + reference % 80} rue de la Formation", formateur.code_postal, formateur.insee,
                    f"BC{annee}-{reference}", str(10 + 5 * (reference % 4)), f"12/01/{annee}", f"18/12/{annee}",
                )))  # fmt: skip
    return "\n".join(lines).encode()

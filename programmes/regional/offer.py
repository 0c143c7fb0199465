"""What the examples of the programmes of the Région share.

One complete offer, refined as a programme is.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from core.fasd.codes import PROGRAMME_REGIONAL
from core.rules import Contexte, Fiche, Level

RESPONSABLE = "13000511900032"
SITE = "36364"
FORMATION = {
    "cadre": "continue",
    "objectif_general": "8",
    "formacodes": ["15061"],
    "formacode_principal": "15061",
}
ACTION = {
    "site_dispensateur": SITE,
    "complement_programme": "Positionnement, parcours en centre et en entreprise, bilan.",
    "objectifs": "Préparer et réussir l’entrée en formation ou en emploi.",
    "resultats_attendus": "Entrée en formation qualifiante ou en emploi.",
    "mon_plus": "Un accompagnement individuel tout au long du parcours.",
    "niveau_entree": "1",
    "prerequis": ["motivation"],
    "commentaire_prerequis": "Un entretien de positionnement est proposé à chacun.",
}
SESSION = {
    "site_lieu": SITE,
    "date_debut": date(2026, 3, 2),
    "date_fin": date(2026, 5, 29),
    "entrees_sorties": "dates_fixes",
    "rythmes": ["temps_plein"],
    "periodes_formation": ["96414"],
    "type_parcours": "collectif",
    "modalites_pedagogiques": ["etablissement", "entreprise"],
    "modalites_enseignement": "0",
    "duree_centre": 280,
    "duree_entreprise": 140,
    "duree_hebdo": 35,
    "organisme_responsable": RESPONSABLE,
    "etat_recrutement": "1",
    "modalites_recrutement": ["8", "9"],
    "informations_collectives": [
        {
            "date": date(2026, 2, 10),
            "heure_debut": time(14, 15),
            "lieu": SITE,
            "a_distance": False,
            "places": 15,
        },
    ],
    "periodes_inscription": [
        {"type": "inscription", "date_debut": date(2026, 1, 5), "date_fin": date(2026, 2, 20)},
    ],
    "referent_handicap": "1",
    "referent_mobilite": "1",
    "referent_prf": "1",
}
DISPOSITIF = {
    "type_dispositif": PROGRAMME_REGIONAL,
    "publics": ["80006"],
    "places": 12,
    "places_restantes": 4,
    "frais_certification": False,
    "frais_pris_en_charge": True,
}


def offer(
    label: str,
    lot: str,
    *,
    formation: Mapping[str, Any],
    action: Mapping[str, Any] | None = None,
    session: Mapping[str, Any] | None = None,
    dispositif: Mapping[str, Any] | None = None,
    id_action_cr: str = "2872",
    of_mandataire_cr: str = "75",
) -> Fiche:
    """Return the fiches of an offer of 2026 under a lot.

    Values given here stand before the shared ones.
    """
    received = {
        "numero_lot": lot,
        "id_action_cr": id_action_cr,
        "of_mandataire_cr": of_mandataire_cr,
    }
    paid = DISPOSITIF | {"dispositif": label} | received | (dispositif or {})
    d = Fiche(Level.DISPOSITIF, "D1", paid)
    s = Fiche(Level.SESSION, "S3", SESSION | (session or {}), (d,))
    a = Fiche(Level.ACTION, "A2", ACTION | (action or {}), (s,))
    contexte = Contexte(
        aujourdhui=date(2025, 12, 1),
        annee=2026,
        libelle_programme=label,
        lot=lot,
        mandataire=RESPONSABLE,
        id_action_cr=id_action_cr,
        of_mandataire_cr=of_mandataire_cr,
        places_attribuees=paid["places"],
        regional=True,
    )
    return Fiche(Level.FORMATION, "F1", FORMATION | formation, (a,), contexte)

"""What all programmes of the Région have in common (S2, S3; domaine.md, B1)."""

from core.fasd import FASD, MANDATAIRE
from core.fasd.codes import PROGRAMME_REGIONAL
from core.rules import FromContexte
from programmes.regional.checks import CHECKS

REGIONAL = FASD.refine(
    source="S2, S3",
    required="informations_collectives places modalites_enseignement modalites_recrutement",
    expected="mon_plus url_video url_pdf",  # « à compléter », « à renseigner si… »: advice (D21)
    fixed={
        "type_dispositif": PROGRAMME_REGIONAL,
        "dispositif": FromContexte("libelle_programme"),
        "organisme_responsable": MANDATAIRE,
        "frais_pris_en_charge": True,
    },
    received={
        "numero_lot": FromContexte("lot"),
        "id_action_cr": FromContexte("id_action_cr"),
        "of_mandataire_cr": FromContexte("of_mandataire_cr"),
    },
    help={
        "informations_collectives": "Obligatoires pour que l’offre alimente Kairos, "
        "Ouiform et les sites régionaux.",
        "places": "Selon le bon de commande de la Région et le tableau de programmation annexé.",
        "organisme_responsable": "L’organisme responsable est le mandataire du lot.",
    },
)

__all__ = ["CHECKS", "REGIONAL"]

"""The fields of an établissement (S1); lengths are LHÉO's."""

from core.rules import Field, Kind, Level, Need

RESPONSABLE = "organisme-formation-responsable"  # of LHÉO: where an établissement is told in full

ETABLISSEMENT = (
    Field(
        "siret",
        "SIRET",
        Level.ETABLISSEMENT,
        Kind.TEXT,
        need=Need.REQUIRED,
        group="Établissement",
        max_length=14,
        lheo=f"{RESPONSABLE}/SIRET-organisme-formation/SIRET",
        source="S1",
    ),
    Field(
        "siege",
        "Siège INSEE",
        Level.ETABLISSEMENT,
        Kind.TEXT,
        group="Établissement",
        max_length=14,
        internal="readers of LHÉO take the SIRET of the établissement",
        source="S1",
    ),
    Field(
        "raison_sociale",
        "Raison sociale ou enseigne INSEE",
        Level.ETABLISSEMENT,
        Kind.TEXT,
        need=Need.REQUIRED,
        group="Établissement",
        max_length=250,
        lheo=f"{RESPONSABLE}/raison-sociale",
        source="S1",
    ),
    Field(
        "nda",
        "Numéro de déclaration d’activité",
        Level.ETABLISSEMENT,
        Kind.TEXT,
        need=Need.EXPECTED,
        group="Établissement",
        max_length=11,
        lheo=f"{RESPONSABLE}/numero-activite",
        help="Obligatoire pour publier une offre de formation continue.",
        source="S4, LHÉO",
    ),
    Field(
        "uai",
        "Code UAI",
        Level.ETABLISSEMENT,
        Kind.TEXT,
        group="Établissement",
        max_length=8,
        lheo=f"{RESPONSABLE}/code-UAI-organisme-formation/code-UAI",
        source="LHÉO",
    ),
    Field(
        "domaines",
        "Domaine formation",
        Level.ETABLISSEMENT,
        Kind.CODES,
        need=Need.REQUIRED,
        group="Description",
        famille="formacode",
        max_items=25,
        lheo=f"{RESPONSABLE}/potentiel/code-FORMACODE",
        source="S1",
    ),
)

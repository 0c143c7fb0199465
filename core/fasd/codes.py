"""Code tables of the screens: LHÉO's own, and SOFI's with the LHÉO code of each value.

Plain Python.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.lheo.tables import TABLES


@dataclass(frozen=True, slots=True)
class Table:
    """A closed list of values: `labels` in order, and the LHÉO code of each where it differs."""

    name: str
    labels: Mapping[str, str]
    lheo: Mapping[str, str] = field(default_factory=dict)
    a_confirmer: bool = False  # list that the seeds do not give (domaine.md, D26)

    def __contains__(self, value: object) -> bool:
        return value in self.labels

    def __getitem__(self, value: str) -> str:
        return self.labels[value]

    def get(self, value: str, default: str) -> str:
        return self.labels.get(value, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def lheo_code(self, value: str) -> str:
        return self.lheo.get(value, value)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(self.labels.items())


def lheo(name: str, *, only: str = "", labels: Mapping[str, str] | None = None) -> Table:
    """Return a LHÉO 2.3 table as it stands, or its values `only`, with our wording where given."""
    table = TABLES[name]
    codes = only.split() or [code for code in table.codes if code not in table.obsolete]
    return Table(name, {code: (labels or {}).get(code, table.codes[code]) for code in codes})


OBJECTIF_GENERAL = lheo("AIS", only="6 7 8 5 9 2 4")
NIVEAUX = lheo("niveaux", only="1 11 12 13 14 15 16 17 18")
MODALITES_ENSEIGNEMENT = lheo(
    "modalites-enseignement",
    labels={
        "0": "formation en présentiel",
        "1": "formation mixte",
        "2": "formation entièrement à distance",
    },
)
ETAT_RECRUTEMENT = lheo("etat-recrutement", labels={"1": "Ouvert", "2": "Fermé", "3": "Suspendu"})
MODALITE_RECRUTEMENT = lheo("modalite-recrutement", only="1 2 3 4 5 6 7 8 9")
TYPE_EQUIPEMENT = lheo("type-equipement")
UNITE_RYTHME = lheo("unite-rythme")
VALIDATION_BLOCS = lheo(
    "type-validation-blocs",
    labels={"0": "Partielle", "1": "Totale", "2": "Mixte"},
)
TYPE_MODULE = lheo("type-module")
PERIMETRE = lheo("perimetre-recrutement")

CADRE = Table("cadre", {"continue": "Formation continue", "initiale": "Formation initiale"})
# LHÉO has no code for "cadencées": 0, and the true value goes to the extras (D7).
ENTREES_SORTIES = Table(
    "entrees-sorties",
    {
        "dates_fixes": "entrée/sortie à dates fixes",
        "cadencees": "entrée/sortie cadencées ou séquencées",
        "permanentes": "entrée/sortie permanente",
    },
    lheo={"dates_fixes": "0", "cadencees": "0", "permanentes": "1"},
)
# "inconnu" stays possible in a draft and is refused at submission (D8).
TYPE_PARCOURS = Table(
    "type-parcours",
    {
        "inconnu": "type de parcours inconnu",
        "collectif": "collectif",
        "individualise": "individualisé",
        "modularise": "modularisé",
        "mixte": "mixte",
    },
    lheo={"collectif": "1", "individualise": "2", "modularise": "3", "mixte": "4"},
)
RYTHMES = Table(
    "rythmes",
    {"temps_plein": "temps plein", "temps_partiel": "temps partiel"},
    a_confirmer=True,
)
PERIODES_FORMATION = Table(  # FORMACODE V10, group 96410
    "periodes-formation",
    {
        "96414": "cours de jour",
        "96411": "cours du soir",
        "96412": "cours le week-end",
        "96413": "hors temps de travail",
    },
)
MODALITES_PEDAGOGIQUES = Table(  # FORMACODE V10 where it has one
    "modalites-pedagogiques",
    {
        "etablissement": "en établissement de formation",
        "entreprise": "en entreprise",
        "foad": "FOAD",
    },
    lheo={"entreprise": "96147", "foad": "96129"},
)
PERIODE_INSCRIPTION = Table(
    "periode-inscription",
    {
        "candidature": "candidature individuelle",
        "recrutement": "recrutement",
        "inscription": "inscription",
    },
)
# Types of dispositif. Code 8 is seen in S1 to S3; the others are ours, to be confirmed (D26).
PROGRAMME_REGIONAL = "8"
APPRENTISSAGE = "1"
PROFESSIONNALISATION = "2"
FINANCEMENT_PRIVE = "3"
OPCO = "4"
CPF = "5"
FRANCE_TRAVAIL = "6"
AUTRE_DISPOSITIF = "9"
TYPE_DISPOSITIF = Table(
    "type-dispositif",
    {
        PROGRAMME_REGIONAL: "Programme régional",
        APPRENTISSAGE: "Contrat d’apprentissage",
        PROFESSIONNALISATION: "Contrat de professionnalisation",
        FINANCEMENT_PRIVE: "Financement privé",
        OPCO: "OPCO",
        CPF: "CPF",
        FRANCE_TRAVAIL: "France Travail",
        AUTRE_DISPOSITIF: "Autre",
    },
    lheo={  # codes of LHÉO's funders
        PROGRAMME_REGIONAL: "2",
        APPRENTISSAGE: "16",
        PROFESSIONNALISATION: "16",
        FINANCEMENT_PRIVE: "10",
        OPCO: "16",
        CPF: "10",
        FRANCE_TRAVAIL: "4",
        AUTRE_DISPOSITIF: "0",
    },
    a_confirmer=True,
)
QUALITE = Table("qualite", {"qualiopi": "Qualiopi"})
ROLE_CONTACT = Table(
    "role-contact",
    {
        "sofi": "référent SOFI",
        "handicap": "référent handicap (PMR)",
        "mobilite": "référent mobilité internationale",
        "prf": "référent PRF",
        "accueil": "accueil",
        "direction": "direction",
        "pedagogie": "pédagogie",
    },
    lheo={
        "handicap": "1",
        "mobilite": "2",
        "prf": "0",
        "accueil": "4",
        "direction": "5",
        "pedagogie": "3",
    },
    a_confirmer=True,
)
NATURE_PORTE_OUVERTE = Table(
    "nature-porte-ouverte",
    {
        "enseignement_superieur": "PO enseignement supérieur",
        "apprentissage": "PO apprentissage",
        "formation_continue": "PO formation continue",
        "autre": "Autre",
    },
    a_confirmer=True,
)

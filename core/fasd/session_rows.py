"""The small tables of a session: its meetings, and when one may enrol."""

from core.fasd import codes
from core.rules import Field, Kind, Level, Need

INFORMATIONS_COLLECTIVES = (
    Field(
        "date",
        "Date",
        Level.SESSION,
        Kind.DATE,
        need=Need.REQUIRED,
        lheo="periode",
    ),
    Field(
        "heure_debut",
        "Heure de début",
        Level.SESSION,
        Kind.TIME,
        need=Need.EXPECTED,
        lheo="heure-debut",
    ),
    Field(
        "heure_fin",
        "Heure de fin",
        Level.SESSION,
        Kind.TIME,
        lheo="heure-fin",
    ),
    Field(
        "lieu",
        "Lieu",
        Level.SESSION,
        Kind.SITE,
        lheo="adresse",
        help="Le site où se tient la réunion.",
    ),
    Field(
        "a_distance",
        "À distance",
        Level.SESSION,
        Kind.BOOLEAN,
        lheo="a-distance",
    ),
    Field(
        "url",
        "Lien de connexion",
        Level.SESSION,
        Kind.URL,
        max_length=400,
        lheo="urlweb",
    ),
    Field(
        "places",
        "Nb de places",
        Level.SESSION,
        Kind.INTEGER,
        minimum=1,
        maximum=99999,
        lheo="nb-places",
    ),
    Field(
        "commentaire",
        "Commentaire",
        Level.SESSION,
        Kind.LONG,
        max_length=500,
        lheo="commentaire",
    ),
)

PERIODES_INSCRIPTION = (
    Field(
        "type",
        "Type",
        Level.SESSION,
        Kind.CHOICE,
        need=Need.REQUIRED,
        table=codes.PERIODE_INSCRIPTION,
        lheo="../recrutement/modalite-recrutement",
    ),
    Field(
        "date_debut",
        "Date début",
        Level.SESSION,
        Kind.DATE,
        need=Need.REQUIRED,
        lheo="periode/debut",
    ),
    Field(
        "date_fin",
        "Date fin",
        Level.SESSION,
        Kind.DATE,
        lheo="periode/fin",
    ),
)

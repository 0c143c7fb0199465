"""Checks across fields that hold for every programme. Plain Python, no Django."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from core.fasd.recrutement import last_entry, recruits
from core.fasd.table import FASD
from core.lheo.grammar import min_length
from core.rules import Fiche, Issue, Kind, Level, says
from core.texts.faults import faults, sentence

CODE_BLOC = min_length("code-bloc")
CENT = Decimal("0.01")
TEXTS = {
    level: tuple(f for f in FASD.level(level) if f.kind is Kind.LONG)
    for level in (Level.FORMATION, Level.ACTION)
}
JUDGED = 20_000  # characters of a text: far more than any field takes
VIDEO = re.compile(
    r"https?://(www\.|m\.)?(youtube\.com/|youtu\.be/)\S+|https?://\S+\.mp4(\?\S*)?",
    re.IGNORECASE,
)


@says(
    "Une session, ou une période d’inscription, ne finit pas avant d’avoir commencé.",
    source="LHÉO",
)
def dates_follow_each_other(fiche: Fiche) -> Iterator[Issue]:
    """A session does not end before it starts."""
    for session in fiche.each(Level.SESSION):
        debut, fin = session["date_debut"], session["date_fin"]
        if debut and fin and fin < debut:
            yield Issue(
                "dates.ordre",
                session.path("date_fin"),
                "La session finit avant d’avoir commencé.",
                source="LHÉO",
            )
        for number, row in enumerate(session["periodes_inscription"] or ()):
            if (
                row.get("date_debut")
                and row.get("date_fin")
                and row["date_fin"] < row["date_debut"]
            ):
                yield Issue(
                    "dates.ordre",
                    session.path(f"periodes_inscription.{number}.date_fin"),
                    f"Périodes d’inscription, ligne {number + 1} : la fin précède le début.",
                    source="LHÉO",
                )


@says("Le domaine principal est l’un des domaines de la formation.", source="S2")
def principal_is_a_domain(fiche: Fiche) -> Iterator[Issue]:
    """The principal Formacode is one of the formation's."""
    for formation in fiche.each(Level.FORMATION):
        principal, domains = formation["formacode_principal"], formation["formacodes"] or []
        if principal and domains and principal not in domains:
            yield Issue(
                "formacode.principal",
                formation.path("formacode_principal"),
                "Le domaine principal doit être l’un des domaines de la formation.",
                source="S2",
            )


COMBINED = (  # what LHÉO writes in one element and SOFI types in two fields (D21)
    ("intitule", "complement_intitule", 255, "L’intitulé et son complément", " - "),
    (
        "objectif",
        "objectifs",
        3000,
        "L’objectif de la formation et les objectifs de l’action",
        "\n",
    ),
    ("programme", "complement_programme", 3000, "Le programme et son complément", "\n"),
)


@says(
    "Ce que LHÉO réunit doit tenir ensemble : 255 caractères au plus pour l’intitulé et son "
    "complément, 3 000 pour les objectifs des fiches Formation et Action, 3 000 pour le programme "
    "et son complément.",
    source="LHÉO",
)
def texts_fit_together(fiche: Fiche) -> Iterator[Issue]:
    """Texts of the formation and of the action that go out as one hold together (D21)."""
    for formation in fiche.each(Level.FORMATION):
        for action in formation.each(Level.ACTION):
            for first, second, limit, names, joint in COMBINED:
                texts = [text for text in (formation[first], action[second]) if text]
                length = len(joint.join(texts))
                if len(texts) == 2 and length > limit:
                    yield Issue(
                        "texte.ensemble",
                        action.path(second),
                        f"{names} comptent ensemble {length} caractères : {limit} au plus.",
                        source="LHÉO",
                    )


@says("Le type de parcours « inconnu » n’est admis que dans un brouillon.", source="LHÉO")
def parcours_is_known(fiche: Fiche) -> Iterator[Issue]:
    """« inconnu » is allowed in a draft only (D8)."""
    for session in fiche.each(Level.SESSION):
        if session["type_parcours"] == "inconnu":
            yield Issue(
                "parcours.inconnu",
                session.path("type_parcours"),
                "Choisissez le type de parcours : « inconnu » ne peut pas être diffusé.",
                source="LHÉO",
            )


@says("L’unité entreprise est demandée dès qu’un cycle d’alternance est décrit.", source="S3")
def alternance_has_a_unit(fiche: Fiche) -> Iterator[Issue]:
    """The unit of the alternance is asked where there is one (D27)."""
    for session in fiche.each(Level.SESSION):
        if session["cycle_alternance"] and not session["unite_entreprise"]:
            yield Issue(
                "alternance.unite",
                session.path("unite_entreprise"),
                "Indiquez l’unité entreprise du cycle de l’alternance.",
                source="S3",
            )


@says("La vidéo est sur YouTube, ou au format MP4.", source="S2, S3")
def video_can_be_played(fiche: Fiche) -> Iterator[Issue]:
    """A video is on YouTube, or an MP4 file (S2, S3)."""
    for action in fiche.each(Level.ACTION):
        if (url := action["url_video"]) and not VIDEO.fullmatch(url):
            yield Issue(
                "video.format",
                action.path("url_video"),
                "La vidéo doit être sur YouTube ou au format MP4.",
                source="S2, S3",
            )


@says(
    "Si le parcours est individualisé par bloc de compétences, la validation (partielle ou totale) "
    "est demandée.",
    source="S3",
)
def blocs_are_described(fiche: Fiche) -> Iterator[Issue]:
    """A path cut into blocks says which, and how it is validated (S3)."""
    for formation in fiche.each(Level.FORMATION):
        if formation["individualiser_blocs"] and not formation["validation"]:
            yield Issue(
                "blocs.validation",
                formation.path("validation"),
                "Indiquez si la validation est partielle ou totale.",
                source="S3",
            )


@says(
    "Des blocs de compétences appartiennent à une certification, dont le code Certifinfo est "
    "donné ; leur code est écrit en entier, comme RNCP12345BC01.",
    source="LHÉO",
)
def blocs_belong_to_a_certification(fiche: Fiche) -> Iterator[Issue]:
    """LHÉO wants the code of a block in full, and the certification that it belongs to."""
    for formation in fiche.each(Level.FORMATION):
        blocs = formation["blocs"] if isinstance(formation["blocs"], (list, tuple)) else ()
        if blocs and not formation["certifinfo"]:
            yield Issue(
                "blocs.certification",
                formation.path("certifinfo"),
                "Des blocs de compétences appartiennent à une certification : indiquez son code "
                "Certifinfo.",
                source="LHÉO",
            )
        for number, bloc in enumerate(blocs):
            if bloc.get("code") and len(bloc["code"]) < CODE_BLOC:
                yield Issue(
                    "blocs.code",
                    formation.path(f"blocs.{number}.code"),
                    f"Blocs de compétences, ligne {number + 1} : le code compte {CODE_BLOC} "
                    "caractères au moins, comme RNCP12345BC01.",
                    source="LHÉO",
                )


@says("Il ne reste pas plus de places que le dispositif n’en compte.", source="S3")
def places_agree(fiche: Fiche) -> Iterator[Issue]:
    """No more places are left than there are."""
    for dispositif in fiche.each(Level.DISPOSITIF):
        places, restantes = dispositif["places"], dispositif["places_restantes"]
        if places is not None and restantes is not None and restantes > places:
            yield Issue(
                "places.restantes",
                dispositif.path("places_restantes"),
                f"Il ne peut pas rester {restantes} places sur {places}.",
                source="S3",
            )


@says(
    "Les textes longs ne contiennent ni tableau, ni image, ni caractère spécial, ni mise en forme "
    "copiée de Word ou d’un PDF : « Nettoyer le texte » les retire.",
    source="S3",
)
def texts_are_plain(fiche: Fiche) -> Iterator[Issue]:
    """Long texts hold no table, image, special character, nor pasted Word or PDF markup (S3)."""
    for level, fields in TEXTS.items():
        for part in fiche.each(level):
            for field in fields:
                if text := part[field.name]:
                    for fault in faults(text[:JUDGED]):
                        yield Issue(
                            f"texte.{fault.code}",
                            part.path(field.name),
                            sentence(field.label, fault),
                            source="S3",
                        )


@says("Les frais HT, le taux de TVA et les frais TTC s’accordent au centime près.", source="S3")
def fees_agree(fiche: Fiche) -> Iterator[Issue]:
    """Frais HT, taux de TVA and frais TTC agree to the cent where the three are given (S3)."""
    for dispositif in fiche.each(Level.DISPOSITIF):
        ht, taux, ttc = (dispositif[name] for name in ("frais_ht", "taux_tva", "frais_ttc"))
        if not isinstance(ht, (int, Decimal)) or not isinstance(ttc, (int, Decimal)):
            continue
        if taux is None:
            if ht != ttc:
                yield Issue(
                    "frais.tva",
                    dispositif.path("taux_tva"),
                    f"Indiquez le taux de TVA : les frais sont de {_euros(ht)} HT et de "
                    f"{_euros(ttc)} TTC.",
                    source="S3",
                )
            continue
        expected = (ht * (100 + taux) / Decimal(100)).quantize(CENT, ROUND_HALF_UP)
        if ttc != expected:
            yield Issue(
                "frais.ttc",
                dispositif.path("frais_ttc"),
                f"{_euros(ht)} HT avec une TVA de {_number(taux)} % font {_euros(expected)} TTC, "
                f"et non {_euros(ttc)}.",
                source="S3",
            )


@says(
    "Une session qui recrute a une information collective à venir ; aucune n’est annoncée après la "
    "dernière entrée.",
    source="S2, S3",
)
def meetings_are_to_come(fiche: Fiche) -> Iterator[Issue]:
    """Advise a meeting to come while a session recruits, none after the last entry (F17)."""
    if fiche.contexte is None:
        return
    today = fiche.contexte.aujourdhui
    for session in fiche.each(Level.SESSION):
        rows = [row for row in session["informations_collectives"] or () if row.get("date")]
        path, last = session.path("informations_collectives"), last_entry(session)
        if rows and recruits(session, today) and not any(row["date"] >= today for row in rows):
            message = (
                "Toutes les informations collectives sont passées : annoncez la prochaine, "
                "ou fermez le recrutement."
            )
            yield Issue("reunion.a_venir", path, message, blocking=False, source="S2, S3")
        late = [row["date"] for row in rows if last and row["date"] > last]
        if late:
            message = (
                f"L’information collective du {late[0]:%d/%m/%Y} vient après la dernière entrée, "
                f"le {last:%d/%m/%Y}."
            )
            yield Issue("reunion.tardive", path, message, blocking=False, source="S2, S3")


def _euros(amount) -> str:
    return f"{Decimal(amount):,.2f} €".replace(",", "\u202f").replace(".", ",")


def _number(value) -> str:
    return f"{Decimal(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")


COMMON = (
    dates_follow_each_other,
    principal_is_a_domain,
    texts_fit_together,
    parcours_is_known,
    alternance_has_a_unit,
    video_can_be_played,
    blocs_are_described,
    blocs_belong_to_a_certification,
    places_agree,
    texts_are_plain,
    fees_agree,
    meetings_are_to_come,
)

"""Passerelle: a programme of another package, with fields and a target of its own."""

from core.plugins import Target, hookimpl
from core.rules import Field, Issue, Kind, Level, Need, Programme
from programmes.regional import CHECKS, REGIONAL
from sofi_passerelle.example import LABEL, example

SOFI_CONTRACT = 2


def jury_comes_after_the_start(fiche):
    for session in fiche.each(Level.SESSION):
        jury, debut = session["date_jury"], session["date_debut"]
        if jury and debut and jury < debut:
            yield Issue(
                "jury.date",
                session.path("date_jury"),
                "Le jury précède le début de la session.",
                source="Passerelle",
            )


def has_a_tutor(root, organismes):
    for session in root.each(Level.SESSION):
        if not session["tuteur"]:
            yield Issue(
                "cible.tuteur",
                session.path("tuteur"),
                "aucun tuteur",
                blocking=False,
                source="Passerelle",
            )


PASSERELLE = Programme(
    code="passerelle",
    label=LABEL,
    region_code="PASSERELLE",
    fields=REGIONAL.adding(
        Field(
            "tuteur",
            "Tuteur",
            Level.SESSION,
            need=Need.REQUIRED,
            group="Tutorat",
            max_length=100,
            column="tuteur_entreprise",
            help="La personne qui suit les stagiaires en entreprise.",
            source="Passerelle",
        ),
        Field(
            "date_jury",
            "Date du jury",
            Level.SESSION,
            Kind.DATE,
            Need.EXPECTED,
            "Tutorat",
            source="Passerelle",
        ),
    ),
    checks=(*CHECKS, jury_comes_after_the_start),
    example=example,
)


@hookimpl
def register_programmes():
    return [PASSERELLE]


@hookimpl
def register_targets():
    return [
        Target(
            "reseau_tuteurs",
            "Réseau des tuteurs",
            (has_a_tutor,),
            parent="offre_info",
            source="Passerelle",
        )
    ]


@hookimpl
def lheo_extras(payload, key):
    if payload["programme"] != "passerelle":
        return {}
    [action] = payload["fiche"]["children"]
    [values] = [session["values"] for session in action["children"] if session["key"] == key]
    return {"tuteur": values["tuteur"], "date-jury": values["date_jury"]}

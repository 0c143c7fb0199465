"""Rows of an annuaire and of offers, put online by the real moves."""

from datetime import date

from django.test import TestCase

from core.fasd.identifiants import luhn
from core.models import (
    Action,
    Contact,
    Dispositif,
    Etablissement,
    Formation,
    Membership,
    Role,
    Session,
    Site,
    Terme,
    User,
)
from workflows.service import perform


def staff(email="staff@cariforef.example") -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    Membership.objects.get_or_create(user=user, role=Role.CARIFOREF)
    return user


def organisation(etablissement, email="of@of.example") -> User:
    user = User.objects.create_user(email)
    Membership.objects.create(user=user, role=Role.ORGANISME, etablissement=etablissement)
    return user


def siret(number: int) -> str:
    """Return a SIRET that has its two keys."""
    siren = next(s for key in range(10) if luhn(s := f"{number:08}{key}"))
    return next(s for key in range(10) if luhn(s := f"{siren}0001{key}"))


def put_online(subject):
    for move in ("submit", "validate"):
        perform(subject, move, by=staff())
    subject.refresh_from_db()
    return subject


def etablissement(number=1, **values) -> Etablissement:
    defaults = {
        "siret": siret(number),
        "raison_sociale": f"Organisme {number}",
        "nda": "52440000044",
        "domaines": ["15061"],
    }
    found = put_online(Etablissement.objects.create(**defaults | values))
    Contact.objects.create(
        site=site(found, principal=True),
        nom=f"Martin {number}",
        email="m@of.example",
        roles=["accueil"],
    )
    return found


def site(owner, **values) -> Site:
    defaults = {
        "nom_usage": f"Site de {owner.raison_sociale}",
        "ligne1": "1 rue de la Paix",
        "code_postal": "44000",
        "bureau_distributeur": "NANTES",
        "commune": "44109",
        "email": "site@of.example",
    }
    return put_online(Site.objects.create(etablissement=owner, **defaults | values))


def action(owner, *, sessions=1, formation=None, intitule="Culture et métier", **values) -> Action:
    """Return an action in draft of the ordinary programme.

    With all that its submission asks for.
    """
    Terme.objects.get_or_create(
        famille="formacode",
        code="15061",
        defaults={"libelle": "Accompagnement vers emploi", "edition": "V14"},
    )
    formation = formation or Formation.objects.create(
        cadre="continue", intitule=intitule, formacodes=["15061"], formacode_principal="15061"
    )
    found = Action.objects.create(
        formation=formation,
        site_dispensateur=owner.sites.get(principal=True),
        niveau_entree="1",
        **values,
    )
    for _ in range(sessions):
        session(found, owner)
    return found


def session(of, owner, **values) -> Session:
    defaults = {
        "site_lieu": owner.sites.get(principal=True),
        "date_debut": date(2026, 1, 12),
        "date_fin": date(2099, 12, 18),
        "entrees_sorties": "dates_fixes",
        "rythmes": ["temps_plein"],
        "periodes_formation": ["96414"],
        "type_parcours": "collectif",
        "modalites_pedagogiques": ["etablissement"],
        "modalites_enseignement": "0",
        "duree_centre": 140,
        "duree_entreprise": 0,
        "organisme_responsable": owner,
        "etat_recrutement": "1",
        "modalites_recrutement": ["8"],
    }
    found = Session.objects.create(action=of, **defaults | values)
    Dispositif.objects.create(
        session=found,
        type_dispositif="3",
        publics=["80006"],
        frais_certification=False,
        frais_pris_en_charge=False,
    )
    return found


def committed():
    """Run what waits for the commit: tests live in a transaction."""
    return TestCase.captureOnCommitCallbacks(execute=True)

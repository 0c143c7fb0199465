"""Fills the four fiches of an action as their pages would."""

from datetime import date, time, timedelta

from django.db import transaction

from core.demo.suited import days, told
from core.demo.texts import text_for
from core.dossiers.given import typable, write_given
from core.dossiers.rows import write, write_rows
from core.dossiers.saving import saving
from core.models import Contact
from core.offres import creation
from core.rules import Level


def fill_dossier(action, rank, *, by, start: date, complete: bool):
    """Fill the fiches of an action; an incomplete one lacks what people forget."""
    text = text_for(rank)
    programme = action.programme
    formation = told(programme, Level.FORMATION) or of_formation(text)
    save(action.formation, action, by, formation)
    save(action, action, by, told(programme, Level.ACTION) or of_action(text))
    session = creation.add_session(action)
    values = told(programme, Level.SESSION) or dict(OF_SESSION)
    end = start + timedelta(days=days(programme, 110))
    values |= dates_and_people(action, session, rank, start, end)
    if complete:
        values["informations_collectives"] = [meeting(session, start)]
    save(session, action, by, values)
    for dispositif in session.dispositifs.all():
        values = told(programme, Level.DISPOSITIF) | of_dispositif(dispositif, text)
        save(dispositif, action, by, values)


def of_formation(text) -> dict:
    return {
        "intitule": text.intitule,
        "certifinfo": text.certifinfo,
        "cadre": text.cadre,
        "objectif_general": text.objectif_general,
        "formacodes": [text.formacode],
        "formacode_principal": text.formacode,
    }


def of_action(text) -> dict:
    return {
        "objectifs": text.objectifs,
        "complement_programme": text.programme,
        "resultats_attendus": text.resultats,
        "niveau_entree": "1",
        "prerequis": ["motivation"],
        "commentaire_prerequis": "Un entretien de positionnement est proposé à chacun.",
        "mon_plus": "Un accompagnement individuel tout au long du parcours.",
        "equipements": [{"type": "11", "cout": 0, "commentaire": "Prêté pendant la formation."}],
    }


OF_SESSION = {
    "entrees_sorties": "dates_fixes",
    "rythmes": ["temps_plein"],
    "periodes_formation": ["96414"],
    "type_parcours": "collectif",
    "modalites_pedagogiques": ["etablissement", "entreprise"],
    "duree_centre": 280,
    "duree_entreprise": 70,
    "duree_hebdo": 35,
}


def dates_and_people(action, session, rank, start, end) -> dict:
    responsable = session.organisme_responsable or action.porteur
    contact = Contact.objects.filter(site__etablissement=action.porteur).first()
    inscription = {
        "type": "inscription",
        "date_debut": start - timedelta(days=60),
        "date_fin": start - timedelta(days=5),
    }
    return {
        "date_debut": start,
        "date_fin": end,
        "modalites_enseignement": str(rank % 3),
        "organisme_responsable": responsable.siret,
        "etat_recrutement": "1",
        "modalites_recrutement": ["8", "9"],
        "periodes_inscription": [inscription],
        "referent_handicap": str(contact.pk),
        "referent_mobilite": str(contact.pk),
        "referent_prf": str(contact.pk),
    }


def meeting(session, start) -> dict:
    return {
        "date": start - timedelta(days=20),
        "heure_debut": time(14, 15),
        "lieu": str(session.site_lieu_id),
        "a_distance": False,
        "places": 15,
    }


def of_dispositif(dispositif, text) -> dict:
    return {
        "type_dispositif": text.dispositif,
        "publics": ["80006"],
        "places": dispositif.places or 12,
        "places_restantes": 4,
        "frais_pris_en_charge": True,
    }


@transaction.atomic
def save(row, action, by, values):
    """Save the values that the programme leaves to type, as the page of the fiche would."""
    fields = typable(row, action)
    with saving(row, action.programme, by=by, door="demo"):
        write(row, fields, values)
        write_given(row, action)
        row.version += 1
        row.save()
        write_rows(row, fields, values)

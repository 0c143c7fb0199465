"""Fills the four fiches of an action as their pages would."""

from datetime import date, time, timedelta

from django.db import transaction

from core.demo.suited import days, told
from core.demo.texts import text_for
from core.dossiers import rows as fiche
from core.dossiers.given import typable, write_given
from core.dossiers.saving import saving
from core.models import Contact
from core.offres import creation
from core.rules import Level


def fill_dossier(action, rank, *, by, start: date, complete: bool):
    """Fill the fiches of an action; an incomplete one lacks what people forget."""
    text, programme = text_for(rank), action.programme
    save(
        action.formation,
        action,
        by,
        told(programme, Level.FORMATION)
        or {
            "intitule": text.intitule,
            "certifinfo": text.certifinfo,
            "cadre": text.cadre,
            "objectif_general": text.objectif_general,
            "formacodes": [text.formacode],
            "formacode_principal": text.formacode,
        },
    )
    save(
        action,
        action,
        by,
        told(programme, Level.ACTION)
        or {
            "objectifs": text.objectifs,
            "complement_programme": text.programme,
            "resultats_attendus": text.resultats,
            "niveau_entree": "1",
            "prerequis": ["motivation"],
            "commentaire_prerequis": "Un entretien de positionnement est proposé à chacun.",
            "mon_plus": "Un accompagnement individuel tout au long du parcours.",
            "equipements": [
                {"type": "11", "cout": 0, "commentaire": "Prêté pendant la formation."}
            ],
        },
    )
    session = creation.add_session(action)
    responsable = session.organisme_responsable or action.porteur
    contact = Contact.objects.filter(site__etablissement=action.porteur).first()
    values = (
        told(programme, Level.SESSION)
        or {
            "entrees_sorties": "dates_fixes",
            "rythmes": ["temps_plein"],
            "periodes_formation": ["96414"],
            "type_parcours": "collectif",
            "modalites_pedagogiques": ["etablissement", "entreprise"],
            "duree_centre": 280,
            "duree_entreprise": 70,
            "duree_hebdo": 35,
        }
    ) | {
        "date_debut": start,
        "date_fin": start + timedelta(days=days(programme, 110)),
        "modalites_enseignement": str(rank % 3),
        "organisme_responsable": responsable.siret,
        "etat_recrutement": "1",
        "modalites_recrutement": ["8", "9"],
        "periodes_inscription": [
            {
                "type": "inscription",
                "date_debut": start - timedelta(days=60),
                "date_fin": start - timedelta(days=5),
            }
        ],
        "referent_handicap": str(contact.pk),
        "referent_mobilite": str(contact.pk),
        "referent_prf": str(contact.pk),
    }
    if complete:
        values["informations_collectives"] = [
            {
                "date": start - timedelta(days=20),
                "heure_debut": time(14, 15),
                "lieu": str(session.site_lieu_id),
                "a_distance": False,
                "places": 15,
            },
        ]
    save(session, action, by, values)
    for dispositif in session.dispositifs.all():
        save(
            dispositif,
            action,
            by,
            told(programme, Level.DISPOSITIF)
            | {
                "type_dispositif": text.dispositif,
                "publics": ["80006"],
                "places": dispositif.places or 12,
                "places_restantes": 4,
                "frais_pris_en_charge": True,
            },
        )


@transaction.atomic
def save(row, action, by, values):
    """Save the values that the programme leaves to type, as the page of the fiche would."""
    fields = typable(row, action)
    with saving(row, action.programme, by=by, door="demo"):
        fiche.write(row, fields, values)
        write_given(row, action)
        row.version += 1
        row.save()
        fiche.write_rows(row, fields, values)

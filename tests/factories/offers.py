"""Offers, created, filled and moved as people do."""

from datetime import date, time

from django.db import transaction

from core.demo.suited import suited
from core.dossiers import rows as fiche
from core.dossiers.given import typable, write_given
from core.dossiers.saving import saving
from core.models import AccordRegion, Action, Contact
from core.offres import creation
from core.rules import Level
from tests.factories import people
from workflows.service import perform

START, END = date(2026, 1, 12), date(2099, 12, 18)
FORMATION = {
    "intitule": "Conduire un projet",
    "cadre": "continue",
    "objectif_general": "7",
    "formacodes": ["15061"],
    "formacode_principal": "15061",
    "objectif": "Mener un projet de bout en bout.",
}
ACTION = {
    "complement_programme": "Savoirs de base et stages.",
    "objectifs": "Entrer en formation ou en emploi.",
    "resultats_attendus": "Entrée en formation.",
    "niveau_entree": "1",
    "prerequis": ["motivation"],
    "commentaire_prerequis": "Un entretien est proposé.",
    "equipements": [{"type": "11", "cout": 0, "commentaire": "Prêté."}],
}
SESSION = {
    "date_debut": START,
    "date_fin": END,
    "entrees_sorties": "dates_fixes",
    "rythmes": ["temps_plein"],
    "periodes_formation": ["96414"],
    "type_parcours": "collectif",
    "modalites_pedagogiques": ["etablissement"],
    "modalites_enseignement": "0",
    "duree_centre": 700,
    "duree_entreprise": 350,
    "duree_hebdo": 35,
    "etat_recrutement": "1",
    "modalites_recrutement": ["8", "9"],
    "periodes_inscription": [
        {"type": "inscription", "date_debut": date(2026, 1, 5), "date_fin": date(2026, 11, 27)}
    ],
}
DISPOSITIF = {
    "type_dispositif": "3",
    "publics": ["80006"],
    "places": 10,
    "places_restantes": 1,
    "frais_pris_en_charge": True,
}


def draft(
    porteur, *, by=None, attribution=None, formation=None, sessions=1, complete=True, **values
) -> Action:
    """Return an action in draft; an incomplete one has no text, no session date.

    `values`: other fields, of any level.
    """
    by = by or people.member(porteur)
    action = creation.create_action(
        by=by, porteur=porteur, attribution=attribution, formation=formation
    )
    for _ in range(sessions):
        creation.add_session(action)
    if complete:
        fill(action, by=by, **values)
    return fresh(action)


def fill(action, *, by, **values):
    """Fill every fiche of an action with all that its programme leaves to type."""
    if action.formation.version == 1:
        save(action.formation, by=by, **suited(action.programme, Level.FORMATION, FORMATION))
    save(action, by=by, **suited(action.programme, Level.ACTION, ACTION))
    for session in action.sessions.order_by("pk"):
        fill_session(session, by=by)
    for row in rows_of(action):
        known = {f.name for f in action.programme.fields.level(row.level)}
        if mine := {name: value for name, value in values.items() if name in known}:
            save(row, by=by, **mine)


def fill_session(session, *, by):
    contact = Contact.objects.filter(site=session.site_lieu).first()
    people_of = dict.fromkeys(
        ("referent_handicap", "referent_mobilite", "referent_prf"),
        str(contact.pk) if contact else None,
    )
    meeting = {
        "date": date(2026, 1, 6),
        "heure_debut": time(14, 15),
        "lieu": str(session.site_lieu_id),
        "a_distance": False,
        "places": 15,
    }
    programme = session.action.programme
    values = suited(programme, Level.SESSION, SESSION)
    save(session, by=by, **values, **people_of, informations_collectives=[meeting])
    for dispositif in session.dispositifs.all():
        save(dispositif, by=by, **suited(programme, Level.DISPOSITIF, DISPOSITIF))


@transaction.atomic
def save(row, *, by, door="ecran", **values):
    """Save what the programme leaves to type, as the page of the fiche does."""
    row = fresh(row)
    action = action_of(row)
    fields = typable(row, action)
    with saving(row, action.programme, by=by, door=door):
        fiche.write(row, fields, values)
        write_given(row, action)
        row.version += 1
        row.save()
        fiche.write_rows(row, fields, values)
    return row


def rows_of(action) -> list:
    """Return the rows of the four levels of an action."""
    sessions = list(action.sessions.order_by("pk"))
    return [
        action.formation,
        action,
        *sessions,
        *(d for s in sessions for d in s.dispositifs.order_by("pk")),
    ]


def action_of(row) -> Action:
    match row.level:
        case Level.FORMATION:
            return row.actions.order_by("pk").first()
        case Level.ACTION:
            return row
        case Level.SESSION:
            return row.action
    return row.session.action


def fresh(row):
    """Return a row as it stands in the base."""
    return type(row)._base_manager.get(pk=row.pk)


# Situations ------------------------------------------------------------------------------

QUESTION = "Quels pré-requis, exactement ?"
TO = {  # situation: the moves that bring a complete draft there, as `who move`
    "draft": "",
    "submitted": "of submit",
    "questioned": "of submit, staff ask",
    "refused": "of submit, staff refuse",
    "online": "of submit, staff validate",
    "reopened": "of submit, staff validate, of reopen",
    "resubmitted": "of submit, staff validate, of reopen, agreed, of submit",
    "requestioned": "of submit, staff validate, of reopen, agreed, of submit, staff ask",
    "unpublished": "of submit, staff validate, staff unpublish",
    "archived": "of submit, staff validate, {archiver} archive",
    "held": "staff hold",
    "held_submitted": "of submit, staff hold",
}


def bring(subject, situation, *, by, archiver="of"):
    """Make the moves that bring a complete draft to a situation; return it as it then stands."""
    who = {"of": by, "staff": people.staff()}
    for step in filter(None, TO[situation].format(archiver=archiver).split(", ")):
        if step == "agreed":
            agree(fresh(subject), by=by)
            continue
        person, name = step.split()
        perform(subject, name, by=who[person], comment=QUESTION)
    return fresh(subject)


def agree(action, *, by):
    """Record the Région's agreement to the change of an online regional offer."""
    if getattr(action, "attribution_id", None):
        AccordRegion.objects.create(
            action=action,
            publication=action.online_number,
            date=START,
            reference="Courriel du 5 janvier",
            donne_par="Service Formation",
            saisi_par=by,
        )


def offer(porteur, situation="draft", **values) -> Action:
    """Return a complete action in one of the situations of `TO`."""
    by = values.pop("by", None) or people.member(porteur)
    return bring(draft(porteur, by=by, **values), situation, by=by)

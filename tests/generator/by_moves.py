"""Plays the scripts of the generator by the doors that people use, at the hours that they say."""

import random
from io import StringIO
from unittest.mock import Mock

import time_machine
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from bench.generator import offers, region
from bench.generator.run import prepare, tables
from bench.generator.script import AddDispositif, AddSession, Agree, Create, Move, Retire, Save
from core.dossiers import rows as fiche
from core.dossiers.saving import saving
from core.models import (
    AccordRegion,
    Action,
    Attribution,
    Contact,
    Etablissement,
    Formation,
    Membership,
    PorteOuverte,
    Session,
    Site,
    User,
)
from core.offres import creation
from tests import factories as make
from workflows.service import perform


def build(sessions, *, seed, today, every_life):
    """Fill the base with what `generate` makes of the same arguments."""
    call_command("load_referentiels", "--extrait", stdout=StringIO())
    world, _ = prepare(
        sessions, seed, today, tables()
    )  # what people know: the annuaire as it will be
    accounts(world)
    for organisation in world.organisations:
        enter(organisation)
    for values in world.open_days:
        PorteOuverte.objects.create(**values)
    region.bring(world, random.Random(f"{seed}/region"))
    planner = offers.Planner(world, every_life=every_life)
    for group in offers.groups(world):
        for script in planner.scripts(group):
            play(script)


def accounts(world):
    everyone = [*world.staff, *world.others, *(a for o in world.organisations for a in o.accounts)]
    for a in everyone:
        at(
            world.opened,
            lambda a=a: User.objects.create(
                email=a.email, prenom=a.prenom, nom=a.nom, password=world.password
            ),
        )
    for o in world.organisations:
        at(
            o.created,
            lambda o=o: Etablissement.objects.create(
                siret=o.siret, raison_sociale=o.raison_sociale
            ),
        )
    for a in everyone:
        Membership.objects.create(
            user_id=a.id, role=a.role, etablissement_id=a.etablissement, programme=a.programme
        )


def at(moment, do):
    with time_machine.travel(moment, tick=False):
        return do()


def enter(organisation):
    row = Etablissement.objects.get(pk=organisation.id)
    for step in organisation.script:
        at(step.at, lambda step=step: annuaire_step(row, step))
    for place in organisation.places:
        site = at(place.created, lambda p=place: Site.objects.create(
            etablissement=row, principal=p.principal, nom_usage=row.raison_sociale))  # fmt: skip
        for step in place.script:
            at(step.at, lambda site=site, step=step: annuaire_step(site, step))
        for p in place.people:
            at(
                timezone.localtime(place.created).replace(hour=12),
                lambda p=p, site=site: Contact.objects.create(
                    site=site,
                    nom=p.nom,
                    prenom=p.prenom,
                    fonction=p.fonction,
                    telephone=p.telephone,
                    email=p.email,
                    roles=p.roles,
                ),
            )


@transaction.atomic
def annuaire_step(row, step):
    row, by = type(row).objects.get(pk=row.pk), User.objects.get(pk=step.by.id)
    if isinstance(step, Move):
        perform(row, step.name, by=by, comment=step.comment)
        return
    fields = row.programme.fields.level(row.level)
    with saving(row, row.programme, by=by, door="ecran"):
        fiche.write(row, fields, step.values)
        row.version += 1
        row.save()


# Offers -------------------------------------------------------------------------------------


def play(script):
    action = at(script[0].at, lambda: create(script[0]))
    for step in script[1:]:
        at(step.at, lambda step=step: offer_step(Action.objects.get(pk=action.pk), step))


def create(step: Create):
    return creation.create_action(
        by=User.objects.get(pk=step.by.id),
        porteur=step.porteur and Etablissement.objects.get(pk=step.porteur),
        attribution=step.attribution and Attribution.objects.get(pk=step.attribution),
        formation=step.formation and Formation.objects.get(pk=step.formation),
        certifinfo=step.certifinfo,
    )


def offer_step(action, step):
    sessions = list(action.sessions.order_by("pk"))
    match step:
        case AddSession():
            page(Action).add_session_view(post(step.by), action.pk)
        case AddDispositif():
            page(Session).add_dispositif_view(post(step.by), sessions[step.session].pk)
        case Retire():
            page(Session).remove_view(post(step.by), sessions[step.session].pk)
        case Agree():
            AccordRegion.objects.create(
                action=action,
                publication=action.online_number,
                date=step.day,
                reference=step.reference,
                donne_par=step.donne_par,
                saisi_par_id=step.by.id,
            )
        case Save():
            make.save(
                row_of(action, sessions, step.row),
                by=User.objects.get(pk=step.by.id),
                **step.values,
            )
        case Move():
            remarks = [remark(action, sessions, *one) for one in step.remarks]
            perform(
                action,
                step.name,
                by=User.objects.get(pk=step.by.id),
                comment=step.comment,
                remarks=remarks,
            )


def page(model):
    return admin.site._registry[model]


def post(by):
    request = RequestFactory().post("/")
    request.user, request._messages = User.objects.get(pk=by.id), Mock()
    return request


def row_of(action, sessions, where):
    match where:
        case ("F",):
            return action.formation
        case ("A",):
            return action
        case ("S", rank):
            return sessions[rank]
    return sessions[where[1]].dispositifs.order_by("pk")[where[2]]


def remark(action, sessions, where, name, message):
    row = row_of(action, sessions, where)
    label = f"{row.level.label} {row.pk}, {action.programme.fields[name].label}"
    return {"path": f"{row.key}.{name}", "label": label, "message": message}

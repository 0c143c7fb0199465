"""Makes a base: the annuaire, the lots of the Région, then the offers, shared between processes."""

import gc
import multiprocessing
import os
import random
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from io import StringIO

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.generator import annuaire, diffusion, offers, region
from bench.generator.fiches import AnnuaireStory, Dossier
from bench.generator.kit import kit
from bench.generator.quick import quick
from bench.generator.script import Create
from bench.generator.tables import Sheet, Table, Writer
from bench.generator.world import World
from core import plugins
from core.demo.accounts import PASSWORD
from core.models import Terme
from core.rules import Level

ANNUAIRE = ("User", "Etablissement", "Site", "Contact", "PorteOuverte", "Membership")
OFFRE = ("Formation", "Action", "Session", "Dispositif")
SMALL = (
    "BlocCompetence",
    "Equipement",
    "InformationCollective",
    "PeriodeInscription",
    "AccordRegion",
)
HISTORY = ("workflows.Publication", "workflows.TransitionLog", "workflows.Change")
DIFFUSION = ("exports.GroupePublie", "exports.SessionPubliee", "exports.Mention")
NUMBERED = (
    *(f"core.{name}" for name in SMALL),
    *HISTORY,
    *DIFFUSION,
)  # nothing names them but rows of the same sheet
LABELS = (*(f"core.{name}" for name in ANNUAIRE + OFFRE), *NUMBERED)  # parents first
REFERENCES = {
    ("workflows.TransitionLog", "publication_id"): "workflows.Publication",
    ("exports.GroupePublie", "publication_id"): "workflows.Publication",
    ("exports.Mention", "publication_id"): "workflows.Publication",
    ("exports.SessionPubliee", "group_id"): "exports.GroupePublie",
}
ALONE = 3000  # sessions below which one process is enough
USUAL = gc.get_threshold()
AHEAD = 3  # groups made before they are written: bounds memory


def tables():
    return {label: Table(apps.get_model(label)) for label in LABELS}


def generate(sessions, *, seed, today, processes=None, every_life=False, tell=lambda text: None):
    """Fill an empty base; return how many rows each table has received."""
    sheets = tables()
    writer = Writer(sheets, NUMBERED, REFERENCES)
    world, sheet = prepare(sessions, seed, today, sheets)
    writer.write(sheet.rows)
    tell(f"{len(world.organisations)} établissements, {len(world.places)} sites.")
    region.bring(world, random.Random(f"{seed}/region"))
    tell(f"{len(world.attributions)} attributions de la Région.")
    done = 0
    with quick(table.model for table in sheets.values()):
        for rows in made(world, sheets, processes, every_life=every_life):
            writer.write(rows)
            if (now := writer.written["core.Session"]) // 10_000 > done:
                done = now // 10_000
                tell(f"{now} sessions…")
    writer.finish()
    return Counter(writer.written)


def prepare(sessions, seed, today, sheets):
    """Return the world, its annuaire entered, and the rows of it."""
    if not Terme.objects.exists():
        call_command("load_referentiels", "--extrait", stdout=StringIO())  # its communes are ours
    rng = random.Random(f"{seed}/annuaire")
    world = World(seed, today, sessions, password=make_password(PASSWORD, salt=f"seed{seed}"))
    annuaire.plan(world, rng)
    return world, annuaire_rows(world, Sheet(sheets))


def annuaire_rows(world, sheet):
    numbers = content_types()
    everyone = [*world.staff, *world.others, *(a for o in world.organisations for a in o.accounts)]
    for account in everyone:
        sheet.add(
            "core.User",
            {
                "id": account.id,
                "password": world.password,
                "email": account.email,
                "prenom": account.prenom,
                "nom": account.nom,
                "created_at": world.opened,
            },
        )
        sheet.add(
            "core.Membership",
            {
                "id": account.id,
                "user_id": account.id,
                "role": account.role,
                "etablissement_id": account.etablissement,
                "programme": account.programme,
            },
        )
    for o in world.organisations:
        values = {"siret": o.siret, "raison_sociale": o.raison_sociale}
        story = AnnuaireStory(
            world, sheet, numbers["etablissement"], Level.ETABLISSEMENT, o, values
        )
        sheet.add("core.Etablissement", story.play(o.script))
        o.values, o.online = told(story)
        for place in o.places:
            values = {"nom_usage": o.raison_sociale, "actif": True}
            own = {"etablissement_id": o.id, "principal": place.principal}
            story = AnnuaireStory(world, sheet, numbers["site"], Level.SITE, place, values, **own)
            sheet.add("core.Site", story.play(place.script))
            place.values, place.online = told(story)
            for p in place.people:
                sheet.add(
                    "core.Contact",
                    {
                        "id": p.id,
                        "site_id": place.id,
                        "nom": p.nom,
                        "prenom": p.prenom,
                        "fonction": p.fonction,
                        "telephone": p.telephone,
                        "email": p.email,
                        "roles": p.roles,
                        "modifie_le": timezone.localdate(place.created),
                    },
                )
    for values in world.open_days:
        sheet.add("core.PorteOuverte", values)
    return sheet


def told(story):
    return story.row.values, story.online_number is not None


def content_types():
    return {
        model: ContentType.objects.get_for_model(apps.get_model("core", model)).pk
        for model in ("etablissement", "site", "action")
    }


# Offers -------------------------------------------------------------------------------------

_shared = {}  # what the processes of a run inherit


class Numbers:
    """Gives the numbers of the rows of a group, after those of the groups before."""

    def __init__(self, bases):
        self.last = dict(bases)

    def next(self, label):
        self.last[label] += 1
        return self.last[label]


def rows_of(group):
    """Play the scripts of a group, and return its rows."""
    world, sheets, planner, number = (
        _shared[name] for name in ("world", "sheets", "planner", "number")
    )
    sheet, numbers, online = Sheet(sheets), Numbers(group.bases), []
    formation = None
    for script in planner.scripts(group):
        create: Create = script[0]
        formation = formation if create.formation else None
        dossier = Dossier(world, sheet, number, create, numbers, formation).play(script[1:])
        formation = dossier.formation
        dossier.write()
        online += [(p, dossier.roots[p["number"]]) for p in dossier.publications if p["online"]]
    diffusion.render(world, sheet, online)
    return dict(sheet.rows)


def leave_the_base():
    """A process of the pool has its parent's connection, which is not its own.

    It asks nothing of the base.
    """

    def refuse(execute, sql, params, many, context):
        raise RuntimeError(
            f"A process of the generator reads the base: read it before the pool. {sql}"
        )

    connection.execute_wrappers.append(refuse)


def made(world, sheets, processes, *, every_life):
    """Yield the rows of each group, in order."""
    processes = processes or (1 if world.size <= ALONE else os.cpu_count() or 1)
    planner = offers.Planner(world, every_life=every_life)
    _shared.update(world=world, sheets=sheets, planner=planner, number=content_types()["action"])
    _ = (
        world.resolution,
        world.terms,
        world.codes,
        world.people,
    )  # read here, once for all processes
    for programme in plugins.programmes():
        kit(programme.code)
    groups = offers.groups(world)
    gc.freeze()  # the world stays: it is not to be gone through again and again
    gc.set_threshold(200_000, 20, 20)
    try:
        if processes == 1:
            yield from map(rows_of, groups)
            return
        with ProcessPoolExecutor(
            processes, multiprocessing.get_context("fork"), initializer=leave_the_base
        ) as pool:
            waiting = deque()
            for group in groups:
                waiting.append(pool.submit(rows_of, group))
                if len(waiting) > processes * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        _shared.clear()
        gc.unfreeze()
        gc.set_threshold(*USUAL)

"""The plan of the annuaire.

Accounts, organisations with their sites and contacts, and how each was entered.
"""

from datetime import timedelta
from decimal import Decimal

from bench.generator import words
from bench.generator.calendar import DAY, Clock, moment
from bench.generator.script import Account, Move, Organisation, Person, Place, Save
from core import plugins
from core.demo.organisations import siret
from core.models import Role

FIRST_SIREN = 10_000_000  # of eight digits, before the key
YEARS = 5
STAFF = 8
ROLES = (["accueil"], ["handicap", "mobilite", "prf"], ["pedagogie"], ["direction"], ["sofi"])
# How an établissement or a site ends, and how many of a hundred.
ENDS = (
    ("online", 90),
    ("draft", 3),
    ("submitted", 3),
    ("questioned", 1),
    ("reopened", 2),
    ("resubmitted", 1),
)
MOVES = {
    "online": "submit validate", "draft": "", "submitted": "submit", "questioned": "submit ask",
    "reopened": "submit validate reopen", "resubmitted": "submit validate reopen submit",
}  # fmt: skip


def opening(world):
    """Return the day on which the base was opened."""
    return world.today - timedelta(days=365 * YEARS + 200)


def people_of_the_carif(world):
    """Add the staff, the administrator and a manager for each programme of the Région."""
    names = zip(words.FIRST_NAMES, words.LAST_NAMES, strict=True)
    for rank, (prenom, nom) in enumerate(list(names)[:STAFF], 1):
        world.staff.append(
            Account(rank, f"cariforef{rank}@sofi.example", prenom, nom, Role.CARIFOREF.value)
        )
    number = STAFF + 1
    world.others.append(
        Account(number, "admin@sofi.example", "Ada", "Ministre", Role.ADMINISTRATEUR.value)
    )
    for programme in plugins.programmes():
        if programme.regional:
            number += 1
            email = f"gestion{number}@sofi.example"
            world.others.append(
                Account(
                    number,
                    email,
                    "Inès",
                    "Gestion",
                    Role.GESTIONNAIRE.value,
                    programme=programme.code,
                )
            )
    return number


def plan(world, rng):
    """Fill the world's organisations; every fortieth session has one, and two sites each."""
    world.opened = moment(rng, opening(world) - 10 * DAY)
    last = people_of_the_carif(world)
    communes = world.codes["commune"]
    count = max(world.size // 40, 12)
    place = person = 0
    for rank in range(1, count + 1):
        commune = rng.choice(communes)
        town = world.terms["commune", commune][0]
        kind, call = rng.choice(words.KINDS), rng.choice(words.CALLS)
        nom = f"{kind} {call} {town} {rank}"
        clock = Clock(rng, opening(world) + timedelta(days=rng.randrange(60)), world.today)
        late = rank > count * 0.92  # the last ones came lately, and are still being entered
        if late:
            clock = Clock(rng, world.today - timedelta(days=rng.randrange(3, 40)), world.today)
        owner = Organisation(rank, siret(FIRST_SIREN + rank), nom, clock.now)
        for _ in range(1 + (rng.random() < 0.25)):
            last += 1
            email = f"organisme{last}@sofi.example"
            prenom, nom_de_famille = rng.choice(words.FIRST_NAMES), rng.choice(words.LAST_NAMES)
            owner.accounts.append(
                Account(last, email, prenom, nom_de_famille, Role.ORGANISME.value, owner.id)
            )
        owner.script = list(_life(rng, world, clock, owner, late, _etablissement(world, rng, rank)))
        for number in range(_sites(rng, rank)):
            place += 1
            start = clock.tick(1)
            site = Place(
                place,
                owner.id,
                number == 0,
                nom if number == 0 else f"{nom} – site {number + 1}",
                start,
            )
            for _ in range(rng.choice((1, 1, 2, 3))):
                person += 1
                site.people.append(_person(rng, person, first=not site.people))
            site.script = list(
                _life(rng, world, clock, owner, late, _site(world, rng, commune, town, site))
            )
            commune = rng.choice(communes)
            town = world.terms["commune", commune][0]
            owner.places.append(site)
        world.organisations.append(owner)
    _open_days(world, rng)


def _sites(rng, rank):
    return 1 if rng.random() < 0.6 else min(2 + int(rng.expovariate(0.6)), 13)


def _etablissement(world, rng, rank):
    domaines = rng.sample(world.codes["formacode"], rng.randrange(1, 6))
    return {"nda": f"52{44 + rng.randrange(40)}{rank:07d}", "domaines": sorted(domaines)}


def _site(world, rng, commune, town, site):
    postal = world.terms["commune", commune][2].get("codes_postaux") or [commune[:2] + "000"]
    number = (
        f"02 {rng.randrange(40, 52)} {rng.randrange(10, 99)} "
        f"{rng.randrange(10, 99)} {rng.randrange(10, 99)}"
    )
    values = {
        "nom_usage": site.nom_usage,
        "ligne1": f"{rng.randrange(1, 200)} {rng.choice(words.STREETS)}"[:50],
        "code_postal": postal[0],
        "bureau_distributeur": town[:50],
        "commune": commune,
        "telephone_fixe": number,
        "email": f"accueil{site.id}@organisme.example",
        "site_web": f"https://www.organisme{site.etablissement}.example/",
        "perimetre": rng.choice("123"),
        "modalite_accueil": rng.choice(("Sur rendez-vous, du lundi au vendredi.", "", "")),
    }
    if rng.random() < 0.7:
        values |= {
            "qualite": "qualiopi",
            "qualiopi_fin": world.today + timedelta(days=rng.randrange(-100, 900)),
        }
    if rng.random() < 0.5:
        values |= {"latitude": _degrees(47, rng), "longitude": _degrees(-1, rng)}
    return values


def _degrees(whole, rng):
    return Decimal(whole) + Decimal(rng.randrange(1_000_000)).scaleb(-6)


def _person(rng, number, *, first):
    return Person(
        number,
        rng.choice(words.LAST_NAMES),
        rng.choice(words.FIRST_NAMES),
        "Référente handicap" if first else "Accueil",
        f"02 40 {rng.randrange(10, 99)} {rng.randrange(10, 99)} {rng.randrange(10, 99)}",
        f"contact{number}@organisme.example",
        ["handicap", "mobilite", "prf"] if first else list(rng.choice(ROLES)),
    )


def _life(rng, world, clock, owner, late, values):
    """Yield how a fiche was entered: typed in one or two saves, sent, validated."""
    by = owner.accounts[0]
    end = (
        "online"
        if not late
        else rng.choices([name for name, _ in ENDS], [weight for _, weight in ENDS])[0]
    )
    if not late and rng.random() < 0.03:
        end = "reopened"
    if late and end == "online" and rng.random() < 0.5:
        end = "submitted"
    yield Save(clock.tick(0.2), by, (), values)
    for name in MOVES[end].split():
        staff = name in ("validate", "ask")
        comment = rng.choice(words.QUESTIONS) if name == "ask" else ""
        yield Move(clock.tick(1), rng.choice(world.staff) if staff else by, name, comment)


def _open_days(world, rng):
    for number in range(max(world.size // 200, 3)):
        place = rng.choice(rng.choice(world.organisations).places)
        day = world.today + timedelta(days=rng.randrange(-700, 120))
        world.open_days.append(
            {
                "id": number + 1,
                "libelle": f"Portes ouvertes {day.year}",
                "site_id": place.id,
                "nature": "formation_continue",
                "date_debut": day,
                "date_fin": day + DAY,
                "commentaire": rng.choice(words.PLUS),
            }
        )

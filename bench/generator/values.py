"""What is typed in the four fiches of an offer: realistic values, of true lengths."""

from datetime import time, timedelta
from decimal import Decimal

from bench.generator import words

DURATIONS = (
    (1, 5, 30),
    (6, 30, 30),
    (31, 120, 25),
    (121, 300, 15),
)  # days from, to, out of a hundred
TYPES = ("3", "5", "4", "6", "1", "2", "9")
CENT = Decimal("0.01")


def formation(world, rng, certifinfo, domaines):
    principal = rng.choice(domaines or world.codes["formacode"])
    codes = [principal, *rng.sample(world.codes["formacode"], rng.choice((0, 0, 1, 2)))]
    libelle = world.terms["formacode", principal][0]
    intitule = (
        world.terms["certifinfo", certifinfo][0]
        if certifinfo
        else rng.choice(words.FORMS).format(libelle)
    )
    values = {
        "intitule": intitule[:255],
        "certifinfo": certifinfo,
        "cadre": "initiale" if rng.random() < 0.08 else "continue",
        "objectif_general": "6" if certifinfo else rng.choice("7892"),
        "formacodes": list(dict.fromkeys(codes)),
        "formacode_principal": principal,
        "nsf": rng.sample(world.codes["nsf"], rng.choice((0, 1, 1, 2))),
        "rome": rng.sample(world.codes["rome"], rng.choice((0, 1, 1, 2, 3))),
        "objectif": words.text(rng, words.OBJECTIFS, least=100, usual=250, most=900),
        "programme": words.text(rng, words.PROGRAMME, least=150, usual=600, most=1800),
    }
    if certifinfo:
        values["niveau_sortie"] = rng.choice(("13", "14", "15", "16"))
        if rng.random() < 0.3:
            values |= {"individualiser_blocs": True, "validation": "0"}
            values["blocs"] = [
                {
                    "type_module": "",
                    "intitule": f"Bloc {n} : {libelle}"[:500],
                    "code": f"RNCP{rng.randrange(30000, 39000)}BC0{n}",
                    "objectif": "",
                    "programme": "",
                }
                for n in range(1, rng.randrange(3, 6))
            ]
    return values


def action(rng, place, rank):
    values = {
        "site_dispensateur": str(place.id),
        "complement_intitule": f"groupe {rank + 1}" if rank and rng.random() < 0.4 else "",
        "complement_programme": words.text(rng, words.PROGRAMME, least=80, usual=250, most=1100),
        "objectifs": words.text(rng, words.OBJECTIFS, least=200, usual=500, most=2000),
        "resultats_attendus": words.text(rng, words.RESULTATS, least=60, usual=120, most=500),
        "mon_plus": rng.choice(words.PLUS),
        "niveau_entree": rng.choice(("1", "1", "11", "13", "14")),
        "prerequis": rng.sample(
            ("motivation", "projet_valide", "tests", "permis_b"), rng.choice((1, 1, 2))
        ),
        "commentaire_prerequis": words.text(rng, words.PREREQUIS, least=60, usual=120, most=450),
    }
    if rng.random() < 0.5:
        values["url_action"] = (
            f"https://www.organisme{place.etablissement}.example/formations/{rng.randrange(9999)}"
        )
    if rng.random() < 0.3:
        values["equipements"] = [
            {
                "type": "11",
                "cout": rng.choice((0, 0, 150)),
                "commentaire": "Prêté pendant la formation.",
            }
        ]
    return values


def session(rng, place, start, end, *, responsable, ended):
    person = place.people[0]
    hours = max(7, min((end - start).days * 5, 1400))
    values = {
        "site_lieu": str(place.id),
        "date_debut": start,
        "date_fin": end,
        "entrees_sorties": rng.choice(("dates_fixes", "dates_fixes", "permanentes", "cadencees")),
        "rythmes": rng.choice(
            (["temps_plein"], ["temps_plein"], ["temps_partiel"], ["temps_plein", "temps_partiel"])
        ),
        "periodes_formation": rng.choice((["96414"], ["96414"], ["96411"], ["96414", "96412"])),
        "type_parcours": rng.choice(("collectif", "collectif", "individualise", "mixte")),
        "modalites_pedagogiques": rng.choice(
            (["etablissement"], ["etablissement", "entreprise"], ["foad"])
        ),
        "modalites_enseignement": rng.choice("00012"),
        "duree_centre": hours,
        "duree_entreprise": hours // 3,
        "duree_hebdo": rng.choice((35, 35, 28, 14)),
        "organisme_responsable": responsable,
        "etat_recrutement": "2" if ended else "1",
        "modalites_recrutement": rng.choice((["8", "9"], ["9"], ["7", "9"])),
        "referent_handicap": str(person.id),
        "referent_mobilite": str(person.id),
        "referent_prf": str(person.id),
        "mail_liaison": f"liaison{place.id}@organisme.example",
        "informations_collectives": [
            {
                "date": start - timedelta(days=days),
                "heure_debut": time(9 + rng.randrange(7), rng.choice((0, 15, 30))),
                "heure_fin": None,
                "lieu": str(place.id),
                "a_distance": False,
                "url": "",
                "places": 15,
                "commentaire": "",
            }
            for days in ((40, 20) if rng.random() < 0.4 else (20,))
        ],
        "periodes_inscription": [
            {
                "type": "inscription",
                "date_debut": start - timedelta(days=60),
                "date_fin": start - timedelta(days=5),
            }
        ],
    }
    if rng.random() < 0.3:
        values["commentaire_duree"] = "Durée adaptable selon le positionnement."
    if rng.random() < 0.2:
        values |= {
            "cycle_alternance": "Deux semaines en centre, deux semaines en entreprise",
            "unite_entreprise": "2",
        }
    return values


def dispositif(rng, places, *, rank):
    values = {
        "type_dispositif": TYPES[(rank + int(rng.expovariate(0.7))) % len(TYPES)],
        "publics": rng.choice((["80006"], ["80006"], ["83056"], ["80006", "82058"])),
        "places": places,
        "places_restantes": rng.randrange(places + 1),
        "frais_pris_en_charge": rng.random() < 0.6,
        "frais_certification": False,
    }
    if rng.random() < 0.6:
        ht = Decimal(rng.randrange(20, 900) * 10).quantize(CENT)
        taux = Decimal(rng.choice(("0.00", "20.00")))
        values |= {
            "frais_ht": ht,
            "taux_tva": taux,
            "frais_ttc": (ht * (100 + taux) / 100).quantize(CENT),
        }
    if rng.random() < 0.3:
        values |= {"effectif_minimal": 6, "capacite_simultanee": places}
    return values


def duration(rng):
    """Return how many days a session lasts: many are short."""
    low, high, _ = rng.choices(DURATIONS, [weight for _, _, weight in DURATIONS])[0]
    return rng.randrange(low, high + 1)

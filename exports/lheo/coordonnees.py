"""Addresses, coordinates and contacts, from the fiches of the annuaire."""

from collections.abc import Iterable

from core.fasd.codes import ROLE_CONTACT
from exports.lheo.annuaire import Contact, Site

DEPARTEMENTS = {  # by region: INSEE, 2026
    "01": "971", "02": "972", "03": "973", "04": "974", "06": "976",
    "11": "75 77 78 91 92 93 94 95",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90",
    "28": "14 27 50 61 76",
    "32": "02 59 60 62 80",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "52": "44 49 53 72 85",
    "53": "22 29 35 56",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "93": "04 05 06 13 83 84",
    "94": "2A 2B",
}  # fmt: skip
REGIONS = {
    departement: region
    for region, several in DEPARTEMENTS.items()
    for departement in several.split()
}
MOBILE = ("06", "07", "+336", "+337", "00336", "00337")


def departement_of(site: Site) -> str:
    """Return the département of a site: the head of its commune's code."""
    commune = site.values["commune"] or site.values["code_postal"] or ""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def adresse(site: Site | None) -> dict:
    if site is None:
        return {}
    values = site.values
    departement = departement_of(site)
    return {
        "denomination": values["nom_usage"],
        "ligne": [values["ligne1"], values["ligne2"], values["ligne3"]],
        "codepostal": values["code_postal"],
        "ville": values["bureau_distributeur"],
        "departement": departement,
        "code-INSEE-commune": values["commune"],
        "region": REGIONS.get(departement),
        "pays": "FR",
        "geolocalisation": geolocalisation(values),
    }


def geolocalisation(values) -> dict:
    if values["latitude"] is None or values["longitude"] is None:
        return {}
    return {"latitude": values["latitude"], "longitude": values["longitude"]}


def coordonnees(site: Site | None) -> dict:
    """Return where a site is and how to reach it."""
    if site is None:
        return {}
    return {
        "adresse": adresse(site),
        "telfixe": {"numtel": site.values["telephone_fixe"]},
        "portable": {"numtel": site.values["telephone_mobile"]},
        "courriel": site.values["email"],
        "web": {"urlweb": site.values["site_web"]},
    }


def contact(person: Contact, type_contact: str | None = None) -> dict:
    """Return a person as LHÉO writes it; its type is that of its first public role."""
    digits = person.telephone.replace(" ", "").replace(".", "")
    mobile = digits.startswith(MOBILE)
    roles = [role for role in person.roles if role in ROLE_CONTACT.lheo]
    if type_contact is None and roles:
        type_contact = ROLE_CONTACT.lheo_code(roles[0])
    return {
        "type-contact": type_contact,
        "coordonnees": {
            "nom": person.nom,
            "prenom": person.prenom,
            "portable" if mobile else "telfixe": {"numtel": person.telephone},
            "courriel": person.email,
        },
    }


def contacts(*choices: Iterable[Contact], site: Site | None) -> list[dict]:
    """Return the first of these groups of people that is not empty; else the site itself."""
    for people in choices:
        if people:
            return [contact(person) for person in people]
    return [{"coordonnees": coordonnees(site)}]

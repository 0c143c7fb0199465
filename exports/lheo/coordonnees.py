"""Addresses, coordinates and contacts, from the fiches of the annuaire."""

from collections.abc import Iterable

from core.fasd.codes import ROLE_CONTACT
from core.texts.departements import REGIONS, departement_of
from exports.lheo.annuaire import Contact, Site

MOBILE = ("06", "07", "+336", "+337", "00336", "00337")


def departement_of_site(site: Site) -> str:
    """Return the département of a site: that of its commune, or else of its postal code."""
    return departement_of(site.values["commune"] or site.values["code_postal"] or "")


def adresse(site: Site | None) -> dict:
    if site is None:
        return {}
    values = site.values
    departement = departement_of_site(site)
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

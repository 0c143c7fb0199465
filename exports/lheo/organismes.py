"""Who answers for an offer, who dispenses it, and where it takes place."""

from core.fasd.codes import QUALITE
from exports.lheo.annuaire import Annuaire, Organisme, Site
from exports.lheo.coordonnees import adresse, contact, contacts, coordonnees
from exports.lheo.element import Marked, marked

WITHOUT_NDA = "99999999999"  # initial training only (D23)


def responsable(siret, annuaire: Annuaire, *, cadre, prefix) -> Marked | None:
    """Return the organisme responsable: the mandataire, for a regional programme."""
    organisme = annuaire.organismes.get(siret)
    if organisme is None:
        return None
    values = organisme.values
    site = organisme.principal
    without = WITHOUT_NDA if cadre == "initiale" else None
    return marked(
        {
            "numero-activite": values["nda"] or without,
            "SIRET-organisme-formation": {"SIRET": values["siret"]},
            "nom-organisme": site.values["nom_usage"] if site else values["raison_sociale"],
            "raison-sociale": values["raison_sociale"],
            "coordonnees-organisme": {"coordonnees": coordonnees(site)},
            "contact-organisme": contacts(organisme.contacts, site=site),
            "renseignements-specifiques": renseignements(site),
            "potentiel": potentiel(organisme, annuaire),
            "code-UAI-organisme-formation": {"code-UAI": values["uai"]},
        },
        numero=numero(organisme, prefix),
    )


def formateur(site_numero, annuaire: Annuaire, *, prefix) -> Marked | None:
    """Return the organisme formateur: the établissement of the site dispensateur."""
    site = annuaire.sites.get(site_numero)
    organisme = annuaire.organisme_of(site_numero)
    if organisme is None:
        return None
    return marked(
        {
            "SIRET-formateur": {"SIRET": organisme.values["siret"]},
            "raison-sociale-formateur": organisme.values["raison_sociale"],
            "contact-formateur": [contact(person) for person in site.contacts],
            "potentiel": potentiel(organisme, annuaire),
            "code-UAI-formateur": {"code-UAI": organisme.values["uai"]},
        },
        numero=numero(organisme, prefix),
        tag="principal",
    )


def lieu(site_numero, annuaire: Annuaire, *, prefix) -> Marked | None:
    """Return the place of a session; readers take the one marked `principal` first."""
    site = annuaire.sites.get(site_numero)
    organisme = annuaire.organisme_of(site_numero)
    if site is None:
        return None
    return marked(
        {
            "SIRET-lieu-formation": {"SIRET": site.siret},
            "code-UAI-lieu-formation": {"code-UAI": organisme.values["uai"] if organisme else None},
            "coordonnees": coordonnees(site),
        },
        numero=f"{prefix}_{site.numero}",
        tag="principal",
    )


def adresse_of(site_numero, annuaire: Annuaire) -> dict:
    return {"adresse": adresse(annuaire.sites.get(site_numero))}


def numero(organisme: Organisme, prefix) -> str:
    return f"{prefix}_OF_{organisme.id}"


def potentiel(organisme: Organisme, annuaire: Annuaire) -> dict:
    return {"code-FORMACODE": formacodes(organisme.values["domaines"], annuaire)}


def formacodes(codes, annuaire: Annuaire) -> list[Marked]:
    """Return Formacodes with the edition of their row (D29)."""
    return [formacode(code, annuaire) for code in codes or ()]


def formacode(code, annuaire: Annuaire) -> Marked:
    edition = annuaire.terme("formacode", code).edition
    return marked(code, ref=edition or None)


def renseignements(site: Site | None) -> str | None:
    """Return what LHÉO has no element for: Qualiopi, and how people are received."""
    if site is None:
        return None
    qualite = site.values["qualite"]
    fin = site.values["qualiopi_fin"]
    accueil = site.values["modalite_accueil"]
    sentences = []
    if qualite:
        until = f" jusqu’au {fin:%d/%m/%Y}" if fin else ""
        sentences.append(f"{QUALITE[qualite]}{until}")
    if accueil:
        sentences.append(f"Accueil : {accueil}")
    return "\n".join(sentences)

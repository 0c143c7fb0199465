"""The columns of the lists of the annuaire: établissements, sites, contacts, portes ouvertes."""

from core.fasd.annuaire import ANNUAIRE_FIELDS
from core.fasd.codes import ROLE_CONTACT
from core.models import Contact, Etablissement, PorteOuverte, Site
from core.rules import Level
from exports.lists.columns import Column, of_level, of_model, of_state


def etablissements(*, staff: bool) -> list[Column]:
    return [
        *of_level(ANNUAIRE_FIELDS, Level.ETABLISSEMENT),
        of_state(Etablissement, staff=staff),
        *of_model(Etablissement, "ferme_le"),
    ]


def sites(*, staff: bool) -> list[Column]:
    return [
        Column("N°", lambda site: site.pk),
        *of_model(Site, "etablissement", "principal"),
        *of_level(ANNUAIRE_FIELDS, Level.SITE),
        of_state(Site, staff=staff),
    ]


def contacts(*, staff: bool) -> list[Column]:
    return [
        *of_model(Contact, "nom", "prenom", "fonction", "site", "telephone", "email"),
        Column(Contact._meta.get_field("roles").verbose_name, roles),
        *of_model(Contact, "actif"),
    ]


def portes_ouvertes(*, staff: bool) -> list[Column]:
    return [
        *of_model(PorteOuverte, "libelle", "code", "site"),
        *of_model(Site, "etablissement", of=site_of),
        *of_model(PorteOuverte, "nature", "site_internet", "date_debut", "date_fin", "commentaire"),
    ]


def roles(contact: Contact) -> str:
    return ", ".join(ROLE_CONTACT.get(role, role) for role in contact.roles)


def site_of(porte_ouverte: PorteOuverte) -> Site:
    return porte_ouverte.site

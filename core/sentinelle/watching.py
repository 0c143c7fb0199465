"""Reads the annuaire and yields what it finds.

A few queries, whatever the number of établissements.
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.fasd.identifiants import siret_problem
from core.models import Contact, Etablissement, PorteOuverte, Site
from core.sentinelle.subjects import PALIERS, PASSEE, Constat
from workflows.dates import en_mots
from workflows.lifecycle import State

OF_ETABLISSEMENT = ("pk", "siret", "raison_sociale", "nda", "exact_le", "state_since")
OF_SITE = (
    "pk",
    "etablissement",
    "nom_usage",
    "qualite",
    "qualiopi_fin",
    "latitude",
    "longitude",
    "exact_le",
    "state_since",
)
WITHOUT_NDA = (
    "Le numéro de déclaration d’activité manque : "
    "aucune offre de formation continue ne peut être publiée."
)
WITHOUT_PLACE = "il n’a pas de coordonnées, il ne peut pas être placé sur une carte."


def constats(today):
    """Yield everything found today in the établissements that are neither archived nor closed."""
    rows = Etablissement.objects.exclude(state=State.ARCHIVED).filter(ferme_le=None)
    sites = Site.objects.exclude(state=State.ARCHIVED).filter(
        actif=True,
        etablissement__in=rows.values("pk"),
    )
    contacts = Contact.objects.filter(
        actif=True,
        site__actif=True,
        site__etablissement__in=rows.values("pk"),
    )
    etablissements = {row.pk: row for row in rows.only(*OF_ETABLISSEMENT)}
    by_number = {site.pk: site for site in sites.only(*OF_SITE)}
    people = [contact for contact in contacts if contact.site_id in by_number]
    for row in etablissements.values():
        yield from of_etablissement(row, today)
    for site in by_number.values():
        yield from of_site_itself(site, today)
    yield from of_contacts(people, by_number, etablissements, today)
    yield from of_open_days(by_number, today)


def of_etablissement(row, today):
    key = f"E{row.pk}"
    if sentence := siret_problem(row.siret):
        yield Constat("siret", key, row.pk, sentence, champ="siret", grave=True)
    if not row.nda:
        yield Constat("nda", key, row.pk, WITHOUT_NDA, champ="nda", grave=True)
    yield from staleness(
        row,
        "La fiche de l’établissement",
        today,
        objet=key,
        etablissement=row.pk,
    )


def of_site_itself(site, today):
    about = {"etablissement": site.etablissement_id, "site": site.pk}
    key = f"L{site.pk}"
    name = f"Site {site.pk}, {site.nom_usage}"
    if site.qualite == "qualiopi" and site.qualiopi_fin:
        yield from of_certificate(site.qualiopi_fin, name, today, objet=key, **about)
    if site.latitude is None or site.longitude is None:
        message = f"{name} : {WITHOUT_PLACE}"
        yield Constat("coordonnees", key, message=message, champ="commune", **about)
    yield from staleness(
        site,
        f"La fiche du site {site.pk}, {site.nom_usage},",
        today,
        objet=key,
        **about,
    )


def of_certificate(end, name, today, **about):
    """Say a certificate that is over, or that ends within one of the delays."""
    left = (end - today).days
    palier = palier_of(left)
    if palier is None:
        return
    verb = "a pris fin" if left < 0 else "prend fin"
    yield Constat(
        "qualiopi",
        message=f"{name} : le certificat Qualiopi {verb} le {en_mots(end)}.",
        champ="qualiopi_fin",
        echeance=end,
        palier=palier,
        grave=left < 0,
        **about,
    )


def palier_of(left) -> int | None:
    """Return the delay that so many days left are within: 0 when it is over, none when far."""
    if left < 0:
        return 0
    return next((days for days in PALIERS if left <= days), None)


def of_contacts(contacts, sites, etablissements, today):
    publishable = {
        sites[contact.site_id].etablissement_id for contact in contacts if contact.publishable
    }
    for pk in etablissements:
        if pk not in publishable:
            yield Constat(
                "contacts",
                f"E{pk}",
                pk,
                "Aucune personne à joindre ne peut être publiée.",
                grave=True,
            )
    for contact in contacts:
        owner = sites[contact.site_id].etablissement_id
        about = {"site": contact.site_id, "contact": contact.pk}
        if not contact.email:
            yield Constat(
                "contact_sans_mail",
                f"C{contact.pk}",
                owner,
                f"{contact} n’a pas d’adresse électronique.",
                **about,
            )
        yield from staleness(
            contact,
            f"Le contact {contact}",
            today,
            objet=f"C{contact.pk}",
            etablissement=owner,
            **about,
        )


def of_open_days(sites, today):
    """Say the last open day of a site, when it is over and no other is announced."""
    latest = defaultdict(list)
    days = PorteOuverte.objects.filter(date_debut__gte=today - timedelta(days=2 * 365))
    for day in days.only("pk", "site", "libelle", "date_debut", "date_fin"):
        latest[day.site_id].append((day.date_fin or day.date_debut, day.pk, day.libelle))
    for site, rows in latest.items():
        end, pk, libelle = max(rows)
        if site in sites and timedelta(0) < today - end <= timedelta(days=PASSEE):
            message = (
                f"« {libelle} » est passée depuis le {en_mots(end)}, "
                "et aucune autre n’est annoncée."
            )
            yield Constat(
                "porte_ouverte",
                f"P{pk}",
                sites[site].etablissement_id,
                message,
                site=site,
                echeance=end,
            )


def staleness(row, name, today, **about):
    """Say a fiche that nobody confirmed nor changed for the months that its kind is given."""
    since = last_word(row)
    months = settings.EXACTITUDE_MOIS[row._meta.model_name]
    if months and since and (today - since).days > months * 30.5:
        e = "" if "contact" in about else "e"
        message = f"{name} n’a été ni confirmé{e} ni modifié{e} depuis le {en_mots(since)}."
        yield Constat("exactitude", message=message, **about)


def last_word(row):
    """Return when a fiche was last confirmed, or moved, or changed."""
    changed = row.modifie_le if isinstance(row, Contact) else timezone.localdate(row.state_since)
    return max(filter(None, [row.exact_le, changed]), default=None)

"""Builds the demonstration: référentiels, Région file, annuaire, forty actions in every state."""

from datetime import date, timedelta
from itertools import cycle, islice

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from core import plugins
from core.demo import accounts
from core.demo.offres import fill_dossier
from core.demo.organisations import ORGANISATIONS
from core.demo.region import region_file
from core.demo.scenarios import SCENARIOS, play
from core.dossiers import rows as fiche
from core.dossiers.saving import saving
from core.fasd.ordinaire import ORDINAIRE
from core.imports.region.write import import_region
from core.models import Attribution, Contact, Etablissement, Terme
from core.offres import creation
from core.referentiels.communes import complete
from core.rules import Level
from workflows.service import perform

ACTIONS = 40


def build(say=lambda text: None):
    """Fill an empty base by the doors that people use; about 40 actions."""
    today = timezone.localdate()
    if not Terme.objects.exists():
        call_command("load_referentiels", verbosity=0)
    staff, other = accounts.create_staff()
    import_region(region_file(today.year), name="demonstration.csv", by=staff)
    say("Fichier de la Région importé.")
    members = open_annuaire(staff)
    say(f"{len(members)} établissements validés.")
    for programme in plugins.programmes():
        if programme.regional:
            accounts.create_manager(programme)
    for rank, scenario in enumerate(islice(cycle(SCENARIOS), ACTIONS)):
        action = new_action(rank, today, members)
        member = members[action.porteur.siret]
        start = start_of(rank, today)
        fill_dossier(action, rank, by=member, start=start, complete=scenario != "brouillon")
        play(scenario, action, by=member, staff=(staff, other)[rank % 2])
    say(f"{ACTIONS} actions, dans tous les états.")


def open_annuaire(staff) -> dict:
    """Complete and validate the établissements and their sites.

    Return the member of each, by SIRET.
    """
    members = {}
    for rank, organisation in enumerate(ORGANISATIONS, 1):
        etablissement = Etablissement.objects.filter(siret=organisation.siret).first()
        if etablissement is None:
            etablissement = Etablissement.objects.create(
                siret=organisation.siret,
                raison_sociale=organisation.nom,
            )
        user = members[organisation.siret] = accounts.create_member(etablissement, rank)
        write(
            etablissement,
            user,
            nda=f"5244{organisation.number % 10**7:07d}",
            domaines=list(organisation.domaines),
        )
        if not etablissement.sites.exists():
            etablissement.sites.create(principal=True, nom_usage=organisation.site)
        for site in etablissement.sites.all():
            write(
                site,
                user,
                ligne1=site.ligne1 or "1 place de la Formation",
                code_postal=organisation.code_postal,
                bureau_distributeur=organisation.ville,
                commune=organisation.insee,
                email=f"accueil{rank}@organisme.example",
                telephone_fixe="02 40 00 00 00",
                site_web="https://www.organisme.example",
                qualite="qualiopi",
                qualiopi_fin=timezone.localdate() + timedelta(days=40 * rank),
                perimetre="3",
            )
            add_contacts(site, rank)
        if rank == len(ORGANISATIONS):  # the last one waits for the Cariforef
            perform(etablissement, "submit", by=user)
            continue
        for subject in (etablissement, *etablissement.sites.all()):
            perform(subject, "submit", by=user)
            perform(subject, "validate", by=staff)
    return members


def add_contacts(site, rank):
    Contact.objects.create(
        site=site,
        nom="Référente",
        prenom=f"Dominique {rank}",
        fonction="Référente handicap et mobilité",
        telephone="02 40 00 00 01",
        email=f"referent{rank}@organisme.example",
        roles=["handicap", "mobilite", "prf"],
    )
    Contact.objects.create(
        site=site,
        nom="Accueil",
        prenom=f"Sacha {rank}",
        fonction="Accueil",
        telephone="02 40 00 00 00",
        email=f"accueil{rank}@organisme.example",
        roles=["accueil"],
    )


@transaction.atomic
def write(row, by, **values):
    """Save values of a fiche as its page would."""
    programme = row.programme
    with saving(row, programme, by=by, door="demo"):
        fields = programme.fields.level(row.level)
        fiche.write(row, fields, values)
        if row.level is Level.SITE:
            complete(row)
        row.version += 1
        row.save()


# Days from today; as many as share no divisor with the scenarios.
STARTS = (-30, 20, -95, 45, -150, 90, -10)


def start_of(rank, today) -> date:
    """Return a start: sessions that run, end within a month, have ended, or are to come."""
    return today + timedelta(days=STARTS[rank % len(STARTS)])


def new_action(rank, today, members):
    """Create an action: three out of four under a lot of its year, by its formateur."""
    year = start_of(rank, today).year
    programmes = [programme for programme in plugins.programmes() if programme.regional]
    programmes.append(ORDINAIRE)
    programme = programmes[rank % len(programmes)]
    free = Attribution.objects.filter(
        actions=None,
        lot__statut="actif",
        lot__campagne__annee=year,
        lot__campagne__programme=programme.code,
        formateur__online_number__isnull=False,
        lot__mandataire__online_number__isnull=False,
    )
    attribution = free.select_related("formateur").order_by("pk").first()
    if attribution is not None:
        return creation.create_action(
            by=members[attribution.formateur.siret],
            porteur=attribution.formateur,
            attribution=attribution,
        )
    organisation = ORGANISATIONS[rank % (len(ORGANISATIONS) - 1)]
    porteur = Etablissement.objects.get(siret=organisation.siret)
    return creation.create_action(by=members[organisation.siret], porteur=porteur)

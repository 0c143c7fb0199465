"""What « À faire » says of the annuaire.

Fiches to send, certificates that end, what the sentinelle found.
"""

from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core.accueil.line import OF_A_KIND, SHOWN, SOMEDAY, Task
from core.backoffice.addresses import dossier_url
from core.models import Alerte, Etablissement, Site
from core.rights import scopes
from core.rules import Level
from core.sentinelle.pages import alerte_url
from workflows.dates import en_mots
from workflows.lifecycle import State

QUALIOPI = timedelta(days=90)  # before the end of a certificate (F15)


def fiches(user, today):
    """Fiches of the annuaire that the organisation must answer for, complete or send.

    Without them no offer is published.
    """
    etablissements = Etablissement.objects.filter(pk__in=scopes.mine(user))
    sites = Site.objects.filter(pk__in=scopes.my_sites(user))
    for own in (etablissements, sites):
        rows = own.filter(state__in=[State.DRAFT, State.QUESTIONED])
        for row in rows.order_by("-state", "state_since", "pk")[:OF_A_KIND]:
            yield task_of_fiche(row, today)


def task_of_fiche(row, today) -> Task:
    """Return what is to be done with a fiche that is not sent."""
    name = f"{row._meta.verbose_name.capitalize()} {row}"
    if row.state == State.QUESTIONED:
        return Task(
            due=min(timezone.localdate(row.state_since), today),
            rank=0,
            sentence=f"Le Cariforef attend vos réponses – {name}",
            button="Répondre",
            url=dossier_url(row),
        )
    if row.is_online:
        return Task(
            due=today + SOMEDAY,
            rank=5,
            sentence=f"Modifications à envoyer – {name}",
            button="Reprendre",
            url=row.get_absolute_url(),
        )
    return Task(
        due=today,
        rank=1 if row.level is Level.ETABLISSEMENT else 2,
        sentence=f"Fiche à compléter et à envoyer – {name}",
        button="Compléter",
        url=row.get_absolute_url(),
    )


def certificates(user, today):
    for site in certified(user).filter(qualiopi_fin__lte=today + QUALIOPI)[:SHOWN]:
        end = site.qualiopi_fin
        verb = "a pris" if end < today else "prend"
        yield Task(
            due=end,
            rank=1,
            sentence=f"Le certificat Qualiopi {verb} fin le {en_mots(end)} – {site.nom_usage}",
            button="Renouveler",
            url=dossier_url(site),  # from where it is opened again, when it is online
        )


def certified(user):
    """Return the active sites of this person that bear Qualiopi, the first to end first."""
    rows = Site.objects.filter(
        pk__in=scopes.my_sites(user),
        actif=True,
        qualite="qualiopi",
        qualiopi_fin__isnull=False,
    )
    return rows.exclude(state=State.ARCHIVED).order_by("qualiopi_fin", "pk")


def alertes(user, today):
    """What the sentinelle found: what blocks a publication by itself, the rest in a line.

    Certificates have their own.
    """
    rows = Alerte.objects.allowed(user, "view").exclude(code="qualiopi")
    blocking = rows.filter(grave=True).select_related("etablissement")
    shown = list(blocking.order_by("depuis", "pk")[:OF_A_KIND])
    for alerte in shown:
        yield Task(
            due=today,
            rank=1,
            sentence=f"{alerte.message.rstrip('.')} – {alerte.etablissement}",
            button="Corriger",
            url=alerte_url(alerte),
        )
    rest = rows.exclude(pk__in=[alerte.pk for alerte in shown]).count()
    if rest:
        yield Task(
            due=today + SOMEDAY,
            rank=6,
            sentence=f"{points(rest)} à vérifier dans l’annuaire",
            button="Vérifier",
            url=reverse("admin:sentinelle"),
        )


def of_the_cariforef(user, today):
    """What the sentinelle found in the whole annuaire, in one line."""
    counts = Alerte.objects.allowed(user, "view").aggregate(
        tous=Count("pk"),
        graves=Count("pk", filter=Q(grave=True)),
    )
    if not counts["tous"]:
        return
    yield Task(
        due=today,
        rank=0,
        sentence=f"{points(counts['tous'])} à vérifier dans l’annuaire{blockers(counts['graves'])}",
        button="Vérifier",
        url=reverse("admin:sentinelle"),
    )


def blockers(count) -> str:
    """Say how many of them stop a publication."""
    if not count:
        return ""
    verb = "empêchent" if count > 1 else "empêche"
    return f", dont {intcomma(count)} qui {verb} une publication"


def points(count) -> str:
    many = "s" if count > 1 else ""
    return f"{intcomma(count)} point{many}"

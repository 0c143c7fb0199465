"""What « À faire » says of the annuaire: fiches to send, certificates that end, what the sentinelle found."""

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
    """Fiches of the annuaire that the organisation must answer for, complete or send: without them no offer is published."""
    own = (
        Etablissement.objects.filter(pk__in=scopes.mine(user)),
        Site.objects.filter(pk__in=scopes.my_sites(user)),
    )
    for rows in own:
        for row in rows.filter(state__in=[State.DRAFT, State.QUESTIONED]).order_by(
            "-state",
            "state_since",
            "pk",
        )[:OF_A_KIND]:
            noun = row._meta.verbose_name.capitalize()
            if row.state == State.QUESTIONED:
                since = min(timezone.localdate(row.state_since), today)
                yield Task(
                    since,
                    0,
                    f"Le Cariforef attend vos réponses – {noun} {row}",
                    "Répondre",
                    dossier_url(row),
                )
            elif row.is_online:
                yield Task(
                    today + SOMEDAY,
                    5,
                    f"Modifications à envoyer – {noun} {row}",
                    "Reprendre",
                    row.get_absolute_url(),
                )
            else:
                rank = 1 if row.level is Level.ETABLISSEMENT else 2
                yield Task(
                    today,
                    rank,
                    f"Fiche à compléter et à envoyer – {noun} {row}",
                    "Compléter",
                    row.get_absolute_url(),
                )


def certificates(user, today):
    for site in certified(user).filter(qualiopi_fin__lte=today + QUALIOPI)[:SHOWN]:
        verb = "a pris" if site.qualiopi_fin < today else "prend"
        url = dossier_url(site)  # from where it is opened again, when it is online
        when = en_mots(site.qualiopi_fin)
        yield Task(
            site.qualiopi_fin,
            1,
            f"Le certificat Qualiopi {verb} fin le {when} – {site.nom_usage}",
            "Renouveler",
            url,
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
    """What the sentinelle found: what blocks a publication by itself, the rest in a line. Certificates have their own."""
    rows = Alerte.objects.allowed(user, "view").exclude(code="qualiopi")
    shown = list(
        rows.filter(grave=True)
        .select_related("etablissement")
        .order_by("depuis", "pk")[:OF_A_KIND],
    )
    for alerte in shown:
        yield Task(
            today,
            1,
            f"{alerte.message.rstrip('.')} – {alerte.etablissement}",
            "Corriger",
            alerte_url(alerte),
        )
    if rest := rows.exclude(pk__in=[alerte.pk for alerte in shown]).count():
        yield Task(
            today + SOMEDAY,
            6,
            f"{points(rest)} à vérifier dans l’annuaire",
            "Vérifier",
            reverse("admin:sentinelle"),
        )


def of_the_cariforef(user, today):
    """What the sentinelle found in the whole annuaire, in one line."""
    counts = Alerte.objects.allowed(user, "view").aggregate(
        tous=Count("pk"),
        graves=Count("pk", filter=Q(grave=True)),
    )
    if counts["tous"]:
        grave = f", dont {intcomma(counts['graves'])} qui empêche{'nt' if counts['graves'] > 1 else ''} une publication"
        sentence = f"{points(counts['tous'])} à vérifier dans l’annuaire{grave if counts['graves'] else ''}"
        yield Task(today, 0, sentence, "Vérifier", reverse("admin:sentinelle"))


def points(count):
    return f"{intcomma(count)} point{'s' if count > 1 else ''}"

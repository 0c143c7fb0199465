"""The home page of each role: what to do, the counters, the state of the offers."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core import plugins, policy
from core.accueil.todo import tasks
from core.accueil.todo_annuaire import certified
from core.calendars.meetings import to_come
from core.fasd.ordinaire import ORDINAIRE
from core.models import Action, Campagne, Role, Session
from core.rights import scopes
from core.statistics.counters import ACTIONS, SESSIONS, SITES, counts
from core.statistics.months import months
from core.statistics.once_a_minute import kept
from workflows.lifecycle import State

SHOWN_ASIDE = 5
CAMPAGNES_SHOWN = 12
PROGRAMME = "attribution__lot__campagne__programme"
ANNEE = "attribution__lot__campagne__annee"


def dashboard(request, context):
    """Fill the context of the index page (unfold's DASHBOARD_CALLBACK)."""
    user = request.user
    today = timezone.localdate()
    roles = policy.roles(user)
    context |= {
        "title": f"Bonjour {user.get_short_name()}",
        "blocks": blocks(user, today),
        "tasks": tasks(user, roles, today),
        "months": kept(user, f"mois.{today}", lambda: months(user, today)),
        "create_url": reverse("admin:creer") if policy.may_add(user, Action) else "",
        "queue_url": reverse("admin:file") if policy.may_open(user, "validation") else "",
        "progress": kept(user, "avancement", lambda: progress(user)),
        "no_role": not roles,
        "campagnes": campagnes(user) if Role.GESTIONNAIRE in roles else (),
        **aside(user, roles, today),
    }
    return context


def blocks(user, today):
    """Return the counters by block, each with its value and the list that it counts."""
    value_of = kept(user, f"compteurs.{today}", lambda: counts(user, today))
    lists = {
        "Sessions": [
            (counter, list_url("session", f"compteur={counter.code}")) for counter in SESSIONS
        ],
        "Actions": [(counter, list_url("action", counter.query)) for counter in ACTIONS],
        "Sites et contacts": [(counter, annuaire_url(counter)) for counter in SITES],
    }
    shown = []
    for title, counters in lists.items():
        values = [(counter, value_of[counter.code], url) for counter, url in counters]
        shown.append((title, values))
    return shown


def list_url(model, query):
    url = reverse(f"admin:core_{model}_changelist")
    return f"{url}?{query}" if query else url


def annuaire_url(counter):
    return f"{reverse('admin:annuaire_compteur')}?compteur={counter.code}"


def aside(user, roles, today):
    """Return what an organisation keeps an eye on: its certificates, and its next meetings."""
    if Role.ORGANISME not in roles or Role.CARIFOREF in roles:
        return {}
    own = Session.objects.filter(action__porteur__in=scopes.mine(user))
    own = own.exclude(action__state=State.ARCHIVED)
    meetings = to_come(own, today).select_related("session__action__formation", "lieu")
    certificates = []
    for site in certified(user)[:SHOWN_ASIDE]:
        days_left = (site.qualiopi_fin - today).days
        certificates.append((site, days_left))
    return {
        "certificates": certificates,
        "meetings": list(meetings[:SHOWN_ASIDE]),
        "has_aside": True,
    }


def progress(user):
    """Return, by programme, how many of one's actions are entered, sent, validated and online."""
    actions = Action.objects.allowed(user, "view").values(PROGRAMME, ANNEE)
    actions = actions.annotate(
        saisie=Count("pk", filter=Q(state__in=[State.DRAFT, State.QUESTIONED])),
        envoyee=Count("pk", filter=Q(state=State.SUBMITTED)),
        validee=Count("pk", filter=Q(state=State.VALIDATED)),
        en_ligne=Count("pk", filter=Q(online_number__isnull=False)),
    )
    rows = []
    for row in actions.order_by(f"-{ANNEE}", PROGRAMME):
        programme = plugins.programme(row[PROGRAMME] or ORDINAIRE.code)
        rows.append({**row, "label": programme.titre, "annee": row[ANNEE] or ""})
    return rows


def campagnes(user):
    """Return the campaigns that a manager configures, with their places."""
    rows = Campagne.objects.allowed(user, "view").annotate(
        nombre_lots=Count("lots", distinct=True),
        nombre_actions=Count("lots__attributions__actions", distinct=True),
    )
    return rows.order_by("-annee", "programme")[:CAMPAGNES_SHOWN]

"""The home page of each role: what to do, the counters, the state of the offers."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core import plugins, policy
from core.accueil.todo import tasks
from core.accueil.todo_annuaire import certified
from core.calendars.meetings import to_come
from core.models import Action, Campagne, Role, Session
from core.rights import scopes
from core.statistics.counters import ACTIONS, SESSIONS, SITES, counts
from core.statistics.months import months
from core.statistics.once_a_minute import kept
from workflows.lifecycle import State

SHOWN_ASIDE = 5


def dashboard(request, context):
    """Fill the context of the index page (unfold's DASHBOARD_CALLBACK)."""
    user, today = request.user, timezone.localdate()
    roles = policy.roles(user)
    found = kept(user, f"compteurs.{today}", lambda: counts(user, today))
    context |= {
        "title": f"Bonjour {user.get_short_name()}",
        "blocks": [
            (
                "Sessions",
                [(c, found[c.code], list_url("session", f"compteur={c.code}")) for c in SESSIONS],
            ),
            ("Actions", [(c, found[c.code], list_url("action", c.query)) for c in ACTIONS]),
            (
                "Sites et contacts",
                [
                    (c, found[c.code], f"{reverse('admin:annuaire_compteur')}?compteur={c.code}")
                    for c in SITES
                ],
            ),
        ],
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


def list_url(model, query):
    return reverse(f"admin:core_{model}_changelist") + (f"?{query}" if query else "")


def aside(user, roles, today):
    """Return what an organisation keeps an eye on: its certificates, and its next meetings."""
    if Role.ORGANISME not in roles or Role.CARIFOREF in roles:
        return {}
    mine = Session.objects.filter(action__porteur__in=scopes.mine(user)).exclude(
        action__state=State.ARCHIVED,
    )
    meetings = to_come(mine, today).select_related("session__action__formation", "lieu")[
        :SHOWN_ASIDE
    ]
    return {
        "certificates": [
            (site, (site.qualiopi_fin - today).days) for site in certified(user)[:SHOWN_ASIDE]
        ],
        "meetings": list(meetings),
        "has_aside": True,
    }


def progress(user):
    """Return, by programme, how many of one's actions are entered, sent, validated and online."""
    rows = (
        Action.objects.allowed(user, "view")
        .values("attribution__lot__campagne__programme", "attribution__lot__campagne__annee")
        .annotate(
            saisie=Count("pk", filter=Q(state__in=[State.DRAFT, State.QUESTIONED])),
            envoyee=Count("pk", filter=Q(state=State.SUBMITTED)),
            validee=Count("pk", filter=Q(state=State.VALIDATED)),
            en_ligne=Count("pk", filter=Q(online_number__isnull=False)),
        )
        .order_by("-attribution__lot__campagne__annee", "attribution__lot__campagne__programme")
    )
    return [
        row
        | {
            "label": plugins.programme(
                row["attribution__lot__campagne__programme"] or "ordinaire",
            ).titre,
            "annee": row["attribution__lot__campagne__annee"] or "",
        }
        for row in rows
    ]


def campagnes(user):
    """Return the campaigns that a manager configures, with their places."""
    return (
        Campagne.objects.allowed(user, "view")
        .annotate(
            nombre_lots=Count("lots", distinct=True),
            nombre_actions=Count("lots__attributions__actions", distinct=True),
        )
        .order_by("-annee", "programme")[:12]
    )

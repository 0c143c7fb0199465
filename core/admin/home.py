"""The home page of each role: what to do, the counters, the state of the offers."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core import plugins, policy, scopes
from core.admin.counters import ACTIONS, SESSIONS, SITES, counts, in_a_month
from core.admin.kept import kept
from core.admin.moves import dossier_url
from core.models import Action, Attribution, Campagne, Etablissement, Role, Session, Site
from workflows.lifecycle import State

SHOWN = 7


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: a sentence, and the button that does it."""

    sentence: str
    button: str
    url: str


def dashboard(request, context):
    """Fill the context of the index page (unfold's DASHBOARD_CALLBACK)."""
    user, today = request.user, timezone.localdate()
    roles = policy.roles(user)
    found = kept(user, f"compteurs.{today}", lambda: counts(user, today))
    context |= {
        "title": f"Bonjour {user.get_short_name()}",
        "blocks": [
            ("Sessions", [(c, found[c.code], list_url("session", f"compteur={c.code}")) for c in SESSIONS]),
            ("Actions", [(c, found[c.code], list_url("action", c.query)) for c in ACTIONS]),
            ("Sites et contacts", [(c, found[c.code], sites_url(c, user)) for c in SITES]),
        ],
        "tasks": tasks(user, roles, today)[:SHOWN],
        "create_url": reverse("admin:creer") if policy.may_add(user, Action) else "",
        "queue_url": reverse("admin:file") if policy.may_open(user, "validation") else "",
        "progress": kept(user, "avancement", lambda: progress(user)),
        "no_role": not roles,
        "campagnes": campagnes(user) if Role.GESTIONNAIRE in roles else (),
    }
    return context


def list_url(model, query):
    return reverse(f"admin:core_{model}_changelist") + (f"?{query}" if query else "")


def sites_url(counter, user):
    if counter.code == "sites_validation" and policy.may_open(user, "validation"):
        return reverse("admin:file")
    query = f"etat={State.SUBMITTED}" if counter.code == "sites_validation" else "en_ligne=oui"
    return list_url("site", query)


def tasks(user, roles, today):
    """Return what waits for this user, the most pressing first."""
    if Role.CARIFOREF in roles:
        return staff_tasks(user)
    if Role.ORGANISME not in roles:
        return []
    found = []
    mine = Action.objects.allowed(user, "view").filter(porteur__in=scopes.mine(user)).select_related("formation")
    for action in mine.filter(state=State.QUESTIONED).order_by("state_since")[:SHOWN]:
        found.append(Task(f"Le Cariforef attend vos réponses – {action.title()}", "Répondre", dossier_url(action)))
    for action in mine.filter(state=State.DRAFT).order_by("-state_since")[:SHOWN]:
        found.append(Task(f"Saisie à terminer – {action.title()}", "Reprendre", dossier_url(action)))
    ending = Session.objects.filter(action__in=mine, action__online_number__isnull=False, retiree_le=None)
    ending = ending.filter(date_fin__gte=today, date_fin__lte=in_a_month(today)).select_related("action__formation")
    for session in ending.order_by("date_fin")[:SHOWN]:
        found.append(Task(
            f"Se termine le {session.date_fin:%d/%m/%Y} – {session.action.formation}, session {session.pk}",
            "Voir", dossier_url(session.action),
        ))  # fmt: skip
    waiting = Attribution.objects.allowed(user, "enter").filter(actions=None, lot__campagne__annee__gte=today.year)
    for attribution in waiting.select_related("lot__campagne")[:SHOWN]:
        found.append(Task(
            f"À saisir pour {attribution.lot.campagne.annee} – {attribution.lot.intitule}, {attribution.nom_site} "
            f"({attribution.places} places)",
            "Créer", f"{reverse('admin:formations_publiques')}?attribution={attribution.pk}",
        ))  # fmt: skip
    return found


def staff_tasks(user):
    """Return what waits for the Cariforef: counts, then the oldest dossiers."""
    found = []
    for model, noun in ((Etablissement, "établissement"), (Site, "site")):
        waiting = model.objects.filter(state=State.SUBMITTED).order_by("state_since")
        for row in waiting[:2]:
            found.append(Task(f"{noun.capitalize()} à valider – {row}", "Examiner", dossier_url(row)))
    for action in (
        Action.objects.filter(state=State.SUBMITTED).select_related("formation", "porteur").order_by("submitted_at")[:SHOWN]
    ):
        found.append(Task(f"À valider – {action.title()}, {action.porteur or 'Cariforef'}", "Examiner", dossier_url(action)))
    return found


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
        row | {"label": plugins.programme(row["attribution__lot__campagne__programme"] or "ordinaire").titre,
               "annee": row["attribution__lot__campagne__annee"] or ""}
        for row in rows
    ]  # fmt: skip


def campagnes(user):
    """Return the campaigns that a manager configures, with their places."""
    return (
        Campagne.objects.allowed(user, "view")
        .annotate(nombre_lots=Count("lots", distinct=True), nombre_actions=Count("lots__attributions__actions", distinct=True))
        .order_by("-annee", "programme")[:12]
    )

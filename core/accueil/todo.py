"""« À faire »: what waits for somebody, the most pressing first. Each kind of task is one or two queries."""

from itertools import chain

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from core.accueil.line import OF_A_KIND, SHOWN, SOMEDAY, Task
from core.accueil.todo_annuaire import alertes, certificates, fiches, of_the_cariforef
from core.backoffice.addresses import dossier_url
from core.calendars.meetings import lacking
from core.fiches.autosave.keep import waiting
from core.models import Action, Attribution, Etablissement, Role, Session, Site
from core.models.sessions import active_until_by
from core.rights import scopes
from core.statistics.counters import in_a_month
from workflows.dates import en_mots
from workflows.lifecycle import State


def tasks(user, roles, today):
    """Return what waits for this user, at most `SHOWN` lines."""
    if Role.CARIFOREF in roles:
        return [*unsaved(user, today), *staff_tasks(user, today)][:SHOWN]
    if Role.ORGANISME not in roles:
        return []
    mine = Action.objects.allowed(user, "view").filter(porteur__in=scopes.mine(user))
    kinds = (
        questions(mine, today), fiches(user, today), certificates(user, today), alertes(user, today), ending(mine, today),
        meetings(mine, today), attributions(user, today), drafts(mine, today), unsaved(user, today),
    )  # fmt: skip
    return sorted(chain.from_iterable(kinds))[:SHOWN]


def unsaved(user, today):
    """What was typed and not saved: one line a fiche, that of its latest tab."""
    latest = {}
    for saisie, row in waiting(user):
        latest.setdefault(saisie.page, (saisie, row))
    for saisie, row in [*latest.values()][:SHOWN]:
        when = en_mots(saisie.at, "j F à H:i")
        yield Task(
            today, -1, f"Réponses non enregistrées du {when} – {row._meta.verbose_name} {row.pk}", "Reprendre",
            f"{reverse(f'admin:core_{row._meta.model_name}_change', args=[row.pk])}?reprendre={saisie.pk}",
        )  # fmt: skip


def questions(mine, today):
    for action in (
        mine.filter(state=State.QUESTIONED)
        .select_related("formation")
        .order_by("state_since")[:SHOWN]
    ):
        since = timezone.localdate(action.state_since)
        yield Task(
            min(since, today),
            0,
            f"Le Cariforef attend vos réponses – {action.title()}",
            "Répondre",
            dossier_url(action),
        )


def drafts(mine, today):
    """Drafts are due when their first session starts."""
    rows = (
        mine.filter(state=State.DRAFT)
        .select_related("formation")
        .annotate(debut=Min("sessions__date_debut"))
    )
    for action in rows.order_by("debut", "-state_since")[:SHOWN]:
        due = max(action.debut, today) if action.debut else today + SOMEDAY
        yield Task(
            due,
            5,
            f"Saisie à terminer – {action.title()}",
            "Reprendre",
            dossier_url(action),
        )


def attributions(user, today):
    """Places given by the Région for which nothing is entered yet, due when they were to start."""
    rows = Attribution.objects.allowed(user, "enter").filter(
        actions=None,
        lot__campagne__annee__gte=today.year,
    )
    for row in rows.select_related("lot__campagne").order_by("date_debut_prevue", "pk")[:SHOWN]:
        due = max(row.date_debut_prevue, today) if row.date_debut_prevue else today + SOMEDAY
        yield Task(
            due, 4, f"À saisir pour {row.lot.campagne.annee} – {row.lot.intitule}, {row.nom_site} ({row.places} places)",
            "Créer", f"{reverse('admin:formations_publiques')}?attribution={row.pk}",
        )  # fmt: skip


def ending(mine, today):
    soon = active_until_by(today, in_a_month(today))
    rows = Session.objects.filter(soon, action__in=mine)
    for session in rows.select_related("action__formation").order_by("date_fin", "pk")[:SHOWN]:
        yield Task(
            session.date_fin, 2,
            f"Se termine le {session.date_fin:%d/%m/%Y} – {session.action.formation}, session {session.pk}",
            "Voir", dossier_url(session.action),
        )  # fmt: skip


def meetings(mine, today):
    """Actions of which sessions recruit without a meeting to come: one line an action."""
    rows = lacking(Session.objects.filter(action__in=mine), today).order_by().values("action")
    found = list(
        rows.annotate(nombre=Count("pk"), debut=Min("date_debut"), session=Min("pk")).order_by(
            "debut",
        )[:SHOWN],
    )
    actions = (
        mine.select_related("formation").in_bulk([row["action"] for row in found]) if found else {}
    )
    for row in found:
        action, many = actions[row["action"]], row["nombre"] > 1
        which = f"{row['nombre']} sessions" if many else f"session {row['session']}"
        url = dossier_url(action) if many else meeting_url(action, row["session"])
        yield Task(
            max(row["debut"] or today, today), 3, f"Aucune information collective à venir – {action.title()}, {which}",
            "Compléter", url,
        )  # fmt: skip


def meeting_url(action, session):
    """Return where a meeting is added: in the fiche being entered, or live, in the version online (D6)."""
    if action.state == State.VALIDATED and action.is_online:
        return reverse("admin:session_en_ligne", args=[session])
    page = reverse("admin:core_session_change", args=[session])
    editable = action.state in (State.DRAFT, State.QUESTIONED)
    return f"{page}#informations_collectives-group" if editable else dossier_url(action)


def staff_tasks(user, today):
    """Return what waits for the Cariforef: the annuaire first, then the oldest dossiers."""
    found = []
    for model, noun in ((Etablissement, "établissement"), (Site, "site")):
        for row in model.objects.filter(state=State.SUBMITTED).order_by("state_since")[:OF_A_KIND]:
            since = timezone.localdate(row.state_since)
            found.append(
                Task(
                    since,
                    0,
                    f"{noun.capitalize()} à valider – {row}",
                    "Examiner",
                    dossier_url(row),
                ),
            )
    found += of_the_cariforef(user, today)
    rows = (
        Action.objects.filter(state=State.SUBMITTED)
        .select_related("formation", "porteur")
        .order_by("submitted_at")
    )
    for action in rows[:SHOWN]:
        sentence = f"À valider – {action.title()}, {action.porteur or 'Cariforef'}"
        found.append(
            Task(
                timezone.localdate(action.state_since),
                1,
                sentence,
                "Examiner",
                dossier_url(action),
            ),
        )
    return found

"""« À faire »: what waits for somebody, the most pressing first.

Each kind of task is one or two queries.
"""

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
        questions(mine, today),
        fiches(user, today),
        certificates(user, today),
        alertes(user, today),
        ending(mine, today),
        meetings(mine, today),
        attributions(user, today),
        drafts(mine, today),
        unsaved(user, today),
    )
    return sorted(chain.from_iterable(kinds))[:SHOWN]


def unsaved(user, today):
    """What was typed and not saved: one line a fiche, that of its latest tab."""
    latest = {}
    for saisie, row in waiting(user):
        latest.setdefault(saisie.page, (saisie, row))
    for saisie, row in [*latest.values()][:SHOWN]:
        when = en_mots(saisie.at, "j F à H:i")
        page = reverse(f"admin:core_{row._meta.model_name}_change", args=[row.pk])
        yield Task(
            due=today,
            rank=-1,
            sentence=(f"Réponses non enregistrées du {when} – {row._meta.verbose_name} {row.pk}"),
            button="Reprendre",
            url=f"{page}?reprendre={saisie.pk}",
        )


def questions(mine, today):
    asked = mine.filter(state=State.QUESTIONED).select_related("formation")
    for action in asked.order_by("state_since")[:SHOWN]:
        yield Task(
            due=min(timezone.localdate(action.state_since), today),
            rank=0,
            sentence=f"Le Cariforef attend vos réponses – {action.title()}",
            button="Répondre",
            url=dossier_url(action),
        )


def drafts(mine, today):
    """Drafts are due when their first session starts."""
    rows = mine.filter(state=State.DRAFT).select_related("formation")
    rows = rows.annotate(debut=Min("sessions__date_debut"))
    for action in rows.order_by("debut", "-state_since")[:SHOWN]:
        yield Task(
            due=due_when_it_starts(action.debut, today),
            rank=5,
            sentence=f"Saisie à terminer – {action.title()}",
            button="Reprendre",
            url=dossier_url(action),
        )


def due_when_it_starts(start, today):
    """Return the day from which is late what should be ready at its start."""
    return max(start, today) if start else today + SOMEDAY


def attributions(user, today):
    """Places given by the Région for which nothing is entered yet, due when they were to start."""
    rows = Attribution.objects.allowed(user, "enter").filter(
        actions=None,
        lot__campagne__annee__gte=today.year,
    )
    rows = rows.select_related("lot__campagne").order_by("date_debut_prevue", "pk")
    for attribution in rows[:SHOWN]:
        lot = attribution.lot
        where = f"{attribution.nom_site} ({attribution.places} places)"
        yield Task(
            due=due_when_it_starts(attribution.date_debut_prevue, today),
            rank=4,
            sentence=f"À saisir pour {lot.campagne.annee} – {lot.intitule}, {where}",
            button="Créer",
            url=f"{reverse('admin:formations_publiques')}?attribution={attribution.pk}",
        )


def ending(mine, today):
    soon = active_until_by(today, in_a_month(today))
    rows = Session.objects.filter(soon, action__in=mine)
    rows = rows.select_related("action__formation").order_by("date_fin", "pk")
    for session in rows[:SHOWN]:
        end = f"{session.date_fin:%d/%m/%Y}"
        formation = session.action.formation
        yield Task(
            due=session.date_fin,
            rank=2,
            sentence=f"Se termine le {end} – {formation}, session {session.pk}",
            button="Voir",
            url=dossier_url(session.action),
        )


def meetings(mine, today):
    """Actions of which sessions recruit without a meeting to come: one line an action."""
    rows = lacking(Session.objects.filter(action__in=mine), today).order_by().values("action")
    rows = rows.annotate(nombre=Count("pk"), debut=Min("date_debut"), session=Min("pk"))
    shown = list(rows.order_by("debut")[:SHOWN])
    if not shown:
        return
    actions = mine.select_related("formation").in_bulk([row["action"] for row in shown])
    for row in shown:
        action = actions[row["action"]]
        if row["nombre"] > 1:
            which = f"{row['nombre']} sessions"
            url = dossier_url(action)
        else:
            which = f"session {row['session']}"
            url = meeting_url(action, row["session"])
        yield Task(
            due=max(row["debut"] or today, today),
            rank=3,
            sentence=f"Aucune information collective à venir – {action.title()}, {which}",
            button="Compléter",
            url=url,
        )


def meeting_url(action, session):
    """Return where a meeting is added.

    In the fiche being entered, or live, in the version online (D6).
    """
    if action.state == State.VALIDATED and action.is_online:
        return reverse("admin:session_en_ligne", args=[session])
    if action.state in (State.DRAFT, State.QUESTIONED):
        page = reverse("admin:core_session_change", args=[session])
        return f"{page}#informations_collectives-group"
    return dossier_url(action)


def staff_tasks(user, today):
    """Return what waits for the Cariforef: the annuaire first, then the oldest dossiers."""
    return [
        *annuaire_to_validate(Etablissement, "Établissement"),
        *annuaire_to_validate(Site, "Site"),
        *of_the_cariforef(user, today),
        *dossiers_to_validate(),
    ]


def annuaire_to_validate(model, noun):
    rows = model.objects.filter(state=State.SUBMITTED).order_by("state_since")
    for row in rows[:OF_A_KIND]:
        yield Task(
            due=timezone.localdate(row.state_since),
            rank=0,
            sentence=f"{noun} à valider – {row}",
            button="Examiner",
            url=dossier_url(row),
        )


def dossiers_to_validate():
    rows = Action.objects.filter(state=State.SUBMITTED)
    rows = rows.select_related("formation", "porteur").order_by("submitted_at")
    for action in rows[:SHOWN]:
        yield Task(
            due=timezone.localdate(action.state_since),
            rank=1,
            sentence=f"À valider – {action.title()}, {action.porteur or 'Cariforef'}",
            button="Examiner",
            url=dossier_url(action),
        )

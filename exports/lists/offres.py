"""The columns of the lists of offers: formations, actions, sessions."""

from django.utils import timezone

from core.fasd import FASD
from core.models import Action, Formation, Session
from core.models.sessions import activity
from core.rules import Level
from exports.lists.columns import Column, of_level, of_model, of_state
from workflows.dates import today

IN_SHORT = ("cadre", "certifinfo", "intitule")  # what the lists below it say of a formation


def formations(*, staff: bool) -> list[Column]:
    return [
        Column("N°", lambda formation: formation.pk),
        *of_level(FASD, Level.FORMATION),
        *of_model(Formation, "etablissement"),
        Column("Actions", lambda formation: formation.nombre),
    ]


def actions(*, staff: bool) -> list[Column]:
    return [
        Column("Code", lambda action: action.code),
        *of_level(FASD, Level.FORMATION, *IN_SHORT, of=formation_of_action),
        of_state(Action, staff=staff),
        Column("Depuis", lambda action: timezone.localdate(action.state_since)),
        Column("Programme", lambda action: action.programme_label),
        *of_model(Action, "porteur", "attribution"),
        *of_level(FASD, Level.ACTION),
        *of_model(Action, "created_at"),
    ]


def sessions(*, staff: bool) -> list[Column]:
    return [
        Column("Code FAS", lambda session: session.code),
        *of_level(FASD, Level.FORMATION, *IN_SHORT, of=formation_of_session),
        Column("État A/I", etat_ai),
        of_state(Action, staff=staff, of=action_of),
        Column("Programme", lambda session: session.action.programme_label),
        *of_model(Action, "porteur", of=action_of),
        *of_level(FASD, Level.ACTION, "site_dispensateur", of=action_of),
        Column("Commune lieu", commune_lieu),
        *of_level(FASD, Level.SESSION),
        Column(FASD["type_dispositif"].label, types_of_dispositif),
        Column(FASD["places"].label, places),
        *of_model(Session, "retiree_le"),
    ]


# What a row is asked --------------------------------------------------------------------------


def formation_of_action(action: Action) -> Formation:
    return action.formation


def formation_of_session(session: Session) -> Formation:
    return session.action.formation


def action_of(session: Session) -> Action:
    return session.action


def etat_ai(session: Session) -> str:
    return activity(session, today())


def commune_lieu(session: Session) -> str | None:
    return session.site_lieu and session.site_lieu.bureau_distributeur


def types_of_dispositif(session: Session) -> str:
    """Return the types of dispositif of a session, in words, without repeating one."""
    table = FASD["type_dispositif"].table
    codes = [dispositif.type_dispositif for dispositif in session.dispositifs.all()]
    labels = dict.fromkeys(table.get(code, code) for code in codes)
    return ", ".join(labels)


def places(session: Session) -> int | None:
    """Return the places that the dispositifs of a session add up to, if one of them says."""
    given = [dispositif.places for dispositif in session.dispositifs.all()]
    counts = [count for count in given if count is not None]
    return sum(counts) if counts else None

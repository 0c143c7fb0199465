"""The whole dossier on one page: the recap before sending, and the page of who validates."""

from django.template.response import TemplateResponse
from django.urls import reverse

from core import policy
from core.backoffice.addresses import fiche_url, issue_url
from core.dossiers.difference import sayings, where
from core.dossiers.rows import read
from core.fiches.panel import state_of_entry
from core.rules import Issue, Level
from core.validation.moves import buttons, followed_by, online_differences
from workflows import answers
from workflows.history import timeline
from workflows.labels import label
from workflows.lifecycle import ASIDE, MOVES, State
from workflows.lock import lock_for
from workflows.models import TransitionLog

WHO_ACTS = {
    State.SUBMITTED: "Le Cariforef examine cette saisie.",
    State.QUESTIONED: "L’organisme doit répondre aux questions du Cariforef.",
}
ANSWERS = ("answer", "submit")
QUESTION_OF = {  # the move that left somebody waiting in this state
    State.QUESTIONED: "ask",
    State.DRAFT: "refuse",
}


class DossierAdmin:
    """Adds the page of the whole dossier to the admin class of a subject."""

    def dossier_view(self, request, pk):
        subject = self.get_object(request, str(pk))
        user = request.user
        root = read(subject)
        programme = subject.programme
        changed = online_differences(subject, root)
        lock = lock_for(subject, user)
        issues = [
            *answers.of(subject).more_issues(subject, root),
            *self.annuaire_issues(subject, request),
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": subject.title(),
            "subject": subject,
            "programme": programme,
            "fiches": fiches_of(root, programme, changed or ()),
            "differences": changed,
            "gone": [difference for difference in changed or () if difference.gone],
            "label": label(subject, staff=policy.is_staff(user)),
            "followed": followed_by(subject, user),
            "lock": lock,
            "who_acts": WHO_ACTS.get(subject.state) if lock and lock.cause != "state" else "",
            "moves": buttons(subject, user),
            "can_change": policy.can(user, "change", subject),
            "can_update_live": may_update_live(user, subject),
            "next_url": next_url(user, subject),
            **exchanges(user, subject),
            "panel": state_of_entry(programme, root, issues),
            **self.dossier_context(request, subject),
        }
        return TemplateResponse(request, "core/dossier/dossier.html", context)

    def dossier_context(self, request, subject):
        return {}

    def annuaire_issues(self, subject, request):
        """Return what would keep the Cariforef from validating; shown to staff only."""
        return []


def fiches_of(root, programme, changed):
    """Return each fiche of a dossier in words, with what changed in it since the version online."""
    by_path = {difference.path: difference for difference in changed}
    fiches = []
    for fiche, sayings_of_fiche in sayings(root, programme.fields):
        lines = [
            (field, text, by_path.get(fiche.path(field.name))) for field, text in sayings_of_fiche
        ]
        shown = {
            "key": fiche.key,
            "title": where(fiche),
            "url": fiche_url(fiche.key) if has_typed_fields(programme, fiche.level) else "",
            "lines": lines,
            "removed": [change for change in changed if is_emptied(change, fiche)],
        }
        fiches.append(shown)
    return fiches


def has_typed_fields(programme, level) -> bool:
    """Whether something is typed in the fiches of a level."""
    return any(not field.need.locked for field in programme.fields.level(level))


def is_emptied(difference, fiche) -> bool:
    """Whether a field of this fiche held something that is no more."""
    return difference.after == "—" and difference.path.startswith(f"{fiche.key}.")


def may_update_live(user, subject) -> bool:
    return subject.is_online and policy.can(user, "update_live", subject)


def next_url(user, subject) -> str:
    """Return where the Cariforef goes to what waits after this fiche."""
    if not policy.may_open(user, "validation"):
        return ""
    return reverse("admin:file_apres", args=[subject.key])


def exchanges(user, subject):
    """Return what the organisation and the Cariforef said to each other, for them alone."""
    own = is_own(user, subject)
    question = last_question(subject) if own else None
    return {
        "own": own,
        "timeline": timeline_of(subject) if own else [],
        "question": question,
        "remarks": remarks_of(question),
        "answer": last_answer(subject) if own else None,
    }


def is_own(user, subject) -> bool:
    """Whether this person may read what was said of a subject.

    A fiche of the annuaire is also read by organisations that it is not of.
    """
    if policy.is_staff(user) or subject.level is Level.ACTION:
        return True
    return policy.can(user, "reopen", subject)


def timeline_of(subject):
    """Return (row, its move or nothing) of all that happened to a subject."""
    rows = []
    for row in timeline(subject):
        move = MOVES[row.name] if isinstance(row, TransitionLog) else None
        rows.append((row, move))
    return rows


def remarks_of(question):
    """Return the remarks of a question, each with the address of the field that it is about."""
    rows = question.remarks if question is not None else ()
    remarks = []
    for row in rows:
        issue = Issue("remarque", row["path"], row["message"])
        remarks.append((row["label"], row["message"], issue_url(issue)))
    return remarks


def last_answer(subject):
    """Return what the organisation has just answered, for who examines it again."""
    if subject.state != State.SUBMITTED:
        return None
    last = last_move(subject)
    if last is None or last.name not in ANSWERS:
        return None
    return last if last.comment else None


def last_question(subject):
    """Return the question that waits for an answer, or the last refusal's reason."""
    name = QUESTION_OF.get(subject.state)
    if not name:
        return None
    last = last_move(subject)
    return last if last is not None and last.name == name else None


def last_move(subject):
    """Return the last move of a subject; those that change no state apart."""
    return TransitionLog.objects.of(subject).exclude(name__in=ASIDE).first()

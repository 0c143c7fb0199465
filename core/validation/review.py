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


class DossierAdmin:
    """Adds the page of the whole dossier to the admin class of a subject."""

    def dossier_view(self, request, pk):
        subject = self.get_object(request, str(pk))
        root, programme = read(subject), subject.programme
        changed = online_differences(subject, root)
        own = (
            policy.is_staff(request.user)
            or subject.level is Level.ACTION
            or policy.can(request.user, "reopen", subject)
        )
        question = last_question(subject) if own else None
        lock = lock_for(subject, request.user)
        by_path = {d.path: d for d in changed or ()}
        fiches = [
            {
                "key": x.key,
                "title": where(x),
                "url": fiche_url(x.key)
                if any(not f.need.locked for f in programme.fields.level(x.level))
                else "",
                "lines": [(f, text, by_path.get(x.path(f.name))) for f, text in lines],
                "removed": [
                    d for d in changed or () if d.path.startswith(f"{x.key}.") and d.after == "—"
                ],
            }
            for x, lines in sayings(root, programme.fields)
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": subject.title(),
            "subject": subject,
            "programme": programme,
            "fiches": fiches,
            "differences": changed,
            "gone": [d for d in changed or () if d.gone],
            "label": label(subject, staff=policy.is_staff(request.user)),
            "followed": followed_by(subject, request.user),
            "lock": lock,
            "who_acts": WHO_ACTS.get(subject.state) if lock and lock.cause != "state" else "",
            "moves": buttons(subject, request.user),
            "can_change": policy.can(request.user, "change", subject),
            "can_update_live": subject.is_online
            and policy.can(request.user, "update_live", subject),
            "next_url": reverse("admin:file_apres", args=[subject.key])
            if policy.may_open(request.user, "validation")
            else "",
            "own": own,
            "timeline": [
                (row, MOVES[row.name]) if isinstance(row, TransitionLog) else (row, None)
                for row in (timeline(subject) if own else ())
            ],
            "question": question,
            "remarks": remarks_of(question),
            "answer": last_answer(subject) if own else None,
            "panel": state_of_entry(
                programme,
                root,
                [
                    *answers.of(subject).more_issues(subject, root),
                    *self.annuaire_issues(subject, request),
                ],
            ),
            **self.dossier_context(request, subject),
        }
        return TemplateResponse(request, "core/dossier/dossier.html", context)

    def dossier_context(self, request, subject):
        return {}

    def annuaire_issues(self, subject, request):
        """Return what would keep the Cariforef from validating; shown to staff only."""
        return []


def remarks_of(question):
    """Return the remarks of a question, each with the address of the field that it is about."""
    rows = question.remarks if question is not None else ()
    return [
        (row["label"], row["message"], issue_url(Issue("remarque", row["path"], row["message"])))
        for row in rows
    ]


def last_answer(subject):
    """Return what the organisation has just answered, for who examines it again."""
    if subject.state != State.SUBMITTED:
        return None
    last = TransitionLog.objects.of(subject).exclude(name__in=ASIDE).first()
    return last if last is not None and last.name in ("answer", "submit") and last.comment else None


def last_question(subject):
    """Return the question that waits for an answer, or the last refusal's reason."""
    names = {State.QUESTIONED: "ask", State.DRAFT: "refuse"}
    name = names.get(subject.state)
    last = TransitionLog.objects.of(subject).exclude(name__in=ASIDE).first() if name else None
    return last if last is not None and last.name == name else None

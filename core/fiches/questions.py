"""The Cariforef's questions on fields, shown where their links lead while they wait."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from core.backoffice.addresses import move_url
from core.models import Action, Formation
from workflows.lifecycle import MOVES, State
from workflows.models import TransitionLog


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a field, and where it is answered."""

    message: str
    url: str
    label: str = MOVES["answer"].label


def questions_on(row, key, subject, user) -> dict[str, list[Question]]:
    """Return what is asked about the fields of a fiche and waits for this person's answer.

    {field: [question]}. One query.
    """
    subjects = subjects_asked(row, subject)
    if subjects is None:
        return {}
    waiting = subjects.allowed(user, "answer").filter(state=State.QUESTIONED).order_by()
    by_field = {}
    for entry in latest_asks(subjects.model, waiting):
        url = move_url(subjects.model(pk=entry.object_id), "answer")
        for remark in entry.remarks:
            fiche, _, field = remark["path"].partition(".")
            if fiche == key:
                by_field.setdefault(field, []).append(Question(remark["message"], url))
    return by_field


def subjects_asked(row, subject):
    """Return the subjects, as a queryset, that may have been asked about a fiche."""
    if isinstance(row, Formation):  # each of its actions may have been asked
        return Action.objects.filter(formation=row, action_publique=None)
    if subject.state == State.QUESTIONED:
        return type(subject).objects.filter(pk=subject.pk)
    return None


def latest_asks(model, subjects):
    """Yield the latest `ask` of each of these subjects: what waits is it alone."""
    asks = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        name="ask",
        object_id__in=subjects.values("pk"),
    )
    seen = set()
    for entry in asks:  # the latest first
        if entry.object_id not in seen:
            seen.add(entry.object_id)
            yield entry


def show(questions, form, inlines):
    """Put each question beside its field, or above its small table."""
    for name, about_it in questions.items():
        if name in form.fields:
            form.fields[name].questions = about_it
            if not form[name].use_fieldset:
                describe(form, name)
    for inline in inlines:
        inline.questions = questions.get(inline.opts.fasd.name)


def describe(form, name):
    """Let who hears the page hear the question with its field."""
    described_by = (f"question-{name}", form[name].aria_describedby)
    attrs = form.fields[name].widget.attrs
    attrs["aria-describedby"] = " ".join(filter(None, described_by))

"""The Cariforef's questions on fields, shown where their links lead while they wait for an answer."""

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
    """Return what is asked about the fields of a fiche and waits for this person's answer: {field: [question]}. One query."""
    if isinstance(row, Formation):  # each of its actions may have been asked
        asked = Action.objects.filter(formation=row, action_publique=None)
    elif subject.state == State.QUESTIONED:
        asked = type(subject).objects.filter(pk=subject.pk)
    else:
        return {}
    model = asked.model
    waiting = asked.allowed(user, "answer").filter(state=State.QUESTIONED).order_by()
    asks = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        name="ask",
    )
    found, seen = {}, set()
    for entry in asks.filter(
        object_id__in=waiting.values("pk"),
    ):  # the latest first: what waits is it alone
        if entry.object_id in seen:
            continue
        seen.add(entry.object_id)
        for remark in entry.remarks:
            fiche, _, field = remark["path"].partition(".")
            if fiche == key:
                url = move_url(model(pk=entry.object_id), "answer")
                found.setdefault(field, []).append(Question(remark["message"], url))
    return found


def show(questions, form, inlines):
    """Put each question beside its field, or above its small table."""
    for name, asked in questions.items():
        if name in form.fields:
            form.fields[name].questions = asked
            if not form[name].use_fieldset:
                said = (f"question-{name}", form[name].aria_describedby)
                form.fields[name].widget.attrs["aria-describedby"] = " ".join(filter(None, said))
    for inline in inlines:
        inline.questions = questions.get(inline.opts.fasd.name)

"""Where a person is named: the log, the history, the publications.

Found by their own words, rewritten without them.
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast

from core.models import (
    Action,
    BlocCompetence,
    Contact,
    Dispositif,
    Equipement,
    Formation,
    InformationCollective,
    Session,
)
from workflows import signals
from workflows.models import Change, Publication, TransitionLog
from workflows.service import Refused

WRITTEN = (
    Formation,
    Action,
    Session,
    Dispositif,
    InformationCollective,
    Equipement,
    BlocCompetence,
)  # texts of the offer
OURS = ("state", "rules_version", "hold_reason")  # columns of the life cycle, that nobody types
GONE = "[…]"  # never longer than what it replaces: a text keeps within its length
SHORTEST = 5  # letters below which a word would be found in others


def words_of(person) -> list[str]:
    """Return the words that tell this person from others.

    Both names together, the address, the telephone.
    """
    names = [person.nom.strip(), person.prenom.strip()]
    both = [" ".join(names), " ".join(reversed(names))] if all(names) else []
    telephone = person.telephone if isinstance(person, Contact) else ""
    return [
        word for word in dict.fromkeys([*both, person.email, telephone]) if len(word) >= SHORTEST
    ]


def having(words, *columns):
    """Return the condition that one of these words is in one of these columns, text or JSON."""
    found = Q(pk__in=[])
    for column in columns:
        for word in words:
            found |= Q(**{f"{column}__contains": word}) | Q(
                **{f"{column}__contains": json.dumps(word)[1:-1]},
            )
    return found


def without(value, words):
    """Return a value where these words are gone.

    A whole value is emptied, a sentence says that something was.
    """
    match value:
        case str() if value in words:
            return ""
        case str():
            for word in words:
                value = value.replace(word, GONE)
            return value
        case list():
            return [without(item, words) for item in value]
        case dict():
            return {key: without(item, words) for key, item in value.items()}
    return value


def changes(words):
    return Change.objects.annotate(texte=Cast("fields", TextField())).filter(having(words, "texte"))


def moves(words):
    rows = TransitionLog.objects.annotate(texte=Cast("remarks", TextField()))
    return rows.filter(having(words, "texte", "comment"))


def publications(words):
    """Return the versions of offers that name somebody.

    A site's own telephone and address are its organisation's.
    """
    action = ContentType.objects.get_for_model(Action)
    rows = Publication.objects.filter(content_type=action).annotate(
        texte=Cast("payload", TextField()),
    )
    return rows.filter(having(words, "texte"))


def rewrite(words) -> dict[str, int]:
    """Rewrite everything that holds these words, and return how many rows of each kind were."""
    count = {"modifications": 0, "mouvements": 0, "publications": 0, "fiches": 0}
    if not words:
        return count
    for change in changes(words):
        change.fields = [
            {**f, **{k: without(f.get(k), words) or GONE for k in ("before", "after")}}
            for f in change.fields
        ]
        change.save(update_fields=["fields"])
        count["modifications"] += 1
    for move in moves(words):
        move.comment, move.remarks = (
            without(move.comment, words) or (GONE if move.comment else ""),
            without(move.remarks, words),
        )
        move.save(update_fields=["comment", "remarks"])
        count["mouvements"] += 1
    for publication in publications(words):
        publication.payload = without(publication.payload, words)
        publication.save(update_fields=["payload"])
        count["publications"] += 1
        if publication.online:
            _render(publication)
    count["fiches"] = sum(_rewrite_rows(model, words) for model in WRITTEN)
    return count


def _rewrite_rows(model, words) -> int:
    """Rewrite the texts of the rows themselves."""
    columns = [
        f.name
        for f in model._meta.concrete_fields
        if isinstance(f, (CharField, TextField)) and f.name not in OURS
    ]
    rows = list(model._base_manager.filter(having(words, *columns)))
    for row in rows:
        for name in columns:
            setattr(row, name, without(getattr(row, name), words))
        row.save(update_fields=columns)
    return len(rows)


def _render(publication):
    """Have what is diffused follow the rewritten version."""
    subject = publication.subject
    answers = signals.publishing.send(type(subject), subject=subject, publication=publication)
    if issues := [issue for _, answer in answers for issue in answer or ()]:
        raise Refused(
            "L’effacement rendrait une offre en ligne impossible à diffuser : corrigez-la d’abord.",
            issues,
        )

"""What may change online at once, without a new validation (D6).

The listed fields of online sessions.
"""

import copy

from django.conf import settings
from django.db import transaction

from core.dossiers.difference import Difference, values_of, where
from core.dossiers.rows import write, write_rows
from core.dossiers.wording import Names, say
from core.models import Dispositif, Session
from core.rules import Contexte, Fiche, Issue, Level
from core.rules.payload import decode, encode, parse
from workflows import history
from workflows.dates import today
from workflows.service import Refused, perform


def live_fields(programme, level):
    """Return the fields of a level that may change online.

    A programme may shorten the setting's list.
    """
    names = programme.live_fields
    if names is None:
        names = settings.UPDATE_LIVE_FIELDS
    return [
        field
        for field in programme.fields.level(level)
        if field.name in names and not field.need.locked
    ]


@transaction.atomic
def update_live(subject, values: dict, *, by, publication=None):
    """Publish new values of listed fields, and write the same to the rows.

    Nothing of a pending draft leaks: the new publication is the online payload with these paths
    changed. `values`: {fiche key: {field: value}}. `publication`: the number of the one that was
    read; another one online refuses the update.
    """
    subject = type(subject)._base_manager.select_for_update().get(pk=subject.pk)
    current = subject.publications().filter(online=True).first()
    if current is None:
        raise Refused("Cette fiche n’est pas en ligne.")
    if publication is not None and publication != current.number:
        raise Refused(
            "Une autre version a été mise en ligne entre-temps : relisez la page, puis "
            "recommencez.",
        )
    programme = subject.programme
    payload = copy.deepcopy(current.payload)
    changes = _write_payload(payload, values, programme)
    if not changes:
        raise Refused("Rien n’a changé.")
    _refuse_wrong(programme, payload, changes)
    entry = perform(subject, "update_live", by=by, payload=payload)
    _write_rows(subject, changes)
    _record(subject, changes, by)
    if hasattr(subject, "accords"):
        # What the Région agreed to still holds for the version being written.
        accords = subject.accords.filter(publication=current.number)
        accords.update(publication=entry.publication.number)
    return entry


def _write_payload(payload, values, programme) -> list[tuple]:
    """Put new values in an online payload: return [(fiche key, field, before, after)]."""
    allowed = {field.name: field for level in Level for field in live_fields(programme, level)}
    online = {tree["key"]: tree["values"] for tree in _walk(payload["fiche"])}
    changes = []
    for key, typed in values.items():
        if key not in online:
            raise Refused("Cette fiche n’est pas en ligne.")
        for name, value in typed.items():
            if name not in allowed:
                raise Refused("Ce champ ne peut pas être mis à jour en ligne sans validation.")
            field = allowed[name]
            before = online[key].get(name)
            after = encode(value)
            if before != after:
                changes.append((key, field, decode(field, before), value))
                online[key][name] = after
    return changes


def _refuse_wrong(programme, payload, changes):
    """Refuse values that the rules refuse, on the fields that change."""
    root = parse(payload, programme.fields, Contexte(aujourdhui=today()))
    touched = tuple(f"{key}.{field.name}" for key, field, _, _ in changes)
    wrong = [
        issue
        for issue in programme.issues(root)
        if issue.blocking and issue.path.startswith(touched)
    ]
    for change in changes:
        wrong += _past(*change)
    if wrong:
        raise Refused(" ".join(issue.message for issue in wrong), wrong)


def _past(key, field, before, after):
    """Yield a refusal for each meeting that is announced for a day that is over.

    Those that were online stay.
    """
    if field.name != "informations_collectives":
        return
    for line in after or ():
        day = line.get("date")
        if line not in (before or ()) and day and day < today():
            message = (
                f"L’information collective du {day:%d/%m/%Y} est passée : "
                "choisissez un jour à venir."
            )
            yield Issue("reunion.passee", f"{key}.{field.name}", message, source="F17")


def _walk(tree):
    yield tree
    for child in tree["children"]:
        yield from _walk(child)


def _write_rows(subject, changes):
    own = type(subject).objects.filter(pk=subject.pk)
    models = {
        Level.SESSION: Session.objects.filter(action=subject.pk),
        Level.DISPOSITIF: Dispositif.objects.filter(session__action=subject.pk),
        Level.SITE: own,
        Level.ETABLISSEMENT: own,
    }
    for key, field, _, value in changes:
        row = models[Level(key[0])].filter(pk=key[1:]).first()
        if row is None:  # removed from the pending draft
            continue
        write(row, [field], {field.name: value})
        row.version += 1
        row.save()
        write_rows(row, [field], {field.name: value})


def _record(subject, changes, by):
    """Keep in the history what changed online."""
    names = Names(values_of(changes))
    rows = [
        Difference(
            f"{key}.{field.name}",
            where(Fiche(Level(key[0]), key, {})),
            field.label,
            say(field, before, names),
            say(field, after, names),
        ).as_json()
        for key, field, before, after in changes
    ]
    history.record(subject, rows, by=by, door="en ligne")

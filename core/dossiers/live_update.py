"""What may change online at once, without a new validation (D6).

The listed fields of online sessions.
"""

import copy

from django.conf import settings
from django.db import transaction

from core.dossiers import rows as fiche
from core.dossiers.difference import Difference, where
from core.dossiers.wording import Names, say
from core.models import Dispositif, Session
from core.rules import Contexte, Fiche, Issue, Level
from core.rules.payload import parse
from workflows import history
from workflows.dates import today
from workflows.service import Refused, perform


def live_fields(programme, level):
    """Return the fields of a level that may change online.

    A programme may shorten the setting's list.
    """
    names = settings.UPDATE_LIVE_FIELDS if programme.live_fields is None else programme.live_fields
    return [f for f in programme.fields.level(level) if f.name in names and not f.need.locked]


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
    allowed = {f.name: f for level in Level for f in live_fields(programme, level)}
    payload = copy.deepcopy(current.payload)
    online = {tree["key"]: tree for tree in _walk(payload["fiche"])}
    changes = []
    for key, fields in values.items():
        if key not in online:
            raise Refused("Cette fiche n’est pas en ligne.")
        for name, value in fields.items():
            if name not in allowed:
                raise Refused("Ce champ ne peut pas être mis à jour en ligne sans validation.")
            before, after = online[key]["values"].get(name), fiche.encode(value)
            if before != after:
                changes.append((key, allowed[name], fiche.decode(allowed[name], before), value))
                online[key]["values"][name] = after
    if not changes:
        raise Refused("Rien n’a changé.")
    _refuse_wrong(programme, payload, changes)
    entry = perform(subject, "update_live", by=by, payload=payload)
    _write_rows(subject, changes)
    _keep(subject, changes, by)
    if hasattr(
        subject,
        "accords",
    ):  # what the Région agreed to still holds for the version being written
        subject.accords.filter(publication=current.number).update(
            publication=entry.publication.number,
        )
    return entry


def _refuse_wrong(programme, payload, changes):
    """Refuse values that the rules refuse, on the fields that change."""
    root = parse(payload, programme.fields, Contexte(aujourdhui=today()))
    touched = tuple(f"{key}.{field.name}" for key, field, _, _ in changes)
    wrong = [
        issue
        for issue in programme.issues(root)
        if issue.blocking and issue.path.startswith(touched)
    ]
    wrong += [
        issue for key, field, before, after in changes for issue in _past(key, field, before, after)
    ]
    if wrong:
        raise Refused(" ".join(issue.message for issue in wrong), wrong)


def _past(key, field, before, after):
    """Yield a refusal for each meeting that is announced for a day that is over.

    Those that were online stay.
    """
    if field.name != "informations_collectives":
        return
    for line in after or ():
        if line not in (before or ()) and line.get("date") and line["date"] < today():
            message = (
                f"L’information collective du {line['date']:%d/%m/%Y} est passée : "
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
        fiche.write(row, [field], {field.name: value})
        row.version += 1
        row.save()
        fiche.write_rows(row, [field], {field.name: value})


def _keep(subject, changes, by):
    names = Names((field, value) for _, field, *values in changes for value in values)
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

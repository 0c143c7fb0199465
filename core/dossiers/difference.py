"""What changed between two versions of the same fiches, field by field, in words."""

from dataclasses import dataclass

from core.dossiers.wording import EMPTY, Names, say
from core.rules import Fiche, FieldTable, Level


@dataclass(frozen=True, slots=True)
class Difference:
    """A changed field, or a whole fiche added or removed (`field` empty)."""

    path: str
    where: str  # "Session 143842"
    label: str
    before: str
    after: str
    gone: bool = False  # a whole fiche that is no more

    def as_json(self) -> dict:
        return {
            "path": self.path,
            "label": f"{self.where}, {self.label}",
            "before": self.before,
            "after": self.after,
        }


NEW = {
    Level.DISPOSITIF: "Nouveau",
    Level.SITE: "Nouveau",
    Level.ETABLISSEMENT: "Nouvel",
}  # the others are feminine
MASCULINE = tuple(NEW)


def where(fiche: Fiche) -> str:
    number = fiche.key[1:]
    return (
        f"{fiche.level.label} {number}"
        if number != "0"
        else f"{NEW.get(fiche.level, 'Nouvelle')} {fiche.level.label.lower()}"
    )


def _whole(fiche: Fiche, *, added: bool) -> Difference:
    """Return the difference that a whole fiche makes, in the gender of its level."""
    e = "" if fiche.level in MASCULINE else "e"
    before, after = ("—", f"ajouté{e}") if added else (f"présent{e}", f"retiré{e}")
    return Difference(
        fiche.path(""),
        where(fiche),
        fiche.level.label,
        before,
        after,
        gone=not added,
    )


def differences(before: Fiche, after: Fiche, fields: FieldTable) -> list[Difference]:
    """Return what changed from `before` to `after`, in the order of the FASD."""
    changed = changes(before, after, fields)
    return told(changed, Names(values_of(changed)))


def changes(before: Fiche, after: Fiche, fields: FieldTable) -> list[tuple]:
    """Return what changed, not yet in words: (fiche, field, before, after).

    No field for a whole fiche, added or gone.
    """
    old = {fiche.key: fiche for fiche in before.walk()}
    new = {fiche.key: fiche for fiche in after.walk()}
    changed = []
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in old or key not in new:
            changed.append((new.get(key) or old[key], None, key in new, key not in new))
            continue
        for field in fields.level(new[key].level):
            if old[key][field.name] != new[key][field.name]:
                changed.append((new[key], field, old[key][field.name], new[key][field.name]))
    return changed


def values_of(changed):
    """Yield the values that will be said, with their fields."""
    return ((field, value) for _, field, *values in changed if field for value in values)


def told(changed, names: Names) -> list[Difference]:
    """Return changes in words."""
    return [
        Difference(
            fiche.path(field.name),
            where(fiche),
            field.label,
            say(field, a, names),
            say(field, b, names),
        )
        if field
        else _whole(fiche, added=a)
        for fiche, field, a, b in changed
    ]


def sayings(fiche: Fiche, fields: FieldTable) -> list[tuple]:
    """Return each field of a dossier with its value in words.

    [(fiche, [(field, text)])], empty ones left out.
    """
    names = Names((f, x[f.name]) for x in fiche.walk() for f in fields.level(x.level))
    return [
        (
            x,
            [
                (f, text)
                for f in fields.level(x.level)
                if (text := say(f, x[f.name], names)) != EMPTY
            ],
        )
        for x in fiche.walk()
    ]

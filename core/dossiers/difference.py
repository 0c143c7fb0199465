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


# The others are feminine.
NEW = {
    Level.DISPOSITIF: "Nouveau",
    Level.SITE: "Nouveau",
    Level.ETABLISSEMENT: "Nouvel",
}
MASCULINE = tuple(NEW)


def where(fiche: Fiche) -> str:
    number = fiche.key[1:]
    if number != "0":
        return f"{fiche.level.label} {number}"
    new = NEW.get(fiche.level, "Nouvelle")
    return f"{new} {fiche.level.label.lower()}"


def _whole(fiche: Fiche, *, added: bool) -> Difference:
    """Return the difference that a whole fiche makes, in the gender of its level."""
    e = "" if fiche.level in MASCULINE else "e"
    return Difference(
        fiche.path(""),
        where(fiche),
        fiche.level.label,
        before="—" if added else f"présent{e}",
        after=f"ajouté{e}" if added else f"retiré{e}",
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
    for key, fiche in new.items():
        if key not in old:
            changed.append((fiche, None, True, False))
            continue
        for field in fields.level(fiche.level):
            value_before = old[key][field.name]
            value = fiche[field.name]
            if value_before != value:
                changed.append((fiche, field, value_before, value))
    for key, fiche in old.items():
        if key not in new:
            changed.append((fiche, None, False, True))
    return changed


def values_of(changed):
    """Yield the values that will be said, with their fields."""
    for _, field, before, after in changed:
        if field:
            yield field, before
            yield field, after


def told(changed, names: Names) -> list[Difference]:
    """Return changes in words."""
    said = []
    for fiche, field, before, after in changed:
        if field is None:
            said.append(_whole(fiche, added=before))
            continue
        said.append(
            Difference(
                fiche.path(field.name),
                where(fiche),
                field.label,
                say(field, before, names),
                say(field, after, names),
            ),
        )
    return said


def sayings(fiche: Fiche, fields: FieldTable) -> list[tuple]:
    """Return each field of a dossier with its value in words.

    [(fiche, [(field, text)])], empty ones left out.
    """
    names = Names(
        (field, part[field.name]) for part in fiche.walk() for field in fields.level(part.level)
    )
    parts = []
    for part in fiche.walk():
        texts = []
        for field in fields.level(part.level):
            text = say(field, part[field.name], names)
            if text != EMPTY:
                texts.append((field, text))
        parts.append((part, texts))
    return parts

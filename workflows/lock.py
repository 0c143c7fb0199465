"""Why a fiche cannot be changed now: a sentence, or nothing."""

from dataclasses import dataclass

from workflows.dates import en_mots
from workflows.lifecycle import State


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that explains itself."""

    cause: str  # "hold", "state" or "policy"
    sentence: str


SENTENCES = {
    State.SUBMITTED: (
        "La fiche a été transmise {since} : elle est en cours de validation par le Cariforef."
    ),
    State.QUESTIONED: (
        "Le Cariforef attend des réponses de l’organisme depuis {since} ; seul l’organisme peut "
        "modifier la fiche."
    ),
    State.VALIDATED: (
        "La fiche est validée. Pour la changer, choisissez « Modifier » : la version en ligne "
        "restera publique."
    ),
    State.ARCHIVED: "La fiche est archivée. Pour la reprendre, choisissez « Rétablir ».",
}


def day(moment) -> str:
    """Return a moment as « le 3 mars 2026 »."""
    return "le " + en_mots(moment)


def lock_for(subject, user) -> Lock | None:
    """Return the lock that keeps this user from changing this subject, or nothing."""
    if subject.hold_reason:
        return Lock("hold", f"Le Cariforef retient cette fiche : {subject.hold_reason}")
    if subject.allows(user, "change"):
        return None
    since = day(subject.state_since)
    if sentence := SENTENCES.get(subject.state):
        return Lock("state", sentence.format(since=since))
    return Lock("policy", "Vous pouvez lire cette fiche, pas la modifier.")

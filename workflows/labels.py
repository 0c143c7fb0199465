"""The state in words, in two voices: for the organisation, and for the Cariforef."""

from dataclasses import dataclass

from workflows.lifecycle import State


@dataclass(frozen=True, slots=True)
class Label:
    """Words, colour and icon of a state; `tone` is a CSS variant, `icon` a Material symbol."""

    text: str
    tone: str
    icon: str


ORGANISME = {
    State.DRAFT: Label("En cours de saisie", "brouillon", "edit"),
    State.SUBMITTED: Label("En attente de validation par le Cariforef", "envoyee", "schedule"),
    State.QUESTIONED: Label("En attente de vos réponses", "questions", "help"),
    State.VALIDATED: Label("Validée", "validee", "check_circle"),
    State.ARCHIVED: Label("Archivée", "archivee", "inventory_2"),
}
CARIFOREF = ORGANISME | {
    State.SUBMITTED: Label("À valider", "envoyee", "schedule"),
    State.QUESTIONED: Label("En attente de réponses de l’organisme", "questions", "help"),
}
ONLINE = {
    State.DRAFT: "En ligne, modifications en cours",
    State.SUBMITTED: "En ligne, modifications à valider",
    State.QUESTIONED: "En ligne, questions sur les modifications",
    State.VALIDATED: "En ligne",
}


def label(subject, *, staff: bool) -> Label:
    """Return how this subject's state is said to staff, or to an organisation."""
    said = (CARIFOREF if staff else ORGANISME)[State(subject.state)]
    if subject.is_online and subject.state in ONLINE:
        tone, icon = (
            ("en-ligne", "public") if subject.state == State.VALIDATED else (said.tone, said.icon)
        )
        return Label(ONLINE[subject.state], tone, icon)
    if subject.state == State.VALIDATED:
        return Label("Retirée", "archivee", "public_off")
    return said

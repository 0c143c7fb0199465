"""What the life cycle asks of a subject: each kind has its answers, registered at start."""


class Answers:
    """The protocol: questions about one subject, with the answers of a bare one."""

    def issues(self, subject, root=None, known=None) -> list:
        """Return what is missing or wrong (`core.rules.Issue`)."""
        return []

    def issues_for(self, subject, name) -> list:
        """Return the issues that a move of this name minds."""
        return self.issues(subject)

    def allows(self, subject, user, name) -> bool:
        """Whether the policy lets this user make this move; nobody may unless it is said."""
        return False

    def payload(self, subject) -> dict:
        """Return what a publication freezes."""
        return {}

    def write_back(self, subject, payload) -> None:
        """Write the rows again from an online payload."""

    def prepare(self, subject, name) -> None:
        """Lock the other rows that a move depends on (this one already is), and update them."""

    def before_move(self, subject, name, by) -> list:
        """Return what must first be mended elsewhere (`core.rules.Issue`)."""
        return []

    def recipients(self, subject, audience) -> list[str]:
        """Return the mail addresses of an audience: `porteur` or `cariforef`."""
        return []

    def current_rules_version(self, subject) -> str:
        """Return what identifies the rules in force, pinned when the subject is sent."""
        return ""


_answers: dict[type, Answers] = {}


def register(model, answers: Answers) -> None:
    """Say who answers for a kind of subject."""
    _answers[model] = answers


def answered() -> set[type]:
    """Return the kinds of subjects that have answers."""
    return set(_answers)


def of(subject) -> Answers:
    """Return the answers of a subject; a kind without any is a fault of ours (`sofi.E002`)."""
    return _answers[type(subject)]

"""What a line of a file is about, in the base."""

from dataclasses import dataclass

from core.models import Action, Attribution, Dispositif, Session
from core.tableur.columns import SESSION
from core.tableur.reading import SheetLine
from core.texts.plain import plain


@dataclass(slots=True)
class LineRow:
    """What a line is about, or why it is refused, and in which column."""

    key: tuple = ()  # lines of the same key make one offer
    group: tuple = ()  # lines of the same offer and of the same group make one session
    session: Session | None = None
    dispositif: Dispositif | None = None
    action: Action | None = None
    attribution: Attribution | None = None
    porteur: object = None
    fault: str = ""
    column: str = ""  # key of the column of the fault, or of the advice
    advice: str = ""

    @classmethod
    def refused(cls, fault: str, column: str):
        return cls(fault=fault, column=column)


def group_of(line: SheetLine) -> tuple:
    """Return which new session a line tells: that of its mark, or one of its own."""
    mark = plain(line[SESSION])
    return ("repère", mark) if mark else ("ligne", line.number)

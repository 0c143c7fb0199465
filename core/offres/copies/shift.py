"""By how much dates move. Plain Python."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

JOURS, SEMAINES, MOIS, ANS = "jours", "semaines", "mois", "ans"
UNITS = [(JOURS, "jours"), (SEMAINES, "semaines"), (MOIS, "mois"), (ANS, "ans")]
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Shift:
    """A number of days, weeks, months or years; the last day of a short month stands for the days it lacks."""

    amount: int = 0
    unit: str = SEMAINES

    def __call__(self, day: date | None) -> date | None:
        """Return the day moved; nothing for no day. Raises OverflowError out of the calendar."""
        if day is None or not self.amount:
            return day
        if self.unit in (JOURS, SEMAINES):
            return day + timedelta(days=self.amount * (7 if self.unit == SEMAINES else 1))
        months = (
            day.year * MONTHS_A_YEAR
            + day.month
            - 1
            + self.amount * (MONTHS_A_YEAR if self.unit == ANS else 1)
        )
        year, month = divmod(months, MONTHS_A_YEAR)
        if not date.min.year <= year <= date.max.year:
            raise OverflowError("date out of range")
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def times(self, count: int) -> "Shift":
        """Return this shift, so many times."""
        return Shift(self.amount * count, self.unit)

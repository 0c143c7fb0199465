"""By how much dates move. Plain Python."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

JOURS = "jours"
SEMAINES = "semaines"
MOIS = "mois"
ANS = "ans"
UNITS = [(unit, unit) for unit in (JOURS, SEMAINES, MOIS, ANS)]
DAYS_OF = {JOURS: 1, SEMAINES: 7}
MONTHS_OF = {MOIS: 1, ANS: 12}
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Shift:
    """A number of days, weeks, months or years.

    The last day of a short month stands for the days it lacks.
    """

    amount: int = 0
    unit: str = SEMAINES

    def __call__(self, day: date | None) -> date | None:
        """Return the day moved; nothing for no day. Raises OverflowError out of the calendar."""
        if day is None or not self.amount:
            return day
        if self.unit in DAYS_OF:
            return day + timedelta(days=self.amount * DAYS_OF[self.unit])
        return self._moved_by_months(day, self.amount * MONTHS_OF[self.unit])

    def _moved_by_months(self, day: date, months: int) -> date:
        months_since_zero = day.year * MONTHS_A_YEAR + day.month - 1 + months
        year, month_before = divmod(months_since_zero, MONTHS_A_YEAR)
        if not date.min.year <= year <= date.max.year:
            raise OverflowError("date out of range")
        month = month_before + 1
        _, last_day = calendar.monthrange(year, month)
        return date(year, month, min(day.day, last_day))

    def times(self, count: int) -> "Shift":
        """Return this shift, so many times."""
        return Shift(self.amount * count, self.unit)

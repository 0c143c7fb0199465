"""Moments of the past: in working hours, in order, none after today."""

from datetime import UTC, date, datetime, time, timedelta

DAY = timedelta(days=1)


def moment(rng, day: date) -> datetime:
    """Return a working hour of a day."""
    return datetime.combine(
        day, time(7 + rng.randrange(9), rng.randrange(60), rng.randrange(60)), UTC
    )


class Clock:
    """Goes forward from a day, a few hours or days at each step, and stops before today."""

    def __init__(self, rng, start: date, today: date):
        self.rng = rng
        self.now = moment(rng, start)
        self.end = datetime.combine(today, time(4), UTC)

    def tick(self, days: float = 0.0) -> datetime:
        """Return the moment of the next step, some days later, or minutes."""
        later = (
            timedelta(days=self.rng.expovariate(1 / days))
            if days
            else timedelta(minutes=1 + self.rng.randrange(20))
        )
        later = timedelta(seconds=int(later.total_seconds()))
        if self.now + later >= self.end:  # too near today: what is left is shared out
            later = timedelta(seconds=max(int((self.end - self.now).total_seconds()) // 8, 1))
        self.now += later
        return self.now

    def until(self, day: date) -> datetime:
        """Go to a day, if it is still to come."""
        wanted = moment(self.rng, day)
        self.now = min(
            max(wanted, self.now + timedelta(seconds=1)),
            max(self.end, self.now + timedelta(seconds=1)),
        )
        return self.now

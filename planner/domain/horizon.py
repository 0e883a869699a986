"""The days and nights of a plan.

Night t follows day t; it ends at the handover time of the next morning in London.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days 0..num_days-1 from the plan date.

    Parameters
    ----------
    first_date
        The plan date, day 0.
    num_days
        Number of days (and nights) planned, at least 1.
    """

    first_date: date
    num_days: int

    def date_of(self, day: int) -> date:
        """Calendar date of a day; days outside the horizon are allowed."""
        return self.first_date + timedelta(days=day)

    def day_of(self, when: date) -> int:
        """Day index of a calendar date; negative before the plan date."""
        return (when - self.first_date).days

    def dates(self) -> tuple[date, ...]:
        """Every date of the horizon, in order."""
        return tuple(self.date_of(day) for day in range(self.num_days))


def london_instant(when: date, at: time) -> datetime:
    """The moment the clock in London shows a date and time, as UTC.

    A time that the spring change skips is read with the offset before the change; one that the autumn
    change repeats is read as the first of the two (``fold=0``).
    """
    return datetime.combine(when, at, tzinfo=LONDON).astimezone(UTC)


def london_date(moment: datetime) -> date:
    """The calendar date in London at a moment."""
    return moment.astimezone(LONDON).date()

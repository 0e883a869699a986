"""People and the parties they stay together in. Pseudonymous: no name, no nationality."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from planner.domain.ids import IncidentId, PartyId, PersonId, SiteId, UnitId


class Sex(StrEnum):
    """Recorded sex; it restricts which unit may hold a person and does nothing else."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    """Recorded age band."""

    AGE_0_11 = "0-11"
    AGE_12_17 = "12-17"
    AGE_18_24 = "18-24"
    AGE_25_39 = "25-39"
    AGE_40_64 = "40-64"
    AGE_65_PLUS = "65+"
    UNKNOWN = "unknown"


class Known(StrEnum):
    """A fact that may be unknown; unknown means blocked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Category(StrEnum):
    """Who a unit may hold; derived from a person's record and party, see ``planner.clocks.category``."""

    ADULT_MAN = "adult_man"
    ADULT_WOMAN = "adult_woman"
    ADULT_OTHER = "adult_other"
    FAMILY = "family"
    LONE_CHILD = "lone_child"


class Decision(StrEnum):
    """The inadmissibility decision, an input made by people."""

    NONE = ""
    INADMISSIBLE = "inadmissible"
    ADMISSIBLE = "admissible"


class Answer(StrEnum):
    """France's answer to a readmission request; silence is no acceptance."""

    NONE = ""
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Bar:
    """A dated legal bar on one person.

    Parameters
    ----------
    bar
        Id of the bar in ``config.toml``.
    starts_on, ends_on
        First and last date it applies; no last date means until further notice.
    """

    bar: str
    starts_on: date
    ends_on: date | None


class ExtendedLimit(StrEnum):
    """A limit of time that a minister, or whoever may, can extend for one person."""

    SHORT_TERM = "short_term"
    """The stay in a short-term facility."""
    FAMILY = "family"
    """The detention of a family with children, and its stay in pre-departure accommodation."""
    PREGNANT = "pregnant"
    """The detention of a pregnant woman."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A recorded authority to hold one person beyond a limit; never assumed.

    Parameters
    ----------
    granted_at
        When it was given, UTC; it counts when given before the limit ran out and by the moment of the inputs.
    until
        End of what it allows, UTC; the extended figure of the limit holds besides.
    """

    limit: ExtendedLimit
    granted_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """Case steps done so far. Dates are dates in London; None means not done.

    Parameters
    ----------
    screened_on, decided_on, requested_on, answered_on, notice_served_on
        When each step was done.
    decision, answer
        What was decided, and what France answered.
    """

    screened_on: date | None = None
    decided_on: date | None = None
    decision: Decision = Decision.NONE
    requested_on: date | None = None
    answered_on: date | None = None
    answer: Answer = Answer.NONE
    notice_served_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person ashore, or one expected.

    Parameters
    ----------
    person_id
        Pseudonymous id.
    incident_id
        Incident the person came ashore from; None when not recorded.
    landed_at
        When the person came ashore, UTC.
    site_id, unit_id
        Where the person is now; no unit at a landing place without beds.
    arrived_at
        Recorded arrival at that kind of place, UTC: the stay limit runs from here.
    detained_since
        Start of detention, UTC; None when not detained.
    sex, age_band, age_disputed, unaccompanied, pregnant
        Recorded facts. They restrict where a person may be placed and never order people.
    adults_at_risk
        Level 1-3, 0 for none, None for not assessed.
    care_needs
        Needs a unit must offer, in ``config.toml``'s words.
    authority_from, authority_until
        Authority to detain, UTC; None when there is none.
    bars
        Legal bars with their dates.
    case
        Case steps done so far.
    extensions
        Recorded authorities to hold the person beyond a limit.
    """

    person_id: PersonId
    incident_id: IncidentId | None
    landed_at: datetime
    site_id: SiteId
    unit_id: UnitId | None
    arrived_at: datetime
    detained_since: datetime | None
    sex: Sex
    age_band: AgeBand
    age_disputed: Known
    unaccompanied: Known
    pregnant: Known
    adults_at_risk: int | None
    care_needs: frozenset[str]
    authority_from: datetime | None
    authority_until: datetime | None
    bars: tuple[Bar, ...]
    case: CaseRecord
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One person, or people who must stay together: same site, same moves, same departure.

    Parameters
    ----------
    party_id
        Id of the party; of a person alone, the person's id.
    people
        Members, sorted by id; all are at the same site now.
    expected_on
        Date a forecast party is expected ashore; None for known people.
    """

    party_id: PartyId
    people: tuple[Person, ...]
    expected_on: date | None = None

    @property
    def size(self) -> int:
        """Number of people."""
        return len(self.people)

    @property
    def is_expected(self) -> bool:
        """Whether the party is a forecast."""
        return self.expected_on is not None

"""What a plan does, counted for reading: today, departures, occupancy, and who is left without."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.instance import Instance
from planner.domain.plan import PersonPlan, Plan, Status
from planner.domain.rules import StaffedStep
from planner.domain.sites import Site
from planner.plan.tables import (
    MOVE_ADMISSION,
    MOVE_DEPARTURE,
    MOVE_LOCAL_AUTHORITY,
    MOVE_ONWARD,
    MOVE_TRANSFER,
    MOVE_UNIT,
    Cell,
    Row,
    Table,
)
from planner.report.counts import count_people
from planner.report.words import ROLES, STEPS, days_text, id_text, place_names

MOVES_TODAY = {
    MOVE_ADMISSION: "Admitted from a landing place",
    MOVE_TRANSFER: "Moved between sites",
    MOVE_UNIT: "Moved to another unit at the same site",
    MOVE_ONWARD: "Moved to onward accommodation",
    MOVE_LOCAL_AUTHORITY: "Taken into local-authority care",
    MOVE_DEPARTURE: "Leaving for France",
}
LIVE_REASONS = frozenset({"capacity", "no_departure", "not_ready_yet"})
"""Codes of reasons that stand against a transfer in these weeks only, where the law leaves it open."""


@dataclass(frozen=True, slots=True)
class SiteNights:
    """People and beds at one site.

    Attributes
    ----------
    beds, reserved, occupied, unplaced
        By night, length ``num_days``: beds, beds reserved for people admitted from France, people in
        beds, and people there without a lawful bed.
    """

    site: Site
    nights: tuple[date, ...]
    beds: tuple[int, ...]
    reserved: tuple[int, ...]
    occupied: tuple[int, ...]
    unplaced: tuple[int, ...]

    def fullest_night(self) -> int:
        """Night with the fewest beds left, the first of several; a night without beds or people only when there is no other."""
        return min(range(len(self.nights)), key=lambda night: (not (self.beds[night] or self.occupied[night]), self.free(night), night))

    def free(self, night: int) -> int:
        """Beds left."""
        return self.beds[night] - self.reserved[night] - self.occupied[night]


def site_nights(instance: Instance, plan: Plan) -> tuple[SiteNights, ...]:
    """Count people and beds at each site, each night."""
    nights = plan.horizon.dates()
    counts = count_people(plan)
    return tuple(
        SiteNights(
            site=site,
            nights=nights,
            beds=tuple(sum(unit.beds[night] for unit in site.units) for night in range(len(nights))),
            reserved=tuple(sum(unit.reserved[night] for unit in site.units) for night in range(len(nights))),
            occupied=tuple(counts.in_beds[site.site_id, night] for night in range(len(nights))),
            unplaced=tuple(counts.without[site.site_id, night] for night in range(len(nights))),
        )
        for site in instance.sites
    )


def today_totals(plan: Plan, tables: Mapping[str, Table]) -> Table:
    """Count what happens on day 0."""
    moves = Counter(row["kind"] for row in tables["moves"].records() if row["date"] == plan.plan_date)
    steps = Counter(row["step"] for row in tables["case_steps"].records() if row["date"] == plan.plan_date)
    tonight = [stay.status for person in plan.people for stay in person.stays if stay.first_night == 0]
    rows: list[Row] = [(label, moves[kind]) for kind, label in MOVES_TODAY.items()]
    rows += [(STEPS[step], steps[str(step)]) for step in StaffedStep]
    rows.append(("Without a lawful bed tonight", sum(status is Status.UNPLACED for status in tonight)))
    return Table("Moves, departures and case steps today", ("What happens", "People"), tuple(rows))


def today_by_site(instance: Instance, plan: Plan, tables: Mapping[str, Table]) -> Table:
    """Count people at each site now, moving today and staying tonight."""
    moves = [row for row in tables["moves"].records() if row["date"] == plan.plan_date and row["from_site_id"] != row["to_id"]]
    now = Counter(person.site_id for party in instance.parties if not party.is_expected for person in party.people)
    ashore = Counter(person.site_id for party in instance.parties if party.expected_on == plan.plan_date for person in party.people)
    arriving, leaving = Counter(row["to_id"] for row in moves), Counter(row["from_site_id"] for row in moves)
    rows = tuple(
        (
            site.site.name,
            ROLES[site.site.role],
            now[site.site.site_id],
            ashore[site.site.site_id],
            arriving[site.site.site_id],
            leaving[site.site.site_id],
            site.occupied[0],
            site.unplaced[0],
            site.free(0),
        )
        for site in site_nights(instance, plan)
    )
    columns = ("Site", "Kind", "Now", "Expected ashore", "Arriving", "Leaving", "In beds tonight", "Unplaced tonight", "Beds free tonight")
    return Table("People by site today", columns, rows)


def today_orders(instance: Instance, plan: Plan, tables: Mapping[str, Table]) -> Table:
    """List every move, departure and case step of day 0, person by person."""
    names = place_names(instance)
    leaving = {row["person_id"]: (row["departure_id"], row["departs_at"]) for row in tables["manifests"].records()}
    rows: list[Row] = []
    for row in tables["moves"].records():
        if row["date"] == plan.plan_date:
            departure = leaving[row["person_id"]] if row["kind"] == MOVE_DEPARTURE else (None, None)
            ends = (named(names, row["from_site_id"]), row["from_unit_id"], named(names, row["to_id"]), row["to_unit_id"])
            rows.append((MOVES_TODAY[str(row["kind"])], row["person_id"], row["party_id"], *ends, *departure, row["minutes"]))
    for row in tables["case_steps"].records():
        if row["date"] == plan.plan_date:
            label = STEPS[StaffedStep(str(row["step"]))]
            rows.append((label, row["person_id"], row["party_id"], None, None, None, None, None, None, None))
    columns = ("What", "Person", "Party", "From", "From unit", "To", "To unit", "Departure", "Departs (UK time)", "Minutes by road")
    return Table("Today", columns, tuple(sorted(rows, key=lambda row: (str(row[0]), str(row[2]), str(row[1])))))


def departures(instance: Instance, plan: Plan) -> Table:
    """Count seats, people, escorts and medics of every departure, in the order they leave."""
    names = place_names(instance)
    boarded = Counter(stay.departure_id for person in plan.people for stay in person.stays if stay.departure_id is not None)
    rows = tuple(
        (
            departure.departure_id,
            departure.departs_at,
            named(names, departure.place_id),
            named(names, departure.arrival_place_id),
            "Cancelled" if departure.cancelled else id_text(departure.mode),
            departure.seats,
            boarded[departure.departure_id],
            departure.seats - boarded[departure.departure_id],
            departure.escorts_for(boarded[departure.departure_id]),
            departure.medics if boarded[departure.departure_id] else 0,
        )
        for departure in sorted(instance.departures, key=lambda departure: (departure.departs_at, departure.departure_id))
    )
    columns = ("Departure", "Departs (UK time)", "From", "To", "How", "Seats", "People", "Seats left", "Escorts", "Medics")
    return Table("Departures to France", columns, rows)


def unplaced_groups(instance: Instance, tables: Mapping[str, Table]) -> Table:
    """Group people without a lawful bed by site, nights and reason; every id is listed."""
    names = place_names(instance)
    rows = [
        ((named(names, row["site_id"]), _dates(row["first_night"], row["last_night"]), reason_text(row["reason"], row["reason_code"])), row)
        for row in tables["unplaced"].records()
    ]
    grouped = _grouped((key, str(row["person_id"])) for key, row in rows)
    return Table("Each person without a lawful bed", ("Where", "Nights", "Why", "People", "Ids"), grouped)


def unplaced_reasons(tables: Mapping[str, Table]) -> Table:
    """Count people and nights without a lawful bed by reason, most people first."""
    people: defaultdict[str, set[Cell]] = defaultdict(set)
    nights: Counter[str] = Counter()
    for row in tables["unplaced"].records():
        why = reason_text(row["reason"], row["reason_code"])
        people[why].add(row["person_id"])
        nights[why] += int(str(row["nights"]))
    reasons = sorted(people, key=lambda why: (-len(people[why]), why))
    return Table(
        "Why people are without a lawful bed",
        ("Why", "People", "Nights in all"),
        tuple((why, len(people[why]), nights[why]) for why in reasons),
    )


def not_transferred_groups(plan: Plan, *, live: bool) -> Table:
    """Group people in a lawful bed every night who are not transferred, by reason, most people first.

    Parameters
    ----------
    live
        Whether to take the people whose case is live, or all others.
    """
    kept = (person for person in plan.people if _is_kept(person) and (person.reason_code in LIVE_REASONS) is live)
    groups = _grouped(((reason_text(person.reason, person.reason_code),), str(person.person_id)) for person in kept)
    name = "Live cases not transferred" if live else "Other people not transferred"
    return Table(name, ("Why", "People", "Ids"), tuple(sorted(groups, key=lambda row: (-len(str(row[2]).split("; ")), str(row[0])))))


def _is_kept(person: PersonPlan) -> bool:
    """Whether somebody is neither unplaced on a night nor transferred, and the plan says why."""
    return bool(person.reason_code or person.reason) and not {stay.status for stay in person.stays} & {Status.UNPLACED, Status.TRANSFERRED}


def named(names: Mapping[str, str], place_id: Cell) -> str:
    """Show a site, port or airport with its id, for example Heathrow (LHR)."""
    name = names.get(str(place_id), "")
    return f"{name} ({place_id})" if name and name != place_id else str(place_id)


def reason_text(reason: Cell, code: Cell) -> str:
    """Give a reason in words; its code when it has no words."""
    return str(reason or "") or id_text(str(code or "")) or "No reason was recorded"


def _grouped(members: Iterable[tuple[tuple[str, ...], str]]) -> tuple[Row, ...]:
    """Rows of key, count and ids, sorted."""
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, person_id in members:
        groups[key].append(person_id)
    return tuple((*key, len(ids), "; ".join(sorted(ids))) for key, ids in sorted(groups.items()))


def _dates(first: Cell, last: Cell) -> str:
    return days_text(first, last) if isinstance(first, date) and isinstance(last, date) else ""

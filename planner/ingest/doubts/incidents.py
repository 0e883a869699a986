"""Doubts about boats and head counts."""

from collections.abc import Iterator
from datetime import timedelta

from planner.domain.incidents import Incident, IncidentStatus
from planner.domain.instance import Instance, Triage
from planner.ingest.book import Book

LARGEST_BOAT = 120
"""People in one boat above which a report is doubted: the largest loads reported lie near it."""

LONGEST_RESCUE = timedelta(hours=12)

CODES = {
    "boat_size": f"more than {LARGEST_BOAT} people reported for each boat",
    "head_count": "people counted ashore and rows of people differ",
    "head_count_closed": "an incident is closed although its counts differ",
    "people_missing": "fewer people counted ashore than reported aboard",
    "people_more": "more people counted ashore than reported aboard",
    "at_sea_overdue": f"a boat met more than {LONGEST_RESCUE.total_seconds() / 3600:g} hours ago is still at sea",
    "listed_at_sea": "people are listed for an incident that is still at sea",
}


def incident_doubts(_: Book, instance: Instance) -> Iterator[Triage]:
    """Incidents whose figures do not fit together."""
    for incident in instance.incidents:
        for code, message in (*_report_doubts(incident), *_count_doubts(incident), *_sea_doubts(incident, instance)):
            yield Triage(code, incident.incident_id, message)


def _report_doubts(incident: Incident) -> Iterator[tuple[str, str]]:
    if incident.people_reported > LARGEST_BOAT * incident.boats:
        yield (
            "boat_size",
            f"{incident.people_reported} people reported in {incident.boats} boat(s); the plan uses the people listed: check the report",
        )
    if incident.people_ashore is None or incident.people_ashore == incident.people_reported:
        return
    difference = abs(incident.people_reported - incident.people_ashore)
    counts = f"{incident.people_reported} reported aboard, {incident.people_ashore} counted ashore"
    if incident.people_ashore < incident.people_reported:
        yield "people_missing", f"{counts}: {difference} not accounted for; the plan can not place them: do not close the incident"
    else:
        yield "people_more", f"{counts}: {difference} more than reported; the plan uses the people listed"


def _count_doubts(incident: Incident) -> Iterator[tuple[str, str]]:
    if incident.people_ashore is None or incident.people_ashore == incident.people_listed:
        return
    counts = f"{incident.people_ashore} counted ashore, {incident.people_listed} listed in people"
    if incident.status is IncidentStatus.CLOSED:
        yield (
            "head_count_closed",
            f"{counts}, yet the incident is closed; the plan places those listed: open it again until the counts match",
        )
    elif incident.people_unlisted:
        yield (
            "head_count",
            f"{counts}; the plan places those listed and has no bed for the other {incident.people_unlisted} until they have rows",
        )
    else:
        yield "head_count", f"{counts}; the plan places everybody listed: check for a person listed twice or under another incident"


def _sea_doubts(incident: Incident, instance: Instance) -> Iterator[tuple[str, str]]:
    if incident.status is not IncidentStatus.AT_SEA:
        return
    hours = (instance.as_of - incident.met_at).total_seconds() / 3600
    if instance.as_of - incident.met_at > LONGEST_RESCUE:
        yield "at_sea_overdue", f"met {hours:.0f} hours ago and still at sea; the plan expects nobody of it: find out where its people are"
    if incident.people_listed:
        yield "listed_at_sea", f"{incident.people_listed} people are listed although the incident is at sea; the plan takes them as ashore"

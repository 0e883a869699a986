"""Head counts: an incident closes only when everyone ashore is accounted for."""

from planner.domain.incidents import IncidentStatus
from planner.verify.book import Book
from planner.verify.findings import Findings


def check_incidents(book: Book, findings: Findings) -> None:
    """Check closed incidents, and raise an alarm for people ashore who are not listed yet."""
    for incident in book.inputs.incidents:
        ashore, listed = incident.people_ashore, incident.people_listed
        if incident.status == IncidentStatus.CLOSED and ashore != listed:
            counted = "no count of people" if ashore is None else ashore
            findings.alarm(
                f"incident {incident.incident_id} is recorded as closed with {counted} ashore and {listed} people listed: treat it as open"
            )
        elif ashore is not None and ashore > listed:
            findings.alarm(
                f"incident {incident.incident_id}: {ashore - listed} of {ashore} people ashore are not listed yet and are not in the plan"
            )

"""Judges where a plan has people, by every rule that needs no file: the itineraries alone, whoever made them."""

from collections.abc import Mapping

from planner.domain.ids import PartyId
from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.verify.book import Book, open_book
from planner.verify.case_clock import Outlook, outlook
from planner.verify.checks.apart import check_apart
from planner.verify.checks.balance import check_balance
from planner.verify.checks.beds import check_beds
from planner.verify.checks.case import check_case
from planner.verify.checks.custody import check_custody
from planner.verify.checks.days import check_days
from planner.verify.checks.incidents import check_incidents
from planner.verify.checks.locks import check_locks
from planner.verify.checks.people import check_people
from planner.verify.checks.transfer import check_transfers
from planner.verify.clock import clock_of
from planner.verify.findings import Findings


def judge_itineraries(inputs: Instance, plan: Plan, findings: Findings) -> tuple[Book, Mapping[PartyId, Outlook]]:
    """Lay inputs and plan side by side and check every night, step, journey and transfer.

    Parameters
    ----------
    findings
        What is found is written here.

    Returns
    -------
    tuple
        Inputs and plan side by side, and what is still possible for each party.
    """
    book = open_book(inputs, plan, clock_of(inputs.horizon.first_date, inputs.rules))
    outlooks = {party_id: outlook(book, members[0].party) for party_id, members in book.of_party.items()}
    for check in (
        check_people,
        check_balance,
        check_beds,
        check_custody,
        check_case,
        check_transfers,
        check_days,
        check_apart,
        check_locks,
        check_incidents,
    ):
        check(book, findings)
    return book, outlooks

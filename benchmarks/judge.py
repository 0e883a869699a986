"""Every rule, checked by the planner's independent verifier, on a plan that was never stored."""

from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.domain.verification import Verification
from planner.verify.book import open_book
from planner.verify.case_clock import outlook
from planner.verify.checks.apart import check_apart
from planner.verify.checks.beds import check_beds
from planner.verify.checks.case import check_case
from planner.verify.checks.custody import check_custody
from planner.verify.checks.days import check_days
from planner.verify.checks.locks import check_locks
from planner.verify.checks.numbers import recompute
from planner.verify.checks.people import check_people
from planner.verify.checks.transfer import check_transfers
from planner.verify.clock import clock_of
from planner.verify.findings import Findings


def judge(instance: Instance, plan: Plan) -> Verification:
    """Find every rule a plan breaks, and work out its measures; files and digests apart, since there are none."""
    book = open_book(instance, plan, clock_of(instance.horizon.first_date, instance.rules))
    findings = Findings()
    for check in (check_people, check_beds, check_custody, check_case, check_transfers, check_days, check_apart, check_locks):
        check(book, findings)
    outlooks = {party_id: outlook(book, members[0].party) for party_id, members in book.of_party.items()}
    return findings.verification(recompute(book, outlooks))

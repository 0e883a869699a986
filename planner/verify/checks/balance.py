"""Conservation: everybody in the inputs is accounted for on every night, and at every site comings and goings add up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate

from planner.domain.ids import SiteId
from planner.domain.plan import Status, Stay
from planner.verify.book import Book
from planner.verify.findings import Findings

# Members of an enumeration looked up once: a look-up by name costs more than the comparison it is for.
EXPECTED, TRANSFERRED = Status.EXPECTED, Status.TRANSFERRED


def check_balance(book: Book, findings: Findings) -> None:
    """Check that nobody appears or vanishes between two nights, over all and at each site."""
    _check_nights(book, findings)
    _check_sites(book, findings)


def _check_nights(book: Book, findings: Findings) -> None:
    r"""Hold those in the inputs against those the plan places, night by night.

    With :math:`n` people in the inputs, every night :math:`t` has :math:`n = e_t + s_t + f_t`: people expected, at sites
    (in a bed or without one) and transferred.
    """
    people = sum([len(party.people) for party in book.inputs.parties])
    stays = [stay for person in book.plan.people for stay in person.stays]
    expected = _people_by_night((stay for stay in stays if stay.status is EXPECTED), book.num_days)
    gone = _people_by_night((stay for stay in stays if stay.status is TRANSFERRED), book.num_days)
    at_sites = _people_by_night((stay for stay in stays if stay.status is not EXPECTED and stay.status is not TRANSFERRED), book.num_days)
    findings.checked("night_balance", people * book.num_days)
    for night, found in enumerate(zip(expected, at_sites, gone, strict=True)):
        if sum(found) != people:
            kinds = "{} expected, {} at sites, {} transferred".format(*found)
            message = f"{people} people in the inputs, {sum(found)} in the plan: {kinds}"
            findings.broken("night_balance", book.iso(night), book.iso(night), message)


def _people_by_night(stays: Iterable[Stay], num_days: int) -> list[int]:
    """People whose stays cover each night of the horizon; a stay beyond it counts for its nights within."""
    edges: Counter[int] = Counter()
    for (first, last), count in Counter((stay.first_night, stay.last_night) for stay in stays).items():
        if last >= first:
            edges[max(0, first)] += count
            edges[max(-1, last) + 1] -= count
    return list(accumulate(edges[night] for night in range(num_days)))


def _check_sites(book: Book, findings: Findings) -> None:
    r"""Hold the people at each site against its comings and goings.

    For every site and day :math:`t`, :math:`p_t = p_{t-1} + l_t + i_t - o_t`: people there on the night, the night before,
    landed, come by road and left; :math:`p_{-1}` is where the inputs have people.
    """
    there: Counter[tuple[SiteId, int]] = Counter()
    edges: Counter[tuple[SiteId, int]] = Counter()
    come: Counter[tuple[SiteId, int]] = Counter()
    left: Counter[tuple[SiteId, int]] = Counter()
    for journey in book.journeys:
        begin = -1 if not journey.party.is_expected else journey.entry
        come[journey.person.site_id, begin] += 1
        for stay in journey.stays:
            if stay.site_id:
                edges[stay.site_id, stay.first_night] += 1
                edges[stay.site_id, stay.last_night + 1] -= 1
        for change in journey.changes:
            if change.leaves_site:
                left[change.from_site, change.day] += 1
                if change.stay.site_id:
                    come[change.stay.site_id, change.day] += 1
    for site_id in sorted({site for counted in (edges, come, left) for site, _ in counted}):
        for night, count in enumerate(accumulate(edges[site_id, night] for night in range(book.num_days))):
            there[site_id, night] = count
        there[site_id, -1] = come[site_id, -1]
        _check_site(book, site_id, (there, come, left), findings)


def _check_site(book: Book, site_id: SiteId, counts: tuple[Mapping[tuple[SiteId, int], int], ...], findings: Findings) -> None:
    there, come, left = counts
    findings.checked("site_balance", book.num_days)
    for night in range(book.num_days):
        before, now = there[site_id, night - 1], there[site_id, night]
        arrived, gone = come[site_id, night], left[site_id, night]
        if now != before + arrived - gone:
            message = f"{before} people the night before, {arrived} come, {gone} left, {now} there"
            findings.broken("site_balance", site_id, book.iso(night), message)

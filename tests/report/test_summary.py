"""The summary page: what it says, in which order, and that nothing in it can act or ask for anything."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from planner.domain.instance import Triage
from planner.domain.verification import Verification, Violation
from planner.plan.tables import plan_tables
from planner.report.charts import occupancy_chart
from planner.report.facts import site_nights
from planner.report.summary import render_summary
from tests.report.example import FIGURES, INSTANCE, PLAN, VERIFIED, WHYS

HOSTILE = """<script>alert("x")</script>'`${7*7}{{7*7}}</style></title></svg>"""
PAGE = render_summary(INSTANCE, PLAN, VERIFIED, FIGURES)


class Outline(HTMLParser):
    """Tags, ids, references and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.headings: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given[name] or "" for name in ("href", "src", "action", "data") if name in given]
        self.labels += (given.get("aria-labelledby") or "").split()
        if any(name.startswith("on") for name in given):
            self.tags.append("handler")

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self.tags and self.tags[-1] == "h2" and data.strip():
            self.headings.append(data.strip())


OUTLINE = Outline(PAGE)


def text_of(page: str) -> str:
    return " ".join(" ".join(Outline(page).text).split())


def test_sections_come_in_the_order_they_matter() -> None:
    assert OUTLINE.headings == [
        "Verified: every rule holds",
        "On this page",
        "Doubtful records",
        "Incidents",
        "What changes today",
        "Who is unplaced and why",
        "Live cases not transferred",
        "Departures to France",
        "Occupancy against capacity",
        "How good the plan is",
        "Balance with France",
        "Agreement and figures",
    ]


def test_what_stands_in_the_way_has_a_section_where_anything_does() -> None:
    empty = tuple(replace(table, rows=()) for table in WHYS)
    assert render_summary(INSTANCE, PLAN, VERIFIED, FIGURES, whys=empty) == PAGE
    page = render_summary(INSTANCE, PLAN, VERIFIED, FIGURES, whys=WHYS)
    headings = Outline(page).headings
    assert headings.index("What stands in the way") == headings.index("Departures to France") - 1
    assert {link[1:] for link in Outline(page).links if link.startswith("#")} <= set(Outline(page).ids)
    assert "1 escort, 12 August 2026" in text_of(page)
    assert "12 August 2026 1 more Transfers" in text_of(page)
    hostile = tuple(replace(table, rows=(tuple(HOSTILE for _ in table.columns),)) for table in WHYS)
    assert "<script" not in render_summary(INSTANCE, PLAN, VERIFIED, FIGURES, whys=hostile)


def test_the_page_can_be_read_without_seeing_it() -> None:
    assert '<html lang="en-GB">' in PAGE
    assert OUTLINE.tags.count("h1") == OUTLINE.tags.count("main") == 1
    assert OUTLINE.tags.count("table") == OUTLINE.tags.count("caption")
    assert len(re.findall(r"<th(?! scope=)[ >]", PAGE)) == 0
    assert len(OUTLINE.ids) == len(set(OUTLINE.ids))
    assert set(OUTLINE.labels) <= set(OUTLINE.ids)
    assert OUTLINE.links[1] == "#main"


def test_nothing_outside_the_page_is_asked_for() -> None:
    outside = [link for link in OUTLINE.links if not link.startswith("#")]
    assert outside == ["data:,", "map.html", "plan.xlsx"]
    assert not {"script", "iframe", "img", "form", "handler"} & set(OUTLINE.tags)
    assert "@import" not in PAGE
    assert "url(" not in PAGE
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in PAGE


def test_links_inside_the_page_arrive() -> None:
    assert {link[1:] for link in OUTLINE.links if link.startswith("#")} <= set(OUTLINE.ids)


@pytest.mark.parametrize(
    "said",
    [
        "Plan for Monday 10 August 2026",
        "Covers the nights to 16 August 2026. Made from inputs as they stood on 10 August 2026 at 6am.",
        "2 rules were checked on 45 facts, read again from the inputs and the plan. None is broken.",
        "61 people reported at sea still to be brought ashore. 3 people counted ashore have no record yet",
        "1 person spends 1 night in all without a lawful bed.",
        "10 August 2026 at 4:30pm",
        "Not every aim is proven",
        "It stood at -4 before this plan; the band is -5 to 40.",
        "The agreement is in force from 6 August 2025 to 30 September 2026.",
        "1 of 2 figures are not verified against their source.",
    ],
)
def test_the_page_says(said: str) -> None:
    assert said in text_of(PAGE)


def test_the_same_plan_gives_the_same_bytes() -> None:
    shuffled = replace(PLAN, people=PLAN.people[::-1])
    assert render_summary(INSTANCE, shuffled, VERIFIED, FIGURES) == PAGE


def test_hostile_text_stays_text() -> None:
    sites = tuple(replace(site, name=HOSTILE) for site in INSTANCE.sites)
    people = tuple(replace(person, reason=HOSTILE if person.reason else "") for person in PLAN.people)
    instance = replace(INSTANCE, sites=sites, triage=(Triage("head_count", HOSTILE, HOSTILE),))
    alarmed = replace(VERIFIED, alarms=(HOSTILE,))
    page = render_summary(instance, replace(PLAN, people=people), alarmed, FIGURES)
    assert Outline(page).tags == OUTLINE.tags
    assert "{{7*7}}" in page
    assert "<script" not in page


def test_a_broken_rule_is_shown_before_anything_else() -> None:
    broken = Verification({"seats": 3}, {}, (Violation("seats", "D-0810", "2026-08-10", "5 people, 4 seats"),), ())
    text = text_of(render_summary(INSTANCE, PLAN, broken))
    assert "Verified: every rule holds" not in text
    assert text.index("Not verified: do not use this plan") < text.index("5 people, 4 seats") < text.index("Doubtful records")


def test_a_plan_on_which_nothing_was_checked_is_not_verified() -> None:
    assert "Not verified: do not use this plan" in text_of(render_summary(INSTANCE, PLAN, Verification({}, {}, (), ())))


def test_a_quiet_morning_says_so() -> None:
    people = tuple(replace(person, reason_code="", reason="") for person in PLAN.people if person.person_id == "P-09")
    text = text_of(render_summary(replace(INSTANCE, triage=(), incidents=()), replace(PLAN, people=people), VERIFIED))
    for said in (
        "No record is in doubt.",
        "Nobody is reported at sea.",
        "Everybody has a lawful bed on every night.",
        "Nobody is planned on a departure.",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("last_day", "said"), [(9, "The plan date lies outside the dates of the agreement."), (12, "The agreement ends during this plan.")]
)
def test_dates_in_force_are_watched(last_day: int, said: str) -> None:
    until = INSTANCE.rules.agreement_until.replace(month=8, day=last_day)
    instance = replace(INSTANCE, rules=replace(INSTANCE.rules, agreement_until=until))
    assert said in text_of(render_summary(instance, PLAN, VERIFIED))
    assert said not in text_of(PAGE)


def test_long_lists_fold_and_keep_every_id() -> None:
    many = tuple(replace(PLAN.people[6], person_id=f"Q-{number:04d}") for number in range(300))
    template = next(party for party in INSTANCE.parties if party.party_id == "P-07")
    parties = tuple(replace(template, people=(replace(template.people[0], person_id=person.person_id),)) for person in many)
    page = render_summary(replace(INSTANCE, parties=(*INSTANCE.parties, *parties)), replace(PLAN, people=PLAN.people + many), VERIFIED)
    assert "<summary>Show all 301</summary>P-07; Q-0000; Q-0001" in page
    assert "Q-0299" in page


def test_a_chart_has_a_name_a_description_and_its_parts() -> None:
    brook, dover, hotel, *_ = site_nights(INSTANCE, PLAN)
    drawn = [ET.fromstring(str(occupancy_chart(site, "c"))) for site in (brook, dover, hotel)]  # noqa: S314  # our own text
    assert [len(svg.findall("rect[@class='occupied']")) for svg in drawn] == [7, 0, 7]
    assert [len(svg.findall("rect[@class='reserved']")) for svg in drawn] == [0, 0, 7]
    assert [len(svg.findall("rect[@class='unplaced']")) for svg in drawn] == [0, 1, 0]
    assert drawn[0].get("role") == "img"
    assert drawn[0].findtext("title") == "Brook House: people and beds each night"
    assert drawn[2].findtext("desc") == "Fullest on the night of 15 August 2026: 6 people in beds and 2 reserved, of 10 beds."
    assert drawn[1].findtext("desc") == "No beds here. 1 night without a lawful bed."


def test_bars_stand_in_scale_under_the_line_of_beds() -> None:
    svg = ET.fromstring(str(occupancy_chart(site_nights(INSTANCE, PLAN)[0], "c")))  # noqa: S314  # our own text
    heights = [float(rect.get("height", "")) for rect in svg.findall("rect")]
    assert heights == [55, 55, 110, 110, 55, 55, 55]


def test_the_charts_numbers_stand_in_a_table() -> None:
    occupancy = plan_tables(INSTANCE, PLAN)["occupancy"]
    assert len(occupancy.rows) == 35
    assert "Occupancy: show 35 rows" in PAGE

"""What must hold for the pack of a whole sample: the plan proven and verified, and every page and sheet saying what it says."""

import csv
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Page, expect

from maps.scene import Scene
from planner.domain.instance import Instance
from planner.domain.plan import Measure, Plan, Status
from planner.ingest.build import load_workspace
from planner.plan.read import read_plan
from planner.report.scene import build_scene
from planner.verify import verify_pack
from tests.app.commands import planner
from tests.browser import PHONE, opened
from tests.maps.reading import reading

SITE = re.compile(r": (no beds|[\d,]+ (people|person), [\d,]+ beds?)(, [\d,]+ (people|person) without a bed)?$")
SHEETS = (
    "Summary",
    "Triage",
    "Today",
    "Assignments",
    "Manifests",
    "Reserves",
    "Moves",
    "Occupancy",
    "Unplaced",
    "What stands in the way",
    "What one more is worth",
    "Case steps",
    "Departures",
    "Seat fill",
    "Measures",
    "Balance with France",
    "Verification",
    "Rules in force",
    "Figures",
)
SECTIONS = (
    "Doubtful records",
    "Incidents",
    "What changes today",
    "Who is unplaced and why",
    "Live cases not transferred",
    "What stands in the way",
    "Departures to France",
    "Occupancy against capacity",
    "How good the plan is",
    "Balance with France",
    "Agreement and figures",
)


@dataclass(frozen=True)
class Planned:
    """A sample's pack, and the plan in it."""

    pack: Path
    instance: Instance
    plan: Plan
    scene: Scene

    def rows(self, table: str) -> list[dict[str, str]]:
        """Give the rows of a table of the pack."""
        with (self.pack / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def value(self, measure: Measure) -> int:
        """Give the value of a measure."""
        return next(item.value for item in self.plan.measures if item.measure is measure)


def plan_sample(kind: str, folder: Path) -> Planned:
    """Write a sample and plan it, as a user does."""
    made = planner("init", folder / "workspace", "--sample", kind)
    assert made.code == 0, made.err
    ran = planner("plan", folder / "workspace", "--out", folder / "pack")
    assert ran.code == 0, ran.err
    pack = folder / "pack"
    plan, instance = read_plan(pack), load_workspace(pack / "inputs").instance
    return Planned(pack, instance, plan, build_scene(instance, plan))


class SamplePack:
    """Tests of one sample's pack, made once by the fixture ``planned`` of each sample's own file: they can run side by side."""

    def test_every_measure_is_proven_optimal(self, planned: Planned) -> None:
        assert {item.measure for item in planned.plan.measures} == set(Measure)
        assert [item for item in planned.plan.measures if item.gap] == []

    def test_verify_finds_nothing(self, planned: Planned) -> None:
        verification = verify_pack(planned.pack)
        assert list(verification.violations) == []
        assert sum(count > 0 for count in verification.rules.values()) > 50
        assert dict(verification.measures) == {item.measure: item.value for item in planned.plan.measures}

    def test_nobody_disappears(self, planned: Planned) -> None:
        people = {person.person_id for party in planned.instance.parties for person in party.people}
        assert {person.person_id for person in planned.plan.people} == people
        assert {row["person_id"] for row in planned.rows("assignments")} == people
        assert len(people) > 500

    def test_tables_count_what_the_measures_count(self, planned: Planned) -> None:
        statuses = Counter(stay.status for person in planned.plan.people for stay in person.stays)
        assert statuses[Status.TRANSFERRED] == planned.value(Measure.TRANSFERS) == len(planned.rows("manifests")) > 0
        assert sum(int(row["nights"]) for row in planned.rows("unplaced")) == planned.value(Measure.UNPLACED_NIGHTS)

    def test_every_sheet_of_the_workbook_says_something(self, planned: Planned) -> None:
        book = openpyxl.load_workbook(planned.pack / "plan.xlsx")
        assert tuple(book.sheetnames) == SHEETS
        empty_allowed = set() if planned.rows("unplaced") else {"Unplaced"}
        assert {sheet.title for sheet in book.worksheets if sheet.max_row < 2} <= empty_allowed
        assert book["Assignments"].max_row == 1 + len(planned.rows("assignments"))
        assert book["Manifests"].max_row == 1 + len(planned.rows("manifests"))

    def test_the_map_says_for_every_day_what_the_tables_say(self, planned: Planned, browser: Browser) -> None:
        scene = planned.scene
        beds, moves, names = _beds_by_night(planned), _moves_by_day(planned), scene.names()
        with reading(browser, planned.pack / "map.html") as (shown, _):
            expect(shown.page.get_by_role("heading", level=1)).to_have_text(scene.title)
            expect(shown.marker(SITE)).to_have_count(len(scene.sites))
            for day in range(scene.num_days):
                shown.to_day(day)
                when = (scene.first_date + timedelta(days=day)).isoformat()
                tables = shown.tables()
                sites = {row[0]: (_number(row[3]), _number(row[4])) for row in tables["Sites that night"]}
                assert sites == {site.name: beds[when, site.site_id] for site in scene.sites}
                moving = {(row[0], row[1]): _number(row[3]) for row in tables.get("People moving", []) if row[2] != "To France"}
                assert moving == {(names[start], names[end]): people for (start, end), people in moves[when].items()}
                assert len(tables.get("Incidents", [])) == (len(scene.incidents) if day == 0 else 0)
            _guarded(shown.page)

    def test_the_map_is_small_and_opens_on_a_telephone(self, planned: Planned, browser: Browser) -> None:
        assert (planned.pack / "map.html").stat().st_size < 2_000_000
        with reading(browser, planned.pack / "map.html", PHONE) as (shown, _):
            expect(shown.marker(SITE)).to_have_count(len(planned.scene.sites))
            assert shown.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    def test_the_map_finds_people_and_leads_to_the_summary(self, planned: Planned, browser: Browser) -> None:
        person = next(each for each in planned.scene.people if each.stays[0].place_id)
        with reading(browser, planned.pack / "map.html") as (shown, _):
            shown.find(person.person_id)
            at = planned.scene.names()[[stay for stay in person.stays if stay.first_day == 0][-1].place_id]
            expect(shown.facts(f"Person {person.person_id}").get_by_role("definition").first).to_have_text(at)
            expect(shown.page.get_by_role("link", name="Summary")).to_have_attribute("href", "summary.html")

    def test_the_summary_says_what_the_plan_says(self, planned: Planned, browser: Browser) -> None:
        with opened(browser, planned.pack / "summary.html") as shown:
            page = shown.page
            expect(page.get_by_role("heading", level=1)).to_have_text(planned.scene.title)
            expect(page.get_by_role("heading", name="Verified: every rule holds")).to_have_count(1)
            for section in SECTIONS:
                expect(page.get_by_role("heading", name=section, level=2, exact=True)).to_be_visible()
                expect(page.get_by_role("link", name=section, exact=True)).to_have_count(1)
            expect(page.get_by_text("Every aim is proven.")).to_be_visible()
            transferred = page.get_by_role("definition").nth(2)
            expect(transferred).to_have_text(f"{planned.value(Measure.TRANSFERS):,}")
            measures = page.get_by_role("region", name="How good the plan is").get_by_role("table").get_by_role("row")
            expect(measures).to_have_count(1 + len(planned.plan.measures))
            _guarded(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        assert (shown.requests, shown.complaints) == ([], [])

    def test_every_table_of_the_summary_has_a_caption_and_headings(self, planned: Planned, browser: Browser) -> None:
        with opened(browser, planned.pack / "summary.html") as shown:
            page = shown.page
            page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
            tables = page.get_by_role("table")
            expect(page.get_by_role("table", name=re.compile(r"\w"))).to_have_count(tables.count())
            assert tables.count() >= 10
            for number in range(tables.count()):
                expect(tables.nth(number).get_by_role("columnheader").first).to_be_visible()
            expect(page.get_by_role("img").first).to_be_visible()
            assert page.get_by_role("img").count() > 20
        assert (shown.requests, shown.complaints) == ([], [])

    def test_the_manifest_lists_what_verify_needs(self, planned: Planned) -> None:
        manifest = json.loads((planned.pack / "manifest.json").read_text(encoding="utf-8"))
        assert {"plan.json", "map.html", "summary.html", "inputs/people.csv", "inputs/config.toml"} <= set(manifest["files"])


def _beds_by_night(planned: Planned) -> dict[tuple[str, str], tuple[int, int]]:
    """People in beds, those from France among them, and beds, by night and site."""
    people: Counter[tuple[str, str]] = Counter()
    beds: Counter[tuple[str, str]] = Counter()
    for row in planned.rows("occupancy"):
        people[row["night"], row["site_id"]] += int(row["occupied"]) + int(row["reserved"])
        beds[row["night"], row["site_id"]] += int(row["beds"])
    nights = [(planned.scene.first_date + timedelta(days=day)).isoformat() for day in range(planned.scene.num_days)]
    return {
        (night, site.site_id): (people[night, site.site_id], beds[night, site.site_id]) for night in nights for site in planned.scene.sites
    }


def _moves_by_day(planned: Planned) -> dict[str, Counter[tuple[str, str]]]:
    """People by way, day by day; a change of unit inside a site is no way."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in planned.rows("moves"):
        if row["from_site_id"] != row["to_id"]:
            found[row["date"]][row["from_site_id"], row["to_id"]] += 1
    return found


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _guarded(page: Page) -> None:
    """The page may not load anything, whatever is written into it."""
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "http" not in policy

"""The commands as their users meet them: files whole or not at all, the same bytes again, a sentence for each mistake."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from planner.forecast.files import daily_csv
from planner.ingest.tables import TABLES
from tests.app.commands import planner
from tests.browser import DESKTOP, PHONE, browsing, opened
from tests.forecast.made_up import edition, made_up_series, write_ods
from tests.maps.test_map_access import faults as access_faults


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("days") / "days.csv"
    path.write_text(daily_csv(made_up_series(1200)), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as running:
        yield running


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_an_import_writes_tables_and_a_page(tmp_path: Path) -> None:
    file = write_ods(tmp_path / "boats.ods", edition())
    ran = planner("import", "arrivals", file, "--out", tmp_path / "out")
    assert ran.code == 0
    assert "21 days and 3 weeks, 2024-01-01 to 2024-01-21: 1,050 people" in ran.out
    assert sorted(contents(tmp_path / "out")) == ["arrivals.html", "arrivals_daily.csv", "arrivals_weekly.csv"]
    assert (tmp_path / "out" / "arrivals_weekly.csv").read_text(encoding="utf-8").splitlines()[1] == "2024-01-07,300,6,,,,"


def test_a_bad_import_writes_nothing(tmp_path: Path) -> None:
    sheets = edition()
    sheets["SB_01"][3][1] = "?"
    ran = planner("import", "arrivals", write_ods(tmp_path / "boats.ods", sheets), "--out", tmp_path / "out")
    assert (ran.code, ran.out, sorted(path.name for path in tmp_path.iterdir())) == (2, "", ["boats.ods"])
    assert "boats.ods sheet SB_01, row 4, column Migrants arrived: must be a whole number" in ran.err


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file = write_ods(tmp_path / "boats.ods", edition())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    ran = planner("import", "arrivals", file, "--out", tmp_path / "out")
    assert (ran.code, list(contents(tmp_path / "out"))) == (2, ["mine.txt"])
    assert "exists already" in ran.err


def test_a_forecast_is_the_same_bytes_again(days: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        ran = planner("forecast", "arrivals", days, "--paths", "200", "--write-paths", "--expected", "p90", "--out", tmp_path / name)
        assert ran.code == 0, ran.err
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert sorted(contents(tmp_path / "one")) == ["expected_arrivals.csv", "forecast.csv", "forecast.html", "paths.csv", "totals.csv"]


def test_a_forecast_is_always_labelled_one(days: Path, tmp_path: Path) -> None:
    planner("forecast", "arrivals", days, "--paths", "100", "--write-paths", "--out", tmp_path / "out")
    for name in ("forecast.csv", "totals.csv", "paths.csv"):
        rows = list(csv.DictReader((tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()))
        assert {row["label"] for row in rows} == {"forecast"}
    rows = list(csv.DictReader((tmp_path / "out" / "forecast.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 28
    assert all(0 <= int(row["p05"]) <= int(row["p25"]) <= int(row["p50"]) <= int(row["p75"]) <= int(row["p95"]) for row in rows)
    assert "rescue comes first" in (tmp_path / "out" / "forecast.html").read_text(encoding="utf-8")


def test_the_workspace_s_table_is_one_a_workspace_reads(days: Path, tmp_path: Path) -> None:
    planner("forecast", "arrivals", days, "--paths", "200", "--expected", "mean", "--site", "RAMSGATE", "--out", tmp_path / "out")
    text = (tmp_path / "out" / "expected_arrivals.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    spec = TABLES["expected_arrivals"]
    assert tuple(rows[0]) == spec.column_names
    assert not [cell for row in rows for name, cell in row.items() if cell and spec.by_name[name].kind.fault(cell)]
    assert {row["site_id"] for row in rows} == {"RAMSGATE"}
    assert {row["assumed_authority_days"] for row in rows} == {""}
    means = {
        row["date"]: float(row["mean_people"])
        for row in csv.DictReader((tmp_path / "out" / "forecast.csv").read_text(encoding="utf-8").splitlines())
    }
    assert all(abs(sum(int(row["people"]) for row in rows if row["date"] == day) - mean) <= 0.6 for day, mean in means.items())


def test_an_outlook_raises_and_lowers_what_is_forecast(days: Path, tmp_path: Path) -> None:
    outlook = tmp_path / "outlook.csv"
    outlook.write_text("date,colour\n2022-04-15,red\n2022-04-16,green\n2030-01-01,red\n", encoding="utf-8")
    ran = planner("forecast", "arrivals", days, "--paths", "2000", "--outlook", outlook, "--out", tmp_path / "out")
    assert "1 day of the outlook lie" in ran.out
    rows = list(csv.DictReader((tmp_path / "out" / "forecast.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["outlook"] for row in rows[:3]] == ["red", "green", ""]
    assert float(rows[0]["chance_of_arrivals"]) > float(rows[1]["chance_of_arrivals"])


def test_days_between_are_drawn_and_left_out(days: Path, tmp_path: Path) -> None:
    ran = planner(
        "forecast", "arrivals", days, "--paths", "100", "--start", "2022-04-20", "--days", "7", "--json", "--out", tmp_path / "out"
    )
    found = json.loads(ran.out)
    assert (found["known_until"], found["totals"]) == ("2022-04-14", found["totals"][:1])
    assert (found["totals"][0]["first"], found["totals"][0]["last"]) == ("2022-04-20", "2022-04-26")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--start", "2022-04-01"], "is known already"),
        (["--start", "2023-04-01"], "days beyond the arrivals known"),
        (["--expected", "most"], "must be one of mean, p50"),
        (["--mix", "adult_man=0.5"], "shares adding up to 1"),
        (["--mix", "pirate=1"], "shares adding up to 1"),
        (["--outlook", "nowhere.csv"], "can not be opened"),
        (["--parameters", "nowhere.json"], "nowhere.json"),
    ],
)
def test_mistakes_are_told_in_a_sentence(days: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    ran = planner("forecast", "arrivals", days, *arguments, "--out", tmp_path / "out")
    assert (ran.code, ran.out, list(tmp_path.iterdir())) == (2, "", [])
    assert said in " ".join(ran.err.replace("│", " ").split())
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "content", ["", "[]", '{"format": 2}', '{"format": 1, "first": "x", "arrival": {"one": "y"}, "boat_dispersion": -1}', b"\xff\xfe\x00"]
)
def test_bad_parameters_are_told(days: Path, tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "parameters.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    ran = planner("forecast", "arrivals", days, "--parameters", path, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "parameters.json" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_fit_is_written_and_used(days: Path, tmp_path: Path) -> None:
    fitted = tmp_path / "parameters.json"
    assert planner("forecast", "fit", days, "--out", fitted, "--source", "OWN", "--edition", "2022-04-15").code == 0
    assert planner("forecast", "fit", days, "--out", fitted).code == 2
    assert planner("forecast", "arrivals", days, "--parameters", fitted, "--paths", "100", "--out", tmp_path / "out").code == 0
    assert "days.csv" in (tmp_path / "out" / "forecast.html").read_text(encoding="utf-8")


def test_a_backtest_prints_its_tables(days: Path) -> None:
    arguments = ("backtest", "arrivals", days, "--first-year", "2022", "--last-year", "2022", "--every", "30", "--paths", "100")
    told, as_json = planner(*arguments), planner(*arguments, "--json")
    assert "| 1 to 7 | model |" in told.out
    assert "Least CRPS saved on any single day ahead" in told.out
    assert json.loads(as_json.out)["num_origins"] == 3


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_ask_for_nothing_and_keep_nobody_out(browser: Browser, days: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    planner("import", "arrivals", write_ods(tmp_path / "boats.ods", edition()), "--out", tmp_path / "shown")
    planner("forecast", "arrivals", days, "--paths", "200", "--out", tmp_path / "forecast")
    for page in (tmp_path / "shown" / "arrivals.html", tmp_path / "forecast" / "forecast.html"):
        with opened(browser, page, size) as shown:
            for details in shown.page.locator("summary").all():
                details.click()
            assert (shown.requests, shown.complaints) == ([], [])
            assert shown.page.locator("svg[role=img]").count() >= 2
            assert access_faults(shown.page) == []

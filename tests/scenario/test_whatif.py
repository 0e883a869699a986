"""The command: a folder with page, workbook and figures, and the workspace as it was."""

import json
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from tests.app.commands import files_of, names_in, planner
from tests.browser import browsing, opened
from tests.workspaces import tiny_workspace

CLOSED = 'name = "Wing <B> closed"\nreason = "Paint & plaster"\n[[change]]\nwhat = "close"\nunit = "BROOK-B"\nfirst_night = 2026-08-14\n'
NOTICE = 'name = "Notice"\nreason = "Policy"\n[[change]]\nwhat = "case"\nfigure = "notice_working_days"\nset = 3\n'


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("whatif")
    workspace = tiny_workspace(folder)
    before = files_of(workspace)
    (folder / "closed.toml").write_text(CLOSED, encoding="utf-8")
    (folder / "notice.toml").write_text(NOTICE, encoding="utf-8")
    ran = planner("whatif", workspace, folder / "closed.toml", folder / "notice.toml", "--together", "--out", folder / "out", "--json")
    assert ran.code == 0, ran.err
    assert files_of(workspace) == before
    return folder / "out", json.loads(ran.out)


def test_no_change_is_always_the_first_column(asked: tuple[Path, dict[str, object]]) -> None:
    _, result = asked
    scenarios = result["scenarios"]
    assert isinstance(scenarios, list)
    assert [each["name"] for each in scenarios] == ["No change", "Wing <B> closed", "Notice", "All together"]
    assert [[change["policy"] for change in each["changes"]] for each in scenarios] == [[], [False], [True], [False, True]]
    assert all(each["outcome"] == "proven" for each in scenarios)


def test_the_folder_holds_everything(asked: tuple[Path, dict[str, object]]) -> None:
    folder, _ = asked
    maps = {"map-1.html", "map-2.html", "map-3.html"}
    assert names_in(folder) == {"comparison.html", "comparison.xlsx", "comparison.json", "closed.toml", "notice.toml", *maps}
    book = openpyxl.load_workbook(folder / "comparison.xlsx")
    assert book.sheetnames == ["Changes", "Aims", "Figures", "People", "Used up", "Transfers", "Detention", "Occupancy"]
    aims = [[cell.value for cell in row] for row in book["Aims"].iter_rows()]
    assert aims[0][:4] == ["Aim", "No change", "Wing <B> closed", "Wing <B> closed: difference"]


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]


def test_the_page_is_inert_and_says_what_is_policy(asked: tuple[Path, dict[str, object]]) -> None:
    folder, _ = asked
    page, seen = (folder / "comparison.html").read_text(encoding="utf-8"), Seen()
    seen.feed(page)
    assert "script" not in seen.tags
    assert not [address for address in seen.addresses if not address.startswith(("#", "data:", "map-"))]
    assert "Wing &lt;B&gt; closed" in page
    assert "Wing <B>" not in page
    assert "Policy: Notice changes a rule." in page


def test_the_page_opens_without_a_request(asked: tuple[Path, dict[str, object]]) -> None:
    folder, _ = asked
    with browsing() as browser, opened(browser, folder / "comparison.html") as page:
        assert page.page.get_by_role("heading", name="What is reached").is_visible()
        assert page.page.get_by_role("img", name="People in detention each night").is_visible()
        assert not page.requests
        assert not page.complaints


def test_the_same_question_gives_the_same_files(asked: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    folder, _ = asked
    workspace = tiny_workspace(tmp_path)
    files = [folder / "closed.toml", folder / "notice.toml"]
    assert planner("whatif", workspace, *files, "--together", "--no-maps", "--out", tmp_path / "out").code == 0
    names = ("comparison.json", "comparison.xlsx", "closed.toml")
    assert [(tmp_path / "out" / name).read_bytes() for name in names] == [(folder / name).read_bytes() for name in names]


def test_a_folder_is_never_written_over(asked: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    folder, _ = asked
    ran = planner("whatif", tiny_workspace(tmp_path), folder / "closed.toml", "--no-maps", "--out", folder)
    assert ran.code == 2
    assert "exists already" in ran.err


def test_a_workspace_whose_own_pins_can_not_be_kept_has_nothing_to_compare_with(tmp_path: Path) -> None:
    def pin(tables: dict[str, list[dict[str, str]]]) -> None:
        tables["locks"].append({"lock_id": "L-9", "person_id": "P-01", "kind": "departure", "target_id": "D-0818"})

    path = tmp_path / "closed.toml"
    path.write_text(CLOSED, encoding="utf-8")
    ran = planner("whatif", tiny_workspace(tmp_path, pin), path, "--out", tmp_path / "out")
    assert ran.code == 3
    assert "keeps every lock" in ran.err
    assert not (tmp_path / "out").exists()

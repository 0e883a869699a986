"""Who draws: the same files from this process and from one of its own, whose every end is noticed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from planner.attrition.tables import reserve_tables
from planner.domain.errors import PackError, PlannerError
from planner.plan.pack import TEXT_SUFFIXES
from planner.report import artist
from planner.report.artist import Artist, ArtistApart, call_artist
from planner.report.drawing import DRAWS, Subject
from tests.report.example import FIGURES, INSTANCE, PLAN, VERIFIED

DRAWN = {"map.html", "plan.gpkg", "plan.xlsx", "summary.html"}
ROOT = Path(__file__).parents[2]


def _subject(folder: Path) -> Subject:
    return Subject(folder, INSTANCE, PLAN, FIGURES, reserve_tables(()))


def _drawn_by(drawer: Artist, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    with closing(drawer):
        drawer.begin(_subject(folder))
        drawer.finish(VERIFIED)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_both_draw_the_same(tmp_path: Path) -> None:
    apart, here = _drawn_by(ArtistApart(), tmp_path / "apart"), _drawn_by(Artist(), tmp_path / "here")
    assert set(apart) == set(here) == DRAWN
    texts = [name for name in DRAWN if Path(name).suffix in TEXT_SUFFIXES]
    assert {name: apart[name] for name in (*texts, "plan.xlsx")} == {name: here[name] for name in (*texts, "plan.xlsx")}


@pytest.mark.parametrize("kind", [Artist, ArtistApart])
def test_what_can_not_be_written_is_said(kind: type[Artist], tmp_path: Path) -> None:
    with closing(kind()) as drawer:
        drawer.begin(_subject(tmp_path / "nowhere"))
        with pytest.raises((PlannerError, OSError), match=r"plan\.gpkg"):
            drawer.finish(VERIFIED)


def test_a_process_that_dies_is_noticed(tmp_path: Path) -> None:
    with closing(ArtistApart()) as drawer:
        drawer._process.kill()
        drawer._process.wait()
        drawer.begin(_subject(tmp_path))
        with pytest.raises(PackError, match="ended without a word"):
            drawer.finish(VERIFIED)


def test_one_that_is_stopped_is_gone(tmp_path: Path) -> None:
    drawer = ArtistApart()
    drawer.begin(_subject(tmp_path))
    drawer.close()
    drawer.close()
    assert drawer._process.returncode is not None


ABANDONED = """
import os, signal
from planner.report.artist import ArtistApart
drawer = ArtistApart()
print(drawer._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of the system")
def test_one_that_is_left_alone_ends_by_itself() -> None:
    done = subprocess.run([sys.executable, "-c", ABANDONED], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    end = time.monotonic() + 60
    while _is_running(int(done.stdout)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _is_running(int(done.stdout))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that nobody waits for stays listed after its end.
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_this_process_draws_where_all_is_loaded() -> None:
    assert set(DRAWS) & set(sys.modules)
    assert type(call_artist()) is Artist


def test_a_process_of_its_own_is_tried_first_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def none_left() -> Artist:
        asked.append("process")
        raise OSError

    monkeypatch.setattr(artist, "DRAWS", ())
    monkeypatch.setattr(artist, "ArtistApart", none_left)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert type(call_artist()) is Artist
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert type(call_artist()) is Artist
    assert asked == ["process"]


def test_a_plan_is_drawn_apart_without_loading_what_draws() -> None:
    """Else the first process would load it all over again."""
    program = f"import sys, planner.morning, planner.report.artist; print(sorted({set(DRAWS)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"

"""The page as text: the same every time, closed to the outside, and safe whatever a scene says."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from maps import assets
from maps.errors import MapError
from maps.page import render
from maps.scene import Scene
from maps.things import Tiles
from tests.maps.scenes import HOSTILE, example, hostile

LOADING = {"src", "href", "srcset", "data", "action", "poster", "background", "xlink:href", "ping", "formaction", "manifest"}


class Reader(HTMLParser):
    """Reads which elements a page has, what they load, and what its scripts say."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []
        self.metas: list[dict[str, str | None]] = []
        self.scripts: list[str] = []
        self.data = ""
        self.styles = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in LOADING]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag == "meta":
            self.metas.append(dict(attrs))
        self._inside = "data" if tag == "script" and ("type", "application/json") in attrs else tag
        if self._inside == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._inside in {tag, "data"}:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside == "style":
            self.styles += data
        elif self._inside == "data":
            self.data += data

    @property
    def policy(self) -> str:
        return next(meta["content"] or "" for meta in self.metas if meta.get("http-equiv") == "Content-Security-Policy")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_the_same_scene_gives_the_same_bytes() -> None:
    assert render(example()) == render(example())


def test_another_scene_gives_another_page() -> None:
    assert render(example(3)) != render(example(4))


def test_no_random_id_of_folium_is_left() -> None:
    page = render(example())

    assert "map_0" in page
    assert not re.search(r"_[0-9a-f]{32}", page)


@pytest.mark.parametrize("scene", [example(), hostile()], ids=["example", "hostile"])
def test_nothing_is_loaded_from_elsewhere(scene: Scene) -> None:
    reader = read(render(scene))

    assert set(reader.loads) <= {"#tables", "#map-area", "data:,", "summary.html"}
    assert not re.findall(r"@import|url\(", reader.styles)
    assert "sourceMappingURL" not in render(scene)


def test_the_policy_allows_the_scripts_of_the_page_and_no_others() -> None:
    reader = read(render(example()))

    digests = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in reader.scripts}
    rules = dict(rule.strip().split(" ", 1) for rule in reader.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert set(rules["script-src"].split()) == digests
    assert len(reader.scripts) == 3
    assert rules["style-src"] == f"'sha256-{base64.b64encode(hashlib.sha256(reader.styles.encode()).digest()).decode()}'"


def test_tiles_are_off_and_open_one_door_when_asked_for() -> None:
    tiled = replace(example(), tiles=Tiles("https://tiles.example/{z}/{x}/{y}.png", "A <b>map</b>"))

    assert "tiles.example" not in render(example())
    rules = dict(rule.strip().split(" ", 1) for rule in read(render(tiled)).policy.split(";"))
    assert rules["img-src"] == "data: https://tiles.example"
    assert rules["default-src"] == "'none'"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.example; script-src *", "//a.example/", "https://user:word@a.example/"]
)
def test_an_address_of_tiles_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(MapError, match=r"tiles\.example"):
        render(replace(example(), tiles=Tiles(address, "x")))


def test_hostile_text_adds_no_element_and_no_handler() -> None:
    calm, rough = read(render(example())), read(render(hostile()))

    assert not rough.handlers
    assert {"img", "iframe", "svg", "input", "template", "math", "object"}.isdisjoint(rough.tags)
    assert rough.tags.count("script") == calm.tags.count("script")
    assert rough.tags.count("style") == calm.tags.count("style")


def test_hostile_text_never_reaches_a_script() -> None:
    calm, rough = read(render(example())), read(render(hostile()))

    assert rough.scripts[:-1] == calm.scripts[:-1]
    assert not [text for text in HOSTILE if text in rough.scripts[-1]]


def test_hostile_text_arrives_whole() -> None:
    reader = read(render(hostile()))

    content = json.loads(reader.data)
    assert [site["name"] for site in content["sites"]] == list(HOSTILE)
    assert set(HOSTILE) <= set(content["texts"])
    assert not set("<>&\u2028\u2029") & set(reader.data)


def test_the_page_says_its_language_title_and_sources() -> None:
    page = render(replace(example(), title="A & B", sources=("Coast <x>",)))

    assert '<html lang="en">' in page
    assert "<h1>A &amp; B</h1>" in page
    assert "<li>Coast &lt;x&gt;</li>" in page
    assert "Leaflet" in page
    assert "BSD 2-Clause" in page


def test_missing_browser_libraries_are_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "files", lambda _package: tmp_path)
    assets.scripts.cache_clear()

    with pytest.raises(MapError, match=r"maps/assets/leaflet\.js is missing.*make setup"):
        assets.scripts()


def test_the_example_of_the_docs_draws_a_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parents[2] / "docs" / "maps.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    monkeypatch.chdir(tmp_path)

    exec(compile(code[0], "docs/maps.md", "exec"), {})  # noqa: S102 - our own page
    assert "<h1>Two days</h1>" in (tmp_path / "map.html").read_text(encoding="utf-8")

"""The browser libraries: locked, without addresses, copied whole or not at all."""

import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = spec_from_file_location("vendor_assets", ROOT / "tools" / "vendor_assets.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    for package, version in module.wanted_versions().items():
        folder = tmp_path / "node_modules" / package
        (folder / "dist").mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
        (folder / module.LICENCES[package]).write_text(f"licence of {package}\n", encoding="utf-8")
    for name in module.FILES:
        (tmp_path / "node_modules" / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "FROM", tmp_path / "node_modules")
    monkeypatch.setattr(module, "TO", tmp_path / "assets")
    return module


def test_the_lock_gives_checksums_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}

    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not re.search(r"https?:|resolved|registry", text)


def test_the_manifest_and_the_lock_ask_for_exact_and_equal_versions() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = manifest["dependencies"] | manifest["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert wanted == {name.removeprefix("node_modules/"): entry["version"] for name, entry in locked.items() if name}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_every_file_is_copied_with_its_licence(tool: ModuleType, tmp_path: Path) -> None:
    tool.vendor()

    assert {path.name for path in (tmp_path / "assets").iterdir()} == {Path(name).name for name in tool.FILES} | {"LICENCES.txt"}
    licences = (tmp_path / "assets" / "LICENCES.txt").read_text(encoding="utf-8")
    assert all(f"licence of {package}" in licences for package in tool.LICENCES)


def test_what_a_page_reads_is_what_is_copied(tool: ModuleType) -> None:
    from maps.assets import LICENCES, SCRIPTS, STYLES

    assert {Path(name).name for name in tool.FILES} | {"LICENCES.txt"} == {*SCRIPTS, *STYLES, LICENCES}


@pytest.mark.parametrize("lost", ["leaflet/dist/leaflet.js", "leaflet/LICENSE", "leaflet/package.json"])
def test_a_missing_file_is_named_and_nothing_is_copied(tool: ModuleType, tmp_path: Path, lost: str) -> None:
    (tmp_path / "node_modules" / lost).unlink()

    with pytest.raises(tool.MissingAssetsError, match=re.escape(lost.partition("/")[0])):
        tool.vendor()
    assert not (tmp_path / "assets").exists()


def test_another_version_is_refused(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "node_modules" / "leaflet" / "package.json").write_text('{"version": "1.0.0"}', encoding="utf-8")

    with pytest.raises(tool.MissingAssetsError, match=r"version 1\.0\.0.*npm ci"):
        tool.vendor()

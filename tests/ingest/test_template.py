"""The Excel template and docs/inputs.md say what the checks say."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from planner.domain.errors import InputError
from planner.ingest.build import load_workspace
from planner.ingest.inputs_doc import inputs_doc
from planner.ingest.kinds import Entry
from planner.ingest.tables import TABLES
from planner.ingest.template import write_template
from tests.workspaces import config_text


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("template") / "inputs.xlsx"
    write_template(path)
    return openpyxl.load_workbook(path)


def test_committed_page_is_in_step() -> None:
    committed = Path(__file__).parents[2] / "docs" / "inputs.md"
    assert committed.read_text(encoding="utf-8") == inputs_doc(), "run python -m planner.ingest.inputs_doc docs/inputs.md"


def test_page_names_every_column_and_choice() -> None:
    page = inputs_doc()
    for spec in TABLES.values():
        section = page.split(f"\n### {spec.name}\n")[1].split("\n### ")[0]
        for column in spec.columns:
            line = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert all(word in line for word in column.kind.choices)
            assert ("always" in line) == column.required


def test_every_example_is_allowed() -> None:
    faults = [(spec.name, column.name) for spec in TABLES.values() for column in spec.columns if column.kind.fault(column.example)]
    assert faults == []


def test_sheets_and_headers_are_the_tables(template: Workbook) -> None:
    assert template.sheetnames == ["About", *TABLES]
    for name, spec in TABLES.items():
        sheet = template[name]
        assert tuple(cell.value for cell in sheet[1]) == spec.column_names
        assert all(cell.font.bold and cell.comment is not None for cell in sheet[1])
        assert str(sheet.freeze_panes).endswith("2")
        assert not sheet.protection.sheet


def test_drop_downs_are_the_choices(template: Workbook) -> None:
    for name, spec in TABLES.items():
        lists = {
            str(check.sqref).split(":")[0].rstrip("0123456789"): check.formula1.strip('"').split(",")
            for check in template[name].data_validations.dataValidation
            if check.type == "list"
        }
        letters = {openpyxl.utils.get_column_letter(index): column for index, column in enumerate(spec.columns, start=1)}
        assert lists == {letter: list(column.kind.choices) for letter, column in letters.items() if column.kind.entry is Entry.CHOICE}


def test_numbers_and_dates_are_checked(template: Workbook) -> None:
    kinds = {str(check.sqref): check.type for check in template["units"].data_validations.dataValidation}
    assert kinds == {"D2:D5001": "whole", "E2:E5001": "decimal"}
    assert {check.type for check in template["resources"].data_validations.dataValidation} == {"date", "whole"}


def test_template_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_unfilled_template_lacks_only_rows(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(config_text(), encoding="utf-8")
    write_template(tmp_path / "inputs.xlsx")
    with pytest.raises(InputError) as caught:
        load_workspace(tmp_path)
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [
        (f"inputs.xlsx sheet {name}", 0) for name in ("resources", "sites", "units")
    ]

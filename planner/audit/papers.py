"""The papers of a pack: what it says about itself to an inspector, an assurer and the public."""

from collections.abc import Mapping
from pathlib import Path

from planner.audit.assurance import assurance_paper
from planner.audit.burden import NAME as BURDEN
from planner.audit.burden import burden_table
from planner.audit.paper import paper_json, paper_markdown
from planner.audit.run import run_of
from planner.audit.transparency import transparency_paper
from planner.domain.plan import Plan
from planner.domain.verification import Verification
from planner.ingest.build import Workspace
from planner.plan.pack import write_text
from planner.plan.tables import Table, write_csv


def write_papers(folder: Path, loaded: Workspace, plan: Plan, verification: Verification, tables: Mapping[str, Table]) -> None:
    """Write transparency record, assurance log and burden report into a pack whose inputs and plan are stored.

    Parameters
    ----------
    tables
        The plan's tables.
    """
    run = run_of(folder, loaded, plan, verification)
    for name, paper in (("transparency", transparency_paper(run)), ("assurance", assurance_paper(run))):
        write_text(folder / f"{name}.json", paper_json(paper))
        write_text(folder / f"{name}.md", paper_markdown(paper))
    write_csv(burden_table(loaded.instance, plan, tables["moves"]), folder / f"{BURDEN}.csv")

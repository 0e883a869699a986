"""Which engine solves linear programmes: OR-Tools' GLOP, which is always there, or HiGHS where `highspy` is installed.

Why: docs/adr/0007-engines.md.
"""

from importlib.util import find_spec

from planner.model.lp import LinearProgramme


def new_programme(engine: str = "") -> LinearProgramme:
    """An empty linear programme.

    Parameters
    ----------
    engine
        ``"glop"``, ``"highs"``, or nothing for the faster of those installed.
    """
    if engine == "highs" or (not engine and find_spec("highspy")):
        from planner.model.lp_highs import Highs

        return Highs()
    from planner.model.lp_glop import Glop

    return Glop()

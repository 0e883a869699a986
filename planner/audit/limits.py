"""What every reader of a plan must know that it does not show."""

KNOWN_LIMITS = (
    "The agreement with France may no longer be in force; the plan takes the dates given in the configuration.",
    (
        "It plans on the decisions and facts recorded at the time of the inputs. A decision still to be made may go the other way, and an "
        "answer that is expected is no acceptance."
    ),
    "Arrivals that are expected are a forecast: a plan for people who may not come.",
    "Road minutes are estimates unless given with the inputs.",
    "Escorts, medics and ground seats are counted by day, not by vehicle, shift or turnaround.",
    (
        "The independent check shows that the plan keeps the rules as the configuration states them; that they are the law, people must "
        "confirm."
    ),
    "Figures marked as not verified are assumptions until somebody confirms them.",
    "It is no legal advice, and no plan replaces the decision of the people responsible.",
)
"""Stated in every paper; docs/model.md has more."""

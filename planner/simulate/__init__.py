"""Many futures of one workspace, each planned day by day as what comes becomes known: what may go wrong, where, and how likely."""

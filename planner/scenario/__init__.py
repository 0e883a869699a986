"""What-if: named changes of a workspace, solved from the plan as it is and held against it."""

"""Sample workspaces: made-up people on real ground, for trying the planner and for its tests."""

from planner.sample.workspace import create

__all__ = ["create"]

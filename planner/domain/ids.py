"""Ids as their own types, so that a site can not be handed over where a unit is meant."""

from typing import NewType

PersonId = NewType("PersonId", str)
PartyId = NewType("PartyId", str)
IncidentId = NewType("IncidentId", str)
SiteId = NewType("SiteId", str)
UnitId = NewType("UnitId", str)
PlaceId = NewType("PlaceId", str)
"""A site or a place of departure: anything a journey by road may start or end at."""
DepartureId = NewType("DepartureId", str)
LockId = NewType("LockId", str)

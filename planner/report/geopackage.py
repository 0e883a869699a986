"""The plan as a GeoPackage: incidents, sites, flows and departures as layers for a desktop map."""

# pyogrio has no annotations.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pyogrio.errors
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geodata.crs import WGS84
from geodata.places import place
from planner.domain.errors import PlannerError
from planner.domain.instance import Instance
from planner.domain.plan import Plan
from planner.plan.tables import Cell, Table, plan_tables
from planner.report.facts import site_nights
from planner.report.words import place_names

TEXT, WHOLE, DECIMAL = "string", "Int64", "float64"
MOMENT, DAY = "datetime64[ms, UTC]", "datetime64[ms]"
"""Real times, so that a desktop map can play them; a GeoPackage written this way has no type for a date alone."""

INCIDENT_COLUMNS = {
    "incident_id": TEXT,
    "status": TEXT,
    "launch_area": TEXT,
    "met_at": MOMENT,
    "landing_site_id": TEXT,
    "landed_at": MOMENT,
    "boats": WHOLE,
    "people_reported": WHOLE,
    "people_ashore": WHOLE,
    "people_listed": WHOLE,
    "people_unlisted": WHOLE,
}
SITE_COLUMNS = {
    "site_id": TEXT,
    "name": TEXT,
    "role": TEXT,
    "beds": WHOLE,
    "people_first_night": WHOLE,
    "unplaced_first_night": WHOLE,
    "unplaced_nights": WHOLE,
    "peak_night": DAY,
    "peak_beds": WHOLE,
    "peak_reserved": WHOLE,
    "peak_people": WHOLE,
    "peak_load": DECIMAL,
}
FLOW_COLUMNS = {
    "date": DAY,
    "kind": TEXT,
    "from_id": TEXT,
    "from_name": TEXT,
    "to_id": TEXT,
    "to_name": TEXT,
    "people": WHOLE,
    "minutes": WHOLE,
    "km": DECIMAL,
}
DEPARTURE_COLUMNS = {
    "departure_id": TEXT,
    "departs_at": MOMENT,
    "place_id": TEXT,
    "arrival_place_id": TEXT,
    "mode": TEXT,
    "cancelled": TEXT,
    "seats": WHOLE,
    "people": WHOLE,
    "escorts": WHOLE,
}
DATE_OPTION, SYNC_OPTION = "OGR_CURRENT_DATE", "OGR_SQLITE_SYNCHRONOUS"

Feature = tuple[tuple[Cell, ...], BaseGeometry]
Positions = Mapping[str, tuple[float, float]]


class GeopackageError(PlannerError):
    """A GeoPackage did not hold what was written to it."""


def write_geopackage(instance: Instance, plan: Plan, path: Path, tables: Mapping[str, Table] | None = None) -> None:
    """Write the layers ``incidents``, ``sites``, ``flows`` and ``departures``, each in WGS 84 degrees.

    Moments are UTC; a date is its midnight. Rows are sorted. A file that exists is replaced.

    Parameters
    ----------
    tables
        The plan's tables; None to derive them from the plan.

    Raises
    ------
    GeopackageError
        When the file can not be written, or a layer, read again, does not hold the rows written.
    """
    layers = geopackage_layers(instance, plan, tables or plan_tables(instance, plan))
    path.unlink(missing_ok=True)
    before = {option: pyogrio.get_gdal_config_option(option) for option in (DATE_OPTION, SYNC_OPTION)}
    # The moment of the inputs stands in the file as its last change, so that equal plans give equal files.
    # The disk is not waited for after each layer: a pack cut short is thrown away whole.
    pyogrio.set_gdal_config_options({DATE_OPTION: instance.as_of.strftime("%Y-%m-%dT%H:%M:%S.000Z"), SYNC_OPTION: "OFF"})
    try:
        for name, frame in layers.items():
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", geometry_type="LineString" if name == "flows" else "Point")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise GeopackageError(f"{path.name} can not be written: {error}") from error
    finally:
        pyogrio.set_gdal_config_options(before)
    for name, frame in layers.items():
        written = pyogrio.read_info(path, layer=name, force_feature_count=True)["features"]
        if written != len(frame):
            message = f"{path.name}, layer {name}: {len(frame)} rows were written but {written} can be read"
            raise GeopackageError(message)


def geopackage_layers(instance: Instance, plan: Plan, tables: Mapping[str, Table]) -> dict[str, gpd.GeoDataFrame]:
    """Build each layer, by name."""
    positions = _positions(instance)
    return {
        "incidents": _frame(INCIDENT_COLUMNS, _incidents(instance)),
        "sites": _frame(SITE_COLUMNS, _sites(instance, plan)),
        "flows": _frame(FLOW_COLUMNS, _flows(tables["moves"], place_names(instance), positions)),
        "departures": _frame(DEPARTURE_COLUMNS, _departures(instance, tables["manifests"], positions)),
    }


def _frame(columns: Mapping[str, str], features: Sequence[Feature]) -> gpd.GeoDataFrame:
    """Build a layer whose columns keep their types, also when it has no rows."""
    series: dict[str, Any] = {
        name: pd.Series([values[order] for values, _ in features], dtype=kind) for order, (name, kind) in enumerate(columns.items())
    }
    geometry = gpd.GeoSeries([shape for _, shape in features], crs=WGS84)
    return gpd.GeoDataFrame(series, geometry=geometry, crs=WGS84)


def _positions(instance: Instance) -> Positions:
    """Give longitude and latitude of every site and place of departure."""
    departs_from = sorted({departure.place_id for departure in instance.departures})
    sites = {str(site.site_id): (site.lon, site.lat) for site in instance.sites}
    return {str(place_id): (place(place_id).lon, place(place_id).lat) for place_id in departs_from if place_id not in sites} | sites


def _incidents(instance: Instance) -> list[Feature]:
    return [
        (
            (
                incident.incident_id,
                str(incident.status),
                incident.launch_area,
                incident.met_at,
                incident.landing_site_id,
                incident.landed_at,
                incident.boats,
                incident.people_reported,
                incident.people_ashore,
                incident.people_listed,
                incident.people_unlisted,
            ),
            Point(incident.met_lon, incident.met_lat),
        )
        for incident in sorted(instance.incidents, key=lambda incident: incident.incident_id)
    ]


def _sites(instance: Instance, plan: Plan) -> list[Feature]:
    features: list[Feature] = []
    for counted in site_nights(instance, plan):
        site, peak = counted.site, counted.fullest_night()
        beds, used = counted.beds[peak], counted.reserved[peak] + counted.occupied[peak]
        first = (counted.beds[0], counted.occupied[0], counted.unplaced[0], sum(counted.unplaced))
        fullest = (counted.nights[peak], beds, counted.reserved[peak], counted.occupied[peak])
        load = round(used / beds, 3) if beds else None
        features.append(((site.site_id, site.name, str(site.role), *first, *fullest, load), Point(site.lon, site.lat)))
    return features


def _flows(moves: Table, names: Mapping[str, str], positions: Positions) -> list[Feature]:
    """Add up people who make the same journey on the same day for the same purpose."""
    journeys = Counter(
        (row["date"], str(row["kind"]), str(row["from_site_id"]), str(row["to_id"]), row["minutes"], row["km"])
        for row in moves.records()
        if row["from_site_id"] != row["to_id"]
    )
    return [
        (
            (day, kind, start, names.get(start, start), end, names.get(end, end), people, minutes, km),
            LineString([positions[start], positions[end]]),
        )
        for (day, kind, start, end, minutes, km), people in sorted(journeys.items(), key=lambda journey: [str(part) for part in journey[0]])
    ]


def _departures(instance: Instance, manifests: Table, positions: Positions) -> list[Feature]:
    boarded = Counter(row["departure_id"] for row in manifests.records())
    return [
        (
            (
                departure.departure_id,
                departure.departs_at,
                departure.place_id,
                departure.arrival_place_id,
                departure.mode,
                "yes" if departure.cancelled else "no",
                departure.seats,
                boarded[departure.departure_id],
                departure.escorts_for(boarded[departure.departure_id]),
            ),
            Point(positions[departure.place_id]),
        )
        for departure in sorted(instance.departures, key=lambda departure: (departure.departs_at, departure.departure_id))
    ]

"""Ports, launch areas and the estate."""

from dataclasses import FrozenInstanceError

import pytest

from geodata.crs import LatLon
from geodata.errors import GeodataError, UnknownPlaceError
from geodata.places import KINDS, estate, launch_areas, place, places
from geodata.tables import read_table


def test_places_have_the_ids_that_inputs_use() -> None:
    wanted = {"DOV", "RAM", "DUNG", "HAS", "LHR", "LGW", "STN", "BQH", "CDG", "FOLK", "COQ", "CAL", "BOU", "DKK", "LA-CALAIS", "LA-DUNKIRK"}
    assert wanted <= set(places())
    assert list(places()) == sorted(places())
    assert all(key == found.place_id for key, found in places().items())


def test_places_are_plausible() -> None:
    for found in places().values():
        assert found.kind in KINDS
        assert found.country in {"GB", "FR"}
        assert 48 < found.lat < 56
        assert -6.5 < found.lon < 3
        assert found.name


def test_place_by_id() -> None:
    assert place("DOV").position == LatLon(51.12, 1.32)
    with pytest.raises(UnknownPlaceError, match="there is no place 'NOWHERE'; the ids are BOU"):
        place("NOWHERE")
    assert issubclass(UnknownPlaceError, GeodataError)


def test_values_can_not_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        place("DOV").lat = 0.0
    with pytest.raises(TypeError):
        places()["DOV"] = place("CAL")
    with pytest.raises(FrozenInstanceError):
        estate()[0].capacity = 1


def test_launch_areas_run_down_the_french_coast() -> None:
    found = launch_areas()
    assert len(found) == 14
    assert found[0].place_id == "LA-DUNKIRK"
    assert found[-1].place_id == "LA-SOMME"
    assert all(area.country == "FR" and area.place_id.startswith("LA-") for area in found)


def test_estate_keeps_published_capacities_with_source_and_date() -> None:
    sites = {site.site_id: site for site in estate()}
    assert len(sites) == 18
    assert (sites["BROOK"].capacity, sites["BROOK"].capacity_as_of, sites["BROOK"].capacity_source) == (448, "2020-2023", "SERCO")
    assert sites["LARNE"].limit_hours_default == 120
    assert sites["WJF"].capacity is None
    assert sites["BROOK"].limit_hours_default is None
    assert all(site.capacity_source and site.capacity_as_of for site in estate() if site.capacity is not None)


def test_site_and_place_ids_are_told_apart() -> None:
    assert not {site.site_id for site in estate()} & set(places())


def test_every_source_id_is_explained() -> None:
    known = {row["source_id"] for row in read_table("sources.csv", ("source_id", "title", "url", "seen"))}
    used = {source for found in places().values() for source in found.source.split(";")}
    used |= {site.coord_source for site in estate()}
    assert used <= known

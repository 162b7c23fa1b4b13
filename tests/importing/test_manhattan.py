"""Manhattan: a day of 600 electric taxis on its streets, with the trips that people asked for.

Streets are OpenStreetMap's, requests those of the 21st of December 2014 (a Sunday); after 20:00
their counts are inflated, and left out. The day, 23,000 trips, takes the kernel 0.01 s, and its
first four hours the reference 0.3 s; reading streets and requests takes a few seconds.
"""

import csv
import math
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from tests.scenario.real_data import real

from voltwin.importing import counted_trips
from voltwin.importing.requests import CountedTrips
from voltwin.reference import ReferenceEngine
from voltwin.scenario import Scenario, parameters
from voltwin.scenario.checks import checked
from voltwin.scenario.fleet.references import graph_from
from voltwin.travel.great_circle import great_circle_km
from voltwin.validation.difference import columns_of, first_difference
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.record import as_array
from voltwin_core.station.events import KINDS
from voltwin_core.station.parameters import Parameters

Floats = npt.NDArray[np.float64]

REQUESTS, ROADS = "nyc_taxi_requests_20k.csv", "manhattan_road_network.json"
TAXIS, STATIONS, FIRST_HOUR, FLOOR = 600, 12, 6, 0.1
BANDS = (0, 6, 10, 16, 20)
KEY = run_key(1, 0)
HOUR_S, DAY_S = 3600.0, 86400.0


@cache
def asked_for() -> CountedTrips:
    requests, roads = (real("data", name) for name in (REQUESTS, ROADS))
    return counted_trips(requests, graph=graph_from(roads), bands=BANDS)


@cache
def manhattan() -> Scenario:
    """Return the scenario: stations stand in the zones to which most trips lead."""
    trips = asked_for()
    sites = sorted(trips.zones, key=lambda zone: zone["attraction"], reverse=True)[:STATIONS]
    data: dict[str, Any] = {
        "name": "Manhattan",
        "start": f"2014-12-21T{FIRST_HOUR:02}:00:00-05:00",
        "horizon": DAY_S,
        "battery_types": [{"id": "pack", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}],
        "station_defaults": {
            "chargers": {"count": 4, "power_kw": 80},
            "batteries": 6,
            "policy": "divert",
        },
        "stations": [{"id": f"at {of['id']}", "lon": of["lon"], "lat": of["lat"]} for of in sites],
        "fleet": {
            "classes": [
                {
                    "id": "taxi",
                    "count": TAXIS,
                    "trips_per_day": 60,
                    "profile": trips.profile,
                    "floor_soc": FLOOR,
                    "energy_spread": 0.1,
                    "choice": "least_time",
                }
            ],
            "zones": trips.zones,
            "trips": {"flows": trips.flows, "bands": trips.bands},
        },
        "travel": {"graph": graph_from(real("data", ROADS)), "speed_profile": 0.4},
    }
    return checked(Scenario.model_validate(data))


@cache
def tables() -> Parameters:
    return parameters(manhattan())


@cache
def day() -> pa.Table:
    """Return the log of the day."""
    engine = KernelEngine(tables(), KEY)
    engine.advance(DAY_S)
    return pa.Table.from_batches(engine.drain(), SCHEMA)


def rows(kind: str) -> dict[str, Any]:
    """Return the columns of the rows of a kind."""
    columns = columns_of(day())
    wanted = columns["kind"] == KINDS.index(kind)
    return {name: column[wanted] for name, column in columns.items()}


def straight_km(of: dict[str, Any]) -> Floats:
    """Return the great-circle distance of drives between zones."""
    zones = asked_for().zones
    lon, lat = (np.array([zone[name] for zone in zones]) for name in ("lon", "lat"))
    a, b = of["origin"], of["destination"]
    return great_circle_km(lon[a], lat[a], lon[b], lat[b])


def between_zones(trips: dict[str, Any]) -> dict[str, Any]:
    zones = len(asked_for().zones)
    return {name: column[trips["origin"] < zones] for name, column in trips.items()}


def road_km(of: dict[str, Any]) -> Floats:
    travel = tables().fleet.travel
    places = int(as_array(travel.roads)["places"][0])
    return np.asarray(travel.km.reshape(places, places)[of["origin"], of["destination"]])


def test_both_engines_agree_from_six_to_ten() -> None:
    until_s = 4 * HOUR_S
    reference = ReferenceEngine(tables(), KEY)
    reference.advance(until_s)
    theirs = columns_of(pa.Table.from_batches(reference.drain(), SCHEMA))
    whole = columns_of(day())
    ours = {name: column[whole["time"] < until_s] for name, column in whole.items()}
    assert first_difference(ours, theirs) == ""
    assert len(ours["time"]) > 4000


def test_taxis_drive_swap_and_wait() -> None:
    trips, swaps = len(rows("trip")["time"]), len(rows("swap_end")["time"])
    assert 0.5 * 60 * TAXIS < trips < 60 * TAXIS  # while it drives, a taxi does not depart
    # A swap for each 0.6 to 0.9 of a battery that was driven.
    driven_kwh = road_km(rows("trip")).sum() * 0.18
    assert driven_kwh / (0.9 * 40.0) < swaps + 0.5 * TAXIS < 3.0 * driven_kwh / (0.6 * 40.0) + TAXIS


def test_streets_are_longer_than_straight_lines_by_as_much_as_a_grid_is() -> None:
    trips = between_zones(rows("trip"))
    km, straight = road_km(trips), straight_km(trips)
    # A grid: 1 along its streets, sqrt 2 across; 4 / pi = 1.27 over all angles.
    assert 1.15 < km.sum() / straight.sum() < math.sqrt(2.0)
    assert (km >= straight - 1.0).all()  # ends are moved to nodes, at most 1 km altogether


def test_trips_are_as_long_as_those_asked_for() -> None:
    with real("data", REQUESTS).open(encoding="utf-8") as file:
        asked = [row for row in csv.DictReader(file) if int(row["departure_time"][11:13]) < 20]
    ends = np.array(
        [[float(r[name]) for name in ("o_lon", "o_lat", "d_lon", "d_lat")] for r in asked]
    )
    mean_km = great_circle_km(*ends.T).mean()
    found = straight_km(between_zones(rows("trip"))).mean()
    # Trips within a zone, a tenth of them, lead to another one instead.
    assert found == pytest.approx(mean_km, rel=0.15)


def test_trips_by_the_hour_follow_the_requests() -> None:
    hour = (FIRST_HOUR + rows("trip")["time"] // HOUR_S).astype(int) % 24
    counts = np.bincount(hour, minlength=24)
    wanted = np.array(asked_for().profile)
    assert np.corrcoef(counts, wanted)[0, 1] > 0.95
    assert counts.argmin() in (3, 4, 5)


def test_no_battery_is_driven_below_empty_and_no_trip_below_the_floor() -> None:
    assert (rows("trip")["soc"] >= FLOOR).all()
    for kind in ("to_station", "diverted", "arrival"):
        assert (rows(kind)["soc"] >= 0.0).all()
    assert rows("arrival")["soc"].mean() == pytest.approx(0.22, abs=0.05)  # below 0.25 it swaps

"""Trips of a fleet from a table of requests: a few by hand, and twenty thousand of a real day."""

from pathlib import Path

import pytest
from tests.scenario.fleet.towns import town
from tests.scenario.real_data import real

from voltwin.importing import counted_trips
from voltwin.scenario import ScenarioError, parameters
from voltwin.scenario.fleet.references import graph_from

# At 53° north: west and east lie 6.7 km apart, each with two points a few metres from each other.
HEAD = "o_lat,o_lon,d_lat,d_lon,departure_time\n"
WEST, EAST = ("53.0,10.0", "53.0001,10.0"), ("53.0,10.1", "53.0001,10.1")


def table(folder: Path, *trips: tuple[str, str, str]) -> Path:
    """Return a table of (origin, destination, time of day) trips."""
    file = folder / "requests.csv"
    lines = [f"{origin},{to},2014-12-21 {time}" for origin, to, time in trips]
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines))
    return file


def test_ends_of_trips_are_zones_and_trips_are_counted_by_band(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        (WEST[0], EAST[0], "06:10:00"),
        (WEST[1], EAST[1], "09:50:00"),
        (EAST[0], WEST[1], "10:00:00"),
        (EAST[0], WEST[1], "20:00:00"),  # after the last band
    )
    found = counted_trips(file, bands=(6, 10, 20))
    assert [zone["id"] for zone in found.zones] == ["z000", "z001"]
    assert found.zones[0]["lon"] == 10.0
    assert found.zones[0]["lat"] == pytest.approx((53.0 + 53.0001 + 53.0001) / 3, abs=1e-6)
    assert [zone["homes"] for zone in found.zones] == [2, 1]
    assert [zone["attraction"] for zone in found.zones] == [1, 2]
    assert found.flows == [["z000", "z001", 2, 6], ["z001", "z000", 1, 10]]
    assert found.bands == [6, 10, 20]
    assert found.trips == 3


def test_departures_outside_the_bands_lie_on_a_line(tmp_path: Path) -> None:
    trips = [(WEST[0], EAST[0], f"{hour:02}:00:00") for hour in range(2, 23) for _ in range(hour)]
    profile = counted_trips(table(tmp_path, *trips), bands=(4, 20)).profile
    # 4 at 04:00 to 19 at 19:00; then from 19 down to 4 within nine hours, over midnight
    counts = [4.0 + 15.0 * (4 - h) / 9 for h in range(4)]
    counts += [float(h) for h in range(4, 20)]
    counts += [4.0 + 15.0 * (28 - h) / 9 for h in range(20, 24)]
    mean = sum(counts) / 24
    assert profile == pytest.approx([count / mean for count in counts], abs=1e-4)


def test_trips_off_the_map_are_left_out_and_counted(tmp_path: Path) -> None:
    graph = {"nodes": "10 53\n10.1 53\n", "links": "0 1 7000 500\n1 0 7000 500\n"}
    lost = (WEST[0], "53.5,10.0", "07:00:00")
    found = counted_trips(table(tmp_path, (WEST[0], EAST[0], "07:00:00"), lost), graph=graph)
    assert (found.trips, found.off_the_map, len(found.zones)) == (1, 1, 2)


@pytest.mark.parametrize(
    ("trip", "message"),
    [
        (("53.0,x", EAST[0], "07:00:00"), 'requests.csv:2: column "o_lon": "x" is no number of'),
        ((WEST[0], "53.0,1010", "07:00:00"), '"1010" is no number of degrees'),
        ((WEST[0], EAST[0], "7 o'clock"), '"2014-12-21 7 o\'clock" is no date and time such as'),
        ((WEST[0], EAST[0], "23:00:00"), "no trip is left between 0 and 20 h"),
    ],
)
def test_a_wrong_table_is_told(tmp_path: Path, trip: tuple[str, str, str], message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        counted_trips(table(tmp_path, trip), bands=(0, 20))
    assert message in str(error.value)


def test_bands_must_rise(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"bands \[6, 4\] must rise"):
        counted_trips(table(tmp_path, (WEST[0], EAST[0], "07:00:00")), bands=(6, 4))


def test_a_day_of_taxis_on_manhattans_streets() -> None:
    graph = graph_from(real("data", "manhattan_road_network.json"))
    # counts after 20:00 are inflated
    requests = real("data", "nyc_taxi_requests_20k.csv")
    found = counted_trips(requests, graph=graph, bands=(0, 6, 10, 16, 20))
    assert found.trips + found.off_the_map == 11_079  # rows before 20:00
    assert sum(flow[2] for flow in found.flows) == found.trips
    assert 80 < len(found.zones) < 130
    assert found.profile[18] > 4.0 * found.profile[4]
    corners = zip(("west", "east"), (found.zones[10], found.zones[-10]), strict=True)
    stations = [
        {
            "id": name,
            "lon": zone["lon"],
            "lat": zone["lat"],
            "chargers": {"count": 8, "power_kw": 80},
            "batteries": 12,
        }
        for name, zone in corners
    ]
    scenario = town(
        stations=stations,
        fleet={
            "classes": [
                {"id": "taxi", "count": 500, "trips_per_day": 60, "profile": found.profile}
            ],
            "zones": found.zones,
            "trips": {"flows": found.flows, "bands": found.bands},
        },
        travel={"graph": graph, "speed_profile": 0.4},
    )
    fleet = parameters(scenario).fleet
    places = len(found.zones) + 2
    km = fleet.travel.km.reshape(places, places)
    assert 15.0 < km.max() < 30.0  # Manhattan is 21.6 km long
    assert len(fleet.cumulative) == 5 * len(found.zones) ** 2  # four bands, and the day

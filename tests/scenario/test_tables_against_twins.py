"""A scenario into tables: numbering, shares, rates and surges against plain twins."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.scenario import Scenario, demo_city, parameters
from voltwin_core.calendar import hour_of_week
from voltwin_core.demand import POISSON
from voltwin_core.draws import entity_key
from voltwin_core.record import as_array
from voltwin_core.station.parameters import UNLIMITED_PLACES, Parameters

TYPES: list[dict[str, Any]] = [
    {"id": name, "capacity_kwh": 40, "charge_curve": {"power_kw": 60}, "full_soc": full}
    for name, full in (("small", 0.98), ("large", 0.99))
]
STATION: dict[str, Any] = {
    "id": "a",
    "chargers": {"count": 2, "power_kw": 60},
    "batteries": {"small": 3},
    "swaps_per_day": 240,
}


def tables_of(stations: list[dict[str, Any]], **fields: Any) -> Parameters:
    stations = [{**STATION, **station} for station in stations]
    data = {"battery_types": TYPES, "stations": stations, **fields}
    return parameters(Scenario.model_validate(data))


def rows(parameters_: Parameters, name: str) -> np.ndarray[Any, Any]:
    return as_array(getattr(parameters_, name))


COUNTS = st.dictionaries(st.sampled_from(["small", "large"]), st.integers(0, 4), min_size=1)


@given(
    st.lists(
        st.tuples(COUNTS, st.integers(1, 3), st.integers(0, 3), st.integers(0, 4)),
        min_size=1,
        max_size=5,
    )
)
def test_numbering(network: list[tuple[dict[str, int], int, int, int]]) -> None:
    """Batteries station by station, inventory before the ring's; vehicles pool by pool."""
    tables = tables_of(
        [
            {
                "id": f"s{i}",
                "batteries": counts,
                "bays": bays,
                "queue_places": places,
                "chargers": {"count": chargers, "power_kw": 60},
            }
            for i, (counts, bays, places, chargers) in enumerate(network)
        ]
    )
    batteries: list[tuple[int, int]] = []
    vehicles: list[tuple[int, int]] = []
    pools: list[tuple[int, int, int, int]] = []
    for s, (counts, bays, places, _) in enumerate(network):
        named = [kind for kind, name in enumerate(("small", "large")) if counts.get(name)]
        served = named or [0 if next(iter(counts)) == "small" else 1]
        for kind, name in enumerate(("small", "large")):
            batteries += [(kind, s)] * counts.get(name, 0)
        for kind in range(2):
            ring = bays + places + 1 if kind in served else 0
            pools.append((s, kind, len(vehicles), ring))
            for _ in range(ring):
                vehicles.append((len(pools) - 1, len(batteries)))
                batteries.append((kind, s))
    assert rows(tables, "batteries")[["battery_type", "station"]].tolist() == batteries
    assert rows(tables, "vehicles").tolist() == vehicles
    columns = ["station", "battery_type", "first_vehicle", "vehicles"]
    assert rows(tables, "pools")[columns].tolist() == pools
    full = np.array([0.98, 0.99])[rows(tables, "batteries")["battery_type"]]
    assert (rows(tables, "batteries")["soc"] == full).all()
    stations = rows(tables, "stations")
    for first, count in (
        ("first_charger", "chargers"),
        ("first_bay", "bays"),
        ("first_vehicle", "vehicles"),
    ):
        assert stations[first].tolist() == [0, *itertools.accumulate(stations[count].tolist())][:-1]
    assert stations["inventory"].tolist() == [sum(counts.values()) for counts, *_ in network]
    assert stations["chargers"].tolist() == [chargers for *_, chargers in network]


def test_batteries_are_full_unless_given() -> None:
    stock = {"small": [0.1, 0.5], "large": {"count": 2, "soc": 0.25}}
    assert rows(tables_of([{"batteries": stock}]), "batteries")["soc"][:4].tolist() == [
        0.1,
        0.5,
        0.25,
        0.25,
    ]


@pytest.mark.parametrize(
    ("fields", "shares"),
    [
        ({"batteries": {"small": 3, "large": 1}}, [0.75, 1.0]),
        ({"batteries": {"small": 3, "large": 1}, "battery_mix": {"large": 7}}, [0.0, 1.0]),
        ({"batteries": {"small": 3}}, [1.0, 1.0]),
        ({"batteries": {"large": 0}}, [0.0, 1.0]),
    ],
)
def test_shares_of_types(fields: dict[str, Any], shares: list[float]) -> None:
    assert rows(tables_of([fields]), "pools")["share_until"].tolist() == shares


def test_hours_and_warm_up_count_local_hours() -> None:
    tables = tables_of(
        [{}], start="2026-01-05T06:20:00+08:00", horizon="2h", warm_up="40min", target_wait="2min"
    )
    settings, clock = rows(tables, "settings")[0], rows(tables, "clock")[0]
    assert (settings["hours"], settings["warm_up_hours"], settings["target_wait_s"]) == (3, 1, 120)
    assert (clock["phase_s"], clock["week_phase_s"]) == (1200.0, 6 * 3600 + 1200)
    assert hour_of_week(tables.clock, 0) == 6


def test_stations_are_keyed_by_their_id_alone() -> None:
    first, second = tables_of([{"id": "x"}, {"id": "y"}]), tables_of([{"id": "y", "bays": 3}])
    assert rows(first, "stations")["key"][1] == entity_key("station", "y")
    assert rows(first, "sources")["key"][1] == rows(second, "sources")["key"][0]


PROFILES = ["flat", "commuter", "night", 3.0, [0] * 12 + [5] * 12]


@pytest.mark.parametrize("profile", PROFILES)
def test_swaps_per_day_is_the_mean_over_the_week(profile: Any) -> None:
    tables = tables_of([{"multiplier": 0.5, "region": "r"}], demand={"profile": profile})
    source = rows(tables, "sources")[0]
    factors = tables.numbers[source["profile"] : source["profile"] + 168]
    assert source["kind"] == POISSON
    assert source["base_per_s"] * factors.mean() * 86400.0 == pytest.approx(120.0, rel=1e-12)


def test_rate_per_hour_holds_where_the_profile_is_one() -> None:
    station = {"swaps_per_day": None, "rate_per_hour": 18, "region": "r"}
    demand = {"profile": [2] * 24, "multiplier": 3, "region_multipliers": {"r": 0.5}}
    tables = tables_of([station], demand=demand)
    assert rows(tables, "sources")["base_per_s"][0] == pytest.approx(18 / 3600 * 1.5)


SURGES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 20), st.sampled_from([0.0, 0.5, 2.0])), max_size=5
)


@given(SURGES)
def test_overlapping_surges_multiply(surges: list[tuple[int, int, float]]) -> None:
    demand = {
        "surges": [
            {"from": start, "to": start + length, "factor": factor, "stations": ["a"]}
            for start, length, factor in surges
        ]
    }
    tables = tables_of([{}, {"id": "b"}], demand=demand)
    source, other = rows(tables, "sources")
    steps = rows(tables, "surges")[source["first_surge"] :][: source["surges"]].tolist()
    for t in range(42):
        product = np.prod([f for start, length, f in surges if start <= t < start + length])
        past = [factor for at, factor in steps if at <= t]
        assert (past[-1] if past else 1.0) == pytest.approx(product)
    assert other["surges"] == 0


def test_variance_of_a_day_factor_is_taken_as_given() -> None:
    tables = tables_of([{}], demand={"day_factor": {"variance": 0.02}})
    assert _variance(tables) == pytest.approx(0.02, rel=1e-6)


@pytest.mark.parametrize("dispersion", [1.5, 3.9, 20])
def test_dispersion_is_variance_over_mean_of_day_totals(dispersion: float) -> None:
    tables = tables_of([{}], demand={"day_factor": {"dispersion": dispersion}})
    assert 1.0 + 240.0 * _variance(tables) == pytest.approx(dispersion, rel=0.01)


def _variance(tables: Parameters) -> float:
    """Return the variance of the first source's day factor by quadrature of its table."""
    law = rows(tables, "distributions")[rows(tables, "sources")["day_factor"][0]]
    values = tables.numbers[law["first"] : law["first"] + law["count"] : 2]
    z = -8.5 + np.arange(len(values)) / 32.0
    weight = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi) / 32.0
    assert weight @ values == pytest.approx(1.0, rel=1e-6)
    return float(weight @ (values - 1.0) ** 2)


def test_equal_parts_are_stored_once() -> None:
    one, many = demo_city(stations=1, seed=2), demo_city(stations=1, seed=2)
    many.stations = [one.stations[0].model_copy(update={"id": f"s{i}"}) for i in range(50)]
    small, large = parameters(one), parameters(many)
    for name in ("distributions", "steps", "knots", "numbers"):
        assert len(getattr(small, name)) == len(getattr(large, name))


def test_unlimited_places_and_surroundings() -> None:
    tables = tables_of([{"queue_places": "unlimited", "ring": 50, "grid_limit_kw": "unlimited"}])
    station = rows(tables, "stations")[0]
    assert station["queue_places"] == UNLIMITED_PLACES
    assert station["vehicles"] == 50
    assert rows(tables, "steps")[station["first_limit"]]["value"] == np.inf

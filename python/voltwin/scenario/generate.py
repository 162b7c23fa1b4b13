"""A plausible invented city: districts, hot spots, and stations sized for the demand around them.

Where the numbers come from: a station's demand follows the hot spots around it, as in a gravity
model; its chargers are what its peak hour needs, times a planner's luck, so that some stations are
too small. Means are of the order that operators of car-swapping stations publish: a few hundred
swaps a day, a dozen chargers of 80 kW, one to three bays.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from voltwin.scenario import templates
from voltwin.scenario.demo_districts import DISTRICTS, degrees
from voltwin.scenario.messages import shown
from voltwin.scenario.model import plain_number
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.sizing import sized

Floats = npt.NDArray[np.float64]

_SWAPS_PER_DAY = 375.0  # mean of all stations
_CHARGE_H = 0.56  # placed to full: cool-down, 0.2 to 0.99 of 40 kWh at 80 kW [h]
_MOST_STATIONS = 100_000
_BAY_S = 92.0  # mean swap time [s]

# Peak hour over mean hour of each profile.
_PEAKS = {"taxi": 1.3, "leisure": 1.7, "commuter": 1.95}


def demo_city(stations: int = 500, seed: int = 1) -> Scenario:
    """Return the demo city with another number of stations, or another seed.

    Raises:
        ValueError: one of them is no whole number, too small or too large.
    """
    fields = demo_stations(stations, seed, name="stations")
    data = yaml.safe_load(templates.demo_city())
    return Scenario.model_validate({**data, "stations": fields})


def demo_stations(
    count: int,
    seed: int,
    *,
    name: str = "count",
    fleet_swaps_per_day: float | None = None,
) -> list[dict[str, Any]]:
    """Return `count` stations as the fields of a scenario file, the same for the same seed.

    Args:
        count: how many.
        seed: of all that is random.
        name: of `count` where the caller was given it, for messages.
        fleet_swaps_per_day: mean swaps a day of a station that a fleet brings; the stations are
            sized for them, and have no arrivals of their own.

    Raises:
        ValueError: `count` or `seed` is no whole number, too small or too large.
    """
    count = whole(name, count, 1, _MOST_STATIONS)
    seed = whole("seed", seed, 0, 2**63)
    random = np.random.default_rng(seed)
    district = random.choice(len(DISTRICTS), count, p=[of.share for of in DISTRICTS])
    place = _places(random, district)
    swaps_per_day = _demand(random, place)
    least = 4
    if fleet_swaps_per_day is not None:
        swaps_per_day *= _mean(fleet_swaps_per_day) / _SWAPS_PER_DAY
        least = 1
    stations = [
        _station(random, i, int(district[i]), place[i], float(swaps_per_day[i]), least)
        for i in range(count)
    ]
    return stations if fleet_swaps_per_day is None else [_of_a_fleet(of) for of in stations]


def _mean(value: Any) -> float:
    """Return a mean number of swaps a day."""
    number = plain_number(value)
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number <= 1e5:
        raise ValueError(f"fleet_swaps_per_day: {shown(value)} must be a number above 0")
    return float(number)


def _of_a_fleet(station: dict[str, Any]) -> dict[str, Any]:
    """Return a station without arrivals; where it does not let vehicles wait, they drive on."""
    kept = {name: of for name, of in station.items() if name not in ("swaps_per_day", "profile")}
    return kept if kept["policy"] == "wait" else {**kept, "policy": "divert"}


def whole(name: str, value: Any, least: int, most: int) -> int:
    """Return a whole number, Python's or NumPy's."""
    number = plain_number(value)
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise ValueError(f"{name}: {shown(value)} must be a whole number from {least} to {most}")
    return number


def _places(random: np.random.Generator, district: npt.NDArray[np.int64]) -> Floats:
    """Return where stations are, (east, north) of the centre [km], shape (stations, 2)."""
    centre = np.array([(of.east_km, of.north_km) for of in DISTRICTS])
    spread = np.array([of.spread_km for of in DISTRICTS])
    return np.asarray(
        centre[district] + spread[district, None] * random.normal(size=(len(district), 2))
    )


def _demand(random: np.random.Generator, place: Floats) -> Floats:
    """Return swaps per day: the pull of hot spots nearby, and what no map tells."""
    spots = _places(random, random.choice(len(DISTRICTS), 14))
    pull = random.gamma(2.0, size=len(spots))
    distance = np.linalg.norm(place[:, None, :] - spots[None, :, :], axis=2)
    gravity = 0.5 + (pull * np.exp(-0.5 * (distance / 2.0) ** 2)).sum(axis=1)
    demand = gravity * random.lognormal(0.0, 0.3, len(place))
    return np.asarray(np.clip(demand / demand.mean(), 0.2, 2.6) * _SWAPS_PER_DAY)


def _station(
    random: np.random.Generator,
    number: int,
    district: int,
    place: Floats,
    swaps_per_day: float,
    least: int,
) -> dict[str, Any]:
    region, profile = DISTRICTS[district].name, DISTRICTS[district].profile
    peak_per_hour = swaps_per_day / 24.0 * _PEAKS[profile]
    luck = random.choice([0.86, 1.0, 1.1, 1.25], p=[0.12, 0.28, 0.35, 0.25])
    size = sized(peak_per_hour, _CHARGE_H, _BAY_S, luck=luck, least=least)
    waits = bool(random.random() < 0.6)
    lon, lat = degrees(float(place[0]), float(place[1]))
    station: dict[str, Any] = {
        "id": f"s{number:03d}",
        "name": f"{region} {number}",
        "region": region,
        "lon": lon,
        "lat": lat,
        "bays": size.bays,
        "queue_places": int(random.integers(4, 9)),
        "chargers": {"count": size.chargers, "power_kw": 80},
        "batteries": size.batteries,
        "swaps_per_day": round(swaps_per_day),
        "policy": "wait" if waits else "lose",
        "patience": {"kind": "gamma", "mean": 600, "shape": 4} if waits else "infinite",
    }
    if profile != "taxi":
        station["profile"] = profile
    if random.random() < 0.25:  # a site that must spare the grid in the evening
        day, evening = (max(80, round(part * 80 * size.chargers)) for part in (0.9, 0.72))
        station["grid_limit_kw"] = [day] * 17 + [evening] * 4 + [day] * 3
    if random.random() < 0.08:
        station["opening_hours"] = "05:00-02:00"
    if random.random() < 0.3:
        station["charge_order"] = str(random.choice(["lowest_soc", "highest_soc"]))
    return station

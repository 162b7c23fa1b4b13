"""A plausible invented city: districts, hot spots, and stations sized for the demand around them.

Where the numbers come from: a station's demand follows the hot spots around it, as in a gravity
model; its chargers are what its peak hour needs, times a planner's luck, so that some stations are
too small. Means are of the order that operators of car-swapping stations publish: a few hundred
swaps a day, a dozen chargers of 80 kW, one to three bays.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from voltwin.scenario import templates
from voltwin.scenario.messages import shown
from voltwin.scenario.model import plain_number
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.sizing import sized

Floats = npt.NDArray[np.float64]

_CENTRE = 10.0, 53.0  # invented [degrees east, north]
_KM_PER_DEGREE = 111.2
_SWAPS_PER_DAY = 375.0  # mean of all stations
_CHARGE_H = 0.56  # placed to full: cool-down, 0.2 to 0.99 of 40 kWh at 80 kW [h]
_MOST_STATIONS = 100_000
_BAY_S = 92.0  # mean swap time [s]

# Districts: name, km east and north of the centre, spread [km], share of stations, demand profile.
_DISTRICTS: tuple[tuple[str, float, float, float, float, str], ...] = (
    ("Centre", 0.0, 0.0, 2.2, 0.20, "taxi"),
    ("Harbour", -4.5, -3.0, 1.8, 0.12, "leisure"),
    ("North", 1.0, 8.0, 2.8, 0.16, "commuter"),
    ("East", 8.5, 1.5, 2.6, 0.15, "commuter"),
    ("South", 0.5, -8.0, 2.8, 0.14, "commuter"),
    ("West", -9.0, 3.0, 2.6, 0.12, "commuter"),
    ("University", 3.8, 3.6, 1.2, 0.06, "leisure"),
    ("Airport", -6.5, 11.0, 1.0, 0.05, "taxi"),
)
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


def demo_stations(count: int, seed: int, *, name: str = "count") -> list[dict[str, Any]]:
    """Return `count` stations as the fields of a scenario file, the same for the same seed.

    Args:
        count: how many.
        seed: of all that is random.
        name: of `count` where the caller was given it, for messages.

    Raises:
        ValueError: `count` or `seed` is no whole number, too small or too large.
    """
    count = _whole(name, count, 1, _MOST_STATIONS)
    seed = _whole("seed", seed, 0, 2**63)
    random = np.random.default_rng(seed)
    district = random.choice(len(_DISTRICTS), count, p=[share for *_, share, _ in _DISTRICTS])
    place = _places(random, district)
    swaps_per_day = _demand(random, place)
    return [
        _station(random, number, int(district[number]), place[number], float(swaps_per_day[number]))
        for number in range(count)
    ]


def _whole(name: str, value: Any, least: int, most: int) -> int:
    """Return a whole number, Python's or NumPy's."""
    number = plain_number(value)
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise ValueError(f"{name}: {shown(value)} must be a whole number from {least} to {most}")
    return number


def _places(random: np.random.Generator, district: npt.NDArray[np.int64]) -> Floats:
    """Return where stations are, (east, north) of the centre [km], shape (stations, 2)."""
    centre = np.array([(east, north) for _, east, north, *_ in _DISTRICTS])
    spread = np.array([spread for _, _, _, spread, *_ in _DISTRICTS])
    return np.asarray(
        centre[district] + spread[district, None] * random.normal(size=(len(district), 2))
    )


def _demand(random: np.random.Generator, place: Floats) -> Floats:
    """Return swaps per day: the pull of hot spots nearby, and what no map tells."""
    spots = _places(random, random.choice(len(_DISTRICTS), 14))
    pull = random.gamma(2.0, size=len(spots))
    distance = np.linalg.norm(place[:, None, :] - spots[None, :, :], axis=2)
    gravity = 0.5 + (pull * np.exp(-0.5 * (distance / 2.0) ** 2)).sum(axis=1)
    demand = gravity * random.lognormal(0.0, 0.3, len(place))
    return np.asarray(np.clip(demand / demand.mean(), 0.2, 2.6) * _SWAPS_PER_DAY)


def _station(
    random: np.random.Generator, number: int, district: int, place: Floats, swaps_per_day: float
) -> dict[str, Any]:
    region, *_, profile = _DISTRICTS[district]
    peak_per_hour = swaps_per_day / 24.0 * _PEAKS[profile]
    luck = random.choice([0.86, 1.0, 1.1, 1.25], p=[0.12, 0.28, 0.35, 0.25])
    size = sized(peak_per_hour, _CHARGE_H, _BAY_S, luck=luck, least=4)
    waits = bool(random.random() < 0.6)
    station: dict[str, Any] = {
        "id": f"s{number:03d}",
        "name": f"{region} {number}",
        "region": region,
        "lon": round(
            _CENTRE[0] + place[0] / _KM_PER_DEGREE / math.cos(math.radians(_CENTRE[1])), 5
        ),
        "lat": round(_CENTRE[1] + place[1] / _KM_PER_DEGREE, 5),
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
        day, evening = round(0.9 * 80 * size.chargers), round(0.72 * 80 * size.chargers)
        station["grid_limit_kw"] = [day] * 17 + [evening] * 4 + [day] * 3
    if random.random() < 0.08:
        station["opening_hours"] = "05:00-02:00"
    if random.random() < 0.3:
        station["charge_order"] = str(random.choice(["lowest_soc", "highest_soc"]))
    return station

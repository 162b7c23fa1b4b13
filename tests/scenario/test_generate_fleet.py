"""The moving city: zones where its stations stand, and stations sized for its fleet."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from voltwin.scenario import Scenario, load
from voltwin.scenario.generate import demo_stations
from voltwin.scenario.generate_fleet import demo_zones
from voltwin.scenario.weekly import hourly_values

EXAMPLE = Path(__file__).parents[2] / "examples" / "moving_city.yaml"


def city() -> Scenario:
    return load(EXAMPLE)


def test_there_are_ten_thousand_vehicles_and_five_hundred_stations() -> None:
    scenario = city()
    assert scenario.fleet
    assert sum(of.count for of in scenario.fleet.classes) == 10_000
    assert len(scenario.stations) == 500


def test_stations_of_a_fleet_are_those_of_arrivals_but_smaller() -> None:
    alone, with_fleet = demo_stations(60, 4), demo_stations(60, 4, fleet_swaps_per_day=30)
    for own, fleets in zip(alone, with_fleet, strict=True):
        assert (own["id"], own["lon"], own["lat"]) == (fleets["id"], fleets["lon"], fleets["lat"])
        assert fleets["chargers"]["count"] <= own["chargers"]["count"]
        assert not {"swaps_per_day", "profile"} & set(fleets)
        assert fleets["policy"] == ("wait" if own["policy"] == "wait" else "divert")


def test_attraction_is_what_the_stations_around_were_sized_for() -> None:
    zones = demo_zones(100, 2)
    swaps = sum(of["swaps_per_day"] for of in demo_stations(100, 2))
    means = [np.mean(hourly_values(_floats(zone["attraction"]))) for zone in zones]
    assert sum(means) == pytest.approx(swaps, rel=0.06)  # a commuters' zone pulls 4 % more
    assert 30 < len(zones) < 80  # some have several stations


def _floats(profile: dict[str, object]) -> dict[str, float | tuple[float, ...]]:
    days = {}
    for name, of in profile.items():
        days[name] = tuple(map(float, of)) if isinstance(of, list) else float(str(of))
    return days


@pytest.mark.parametrize("value", [0, -1, True, "36", 1e9])
def test_a_mean_that_is_none_is_refused(tmp_path: Path, value: object) -> None:
    data = yaml.safe_load(EXAMPLE.read_text())
    data["stations"]["fleet_swaps_per_day"] = value
    (tmp_path / "city.yaml").write_text(yaml.safe_dump(data))
    with pytest.raises(ValueError, match=r"stations\.fleet_swaps_per_day: .* above 0"):
        load(tmp_path / "city.yaml")

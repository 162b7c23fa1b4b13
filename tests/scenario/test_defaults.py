"""What is wrong in `station_defaults` is said there, once."""

from pathlib import Path

import pytest
from tests.scenario.small import TEXT, loaded, unnumbered

from voltwin.scenario import ScenarioError

DEFAULTS = "chargers: {count: 4, power_kw: 80}, batteries: 6, rate_per_hour: 3"


def lines(folder: Path, defaults: str, *stations: str) -> list[str]:
    text = TEXT.splitlines()[0]
    text += f"\nstation_defaults: {{{defaults}}}\nstations: [{', '.join(stations)}]\n"
    with pytest.raises(ScenarioError) as caught:
        loaded(folder, text)
    head = f"{folder / 'city.yaml'}: "
    return [unnumbered(line).removeprefix(head) for line in caught.value.lines]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("bay: 2", 'bay: unknown field; did you mean "bays"?'),
        ("bays: 0", "bays: given 0, must be at least 1"),
        ("lat: 95", "lat: given 95, must be at most 90 [degrees]; are lon and lat swapped?"),
        (
            "swap_time: {kind: fixed, value: 3, valve: 2}",
            'swap_time.valve: unknown field; did you mean "value"?',
        ),
    ],
)
def test_a_wrong_default_is_one_line(tmp_path: Path, more: str, line: str) -> None:
    found = lines(tmp_path, f"{DEFAULTS}, {more}", "{id: a}", "{id: b}", "{id: c}")
    assert found == [f"station_defaults.{line}"]


def test_what_a_station_gives_is_its_own_mistake(tmp_path: Path) -> None:
    found = lines(tmp_path, f"{DEFAULTS}, bays: 0", "{id: a, bays: -1}", "{id: b}", "{bays: 2}")
    assert found == [
        'stations[0].bays ("a"): given -1, must be at least 1',
        "station_defaults.bays: given 0, must be at least 1",
        "stations[2].id: is missing",
    ]


def test_a_wrong_way_of_arriving_is_where_it_is_given(tmp_path: Path) -> None:
    defaults = DEFAULTS.replace("3", "-3")
    found = lines(tmp_path, defaults, "{id: a}", "{id: b, rate_per_hour: -2}", "{id: c, gap: 60}")
    assert found == [
        "station_defaults.rate_per_hour: given -3, must be at least 0 [1/h]",
        'stations[1].rate_per_hour ("b"): given -2, must be at least 0 [1/h]',
    ]

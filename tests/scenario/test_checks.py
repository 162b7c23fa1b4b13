"""Contradictions: one of each kind, its line, and how long looking for them takes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.small import TEXT, changed, loaded, unnumbered

from voltwin.scenario import Scenario, ScenarioError, demo_city
from voltwin.scenario.checks import _never_opens, checked, problems
from voltwin.scenario.opening_hours import opening_steps, parse_hours
from voltwin.scenario.week import DAYS

AT = "swaps_per_day: 99"
KIND = "capacity_kwh: 40"
TWO = changed(
    "battery_types: [",
    "battery_types: [{id: big, capacity_kwh: 60, charge_curve: {power_kw: 80}}, ",
)
THERMAL = "cool_down: {thermal: {time_constant: 30min, start_c: 15, return_c: 40}}"
ONE_WAY = "must have exactly one of swaps_per_day, rate_per_hour, trace, gap"

CASES = [
    # the run
    ("", "warm_up: 1w", "warm_up: must be shorter than the horizon"),
    ("", "warm_up: 90min", "warm_up: ends at 01:30:00; it must end at a full local hour"),
    (
        "",
        "{warm_up: 1h, start: '2026-01-05T00:20:00+01:00'}",
        "warm_up: ends at 01:20:00; it must end at a full local hour",
    ),
    # battery types
    (
        KIND,
        f"{KIND}, ready_soc: 0.995",
        'battery_types[0].ready_soc ("std"): 0.995 is above full_soc (0.99)',
    ),
    (
        "{power_kw: 80}}",
        "{points: [[0, 80], [0.5, 0], [1, 5]]}}",
        'battery_types[0].charge_curve ("std"): '
        "the power is 0 at SoC 0.5, so full_soc (0.99) is never reached",
    ),
    (
        "{power_kw: 80}}",
        "{points: [[0.5, 0], [1, 40]]}}",
        'battery_types[0].charge_curve ("std"): '
        "the power is 0 at SoC 0, so full_soc (0.99) is never reached",
    ),
    (
        "{power_kw: 80}}",
        "{points: [[0, 80], [0.9, 0]]}}",
        'battery_types[0].charge_curve ("std"): '
        "the power is 0 at SoC 0.9, so full_soc (0.99) is never reached",
    ),
    (
        KIND,
        f"{KIND}, full_soc: 1",
        'battery_types[0].charge_curve ("std"): '
        "the power is 0 at SoC 1, so full_soc (1) is never reached",
    ),
    (
        KIND,
        f"{KIND}, arrival_soc: 0.95",
        'battery_types[0].arrival_soc ("std"): no value lies from 0 to below ready_soc (0.95)',
    ),
    (
        KIND,
        f"{KIND}, arrival_soc: {{kind: uniform, low: 0.95, high: 1}}",
        'battery_types[0].arrival_soc ("std"): no value lies from 0 to below ready_soc (0.95)',
    ),
    (
        KIND,
        f"{KIND}, arrival_soc: {{kind: empirical, values: [0.96, 0.97]}}",
        'battery_types[0].arrival_soc ("std"): no value lies from 0 to below ready_soc (0.95)',
    ),
    (
        KIND,
        f"{KIND}, arrival_soc: {{kind: uniform, low: 0, high: 1, min: 0.97}}",
        'battery_types[0].arrival_soc ("std"): no value lies from 0 to below ready_soc (0.95)',
    ),
    # demand
    (
        "",
        "demand: {profile: comuter}",
        'demand.profile: "comuter" is no profile; did you mean "commuter"?',
    ),
    (
        "",
        "demand: {profile: rushh, profiles: {rush: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,"
        " 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}}",
        'demand.profile: "rushh" is no profile; did you mean "rush"?',
    ),
    (
        "",
        "demand: {region_multipliers: {Nrth: 2}}",
        'demand.region_multipliers.Nrth: "Nrth" is no region; did you mean "North"?',
    ),
    (
        "",
        "demand: {surges: [{from: 0s, to: 1h, factor: 2, regions: [North, Noth]}]}",
        'demand.surges[0].regions[1]: "Noth" is no region; did you mean "North"?',
    ),
    (
        "",
        "demand: {surges: [{from: 0s, to: 1h, factor: 2, stations: [nort]}]}",
        'demand.surges[0].stations[0]: "nort" is no station; did you mean "north"?',
    ),
    # arrivals at a station
    (f", {AT}", "", f'stations[0] ("north"): has no arrivals; {ONE_WAY}'),
    (
        AT,
        f"{AT}, rate_per_hour: 2",
        f'stations[0] ("north"): has swaps_per_day and rate_per_hour; {ONE_WAY}',
    ),
    (AT, "trace: [-3, 1]", 'stations[0].trace[0] ("north"): -3 s is before the start'),
    (
        AT,
        "trace: [1, 3, 3, 2, 1]",
        'stations[0].trace[3] ("north"): times must not fall: 2 s after 3 s',
    ),
    (
        AT,
        f"{AT}, profile: nigt",
        'stations[0].profile ("north"): "nigt" is no profile; did you mean "night"?',
    ),
    (
        AT,
        f"{AT}, profile: {{daily: 0}}",
        'stations[0].swaps_per_day ("north"): 99, but its profile is 0 all week',
    ),
    (
        "",
        "demand: {profile: none, profiles: {none: 0}}",
        'stations[0].swaps_per_day ("north"): 99, but its profile is 0 all week',
    ),
    (
        AT,
        "gap: 0",
        'stations[0].gap ("north"): gives (nearly) no time above 0 s: arrivals would never end',
    ),
    (
        AT,
        "gap: {kind: empirical, values: [0, 0]}",
        'stations[0].gap ("north"): gives (nearly) no time above 0 s: arrivals would never end',
    ),
    # the rest of a station
    (AT, f"{AT}, lon: 10", 'stations[0] ("north"): has only one of lon and lat'),
    (
        AT,
        f"{AT}, ring: 5",
        'stations[0].ring ("north"): 5 is too small; at least bays + queue_places + 1 = 6',
    ),
    (
        AT,
        f"{AT}, queue_places: unlimited",
        'stations[0].ring ("north"): must be given where queue places are unlimited',
    ),
    (
        "batteries: 6",
        "batteries: {st: 6}",
        'stations[0].batteries.st ("north"): "st" is no battery type; did you mean "std"?',
    ),
    (AT, f"{AT}, racks: 5", 'stations[0].racks ("north"): 5 places cannot hold 6 batteries'),
    (
        AT,
        f"{AT}, battery_mix: {{st: 1}}",
        'stations[0].battery_mix.st ("north"): "st" is no battery type; did you mean "std"?',
    ),
    (AT, f"{AT}, opening_hours: closed", 'stations[0].opening_hours ("north"): '
     "the station never opens"),
    (
        AT,
        f"{AT}, swap_time: -5",
        'stations[0].swap_time ("north"): given -5, must be 0 s or more',
    ),
    (
        AT,
        f"{AT}, patience: {{kind: normal, mean: 3, sd: 1, max: -9}}",
        'stations[0].patience ("north"): gives (nearly) no time of 0 s or more',
    ),
    (
        KIND,
        f"{KIND}, {THERMAL}",
        'stations[0].ambient_c ("north"): 20 °C at its coldest: '
        'batteries of type "std" return at 40 °C and never cool to 15 °C',
    ),
    (
        KIND,
        f"{KIND}, cool_down: {{thermal: {{time_constant: 1h, start_c: 15, return_c: 10}}}}",
        'stations[0].ambient_c ("north"): 20 °C at its coldest: batteries of type "std" '
        "that wait for a charger warm to above 15 °C and never cool again",
    ),
    (
        KIND,
        f"{KIND}, cool_down: {{thermal: {{time_constant: 1000h, start_c: 20.1, return_c: 40}}}}",
        'stations[0].ambient_c ("north"): 20 °C at its coldest: batteries of type "std" '
        "return at 40 °C and need 5.3e+03 h to cool to 20.1 °C, longer than the run",
    ),
    # runs that would not end
    (
        AT,
        "gap: {kind: exponential, mean: 1e-12}",
        'stations[0] ("north"): expects about 6e+17 arrivals; may expect 1e+08 at most',
    ),
    (
        AT,
        "rate_per_hour: 1e6, multiplier: 1e300",
        'stations[0] ("north"): expects about 1.7e+308 arrivals; may expect 1e+08 at most',
    ),
]  # fmt: skip


def of_line(text: str) -> str:
    """Return a line `{a: 1, b: 2}` as two lines of the scenario."""
    return text.strip("{}").replace(", ", "\n") if text.startswith("{") else text


@pytest.mark.parametrize(("old", "new", "line"), CASES)
def test_a_contradiction_is_one_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, changed(old, of_line(new) if not old else new))
    assert unnumbered(str(caught.value)) == f"{tmp_path / 'city.yaml'}: {line}"


def test_several_types_need_counts_by_type(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, TWO)
    text = "must be counts by type, as there are several: big, std"
    assert str(caught.value).endswith(f'stations[0].batteries ("north"): {text}')


@pytest.mark.parametrize("batteries", ["{std: 6}", "{std: 6, big: 0}", "{std: 6, big: []}"])
def test_a_type_without_batteries_cannot_arrive(tmp_path: Path, batteries: str) -> None:
    text = changed("batteries: 6", f"batteries: {batteries}, battery_mix: {{std: 1, big: 2}}", TWO)
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, text)
    line = "has a share of arrivals, but no battery at the station"
    assert str(caught.value).endswith(f'stations[0].battery_mix.big ("north"): {line}')


@pytest.mark.parametrize("kind", ["stations", "battery_types"])
def test_ids_are_there_once(kind: str) -> None:
    scenario = fine()
    items: list[Any] = getattr(scenario, kind)
    items.append(items[0].model_copy())
    name = items[0].id
    assert problems(scenario)[0] == (
        (kind, len(items) - 1, "id"),
        f'"{name}" is also the id of {kind}[0]',
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "warm_up: 2h"),
        ("", "{warm_up: 40min, start: '2026-01-05T00:20:00+05:30'}"),
        ("{power_kw: 80}}", "{points: [[0.1, 80], [0.5, 40]]}}"),  # constant beyond its ends
        ("{power_kw: 80}}", "{points: [[0, 80], [0.995, 0]]}}"),
        (AT, f"{AT}, ring: 6"),
        (AT, f"{AT}, queue_places: unlimited, ring: 1"),
        (AT, f"{AT}, racks: 6"),
        (AT, "trace: [0, 0, 5, 5]"),
        (AT, "trace: []"),
        (AT, "gap: {kind: empirical, values: [0, 5]}"),
        (AT, "swap_time: 0, rate_per_hour: 0"),
        (AT, "rate_per_hour: 3, profile: {daily: 0}"),
        (AT, f"{AT}, swap_time: {{kind: normal, mean: 90, sd: 60}}"),
        (AT, f"{AT}, opening_hours: {{mon-sat: closed, sun: '23:59-24:00'}}"),
        (KIND, f"{KIND}, {THERMAL.replace('15', '20.5')}"),
        (KIND, f"{KIND}, {THERMAL.replace('15', '20').replace('40', '20')}"),
        (KIND, f"{KIND}, arrival_soc: {{kind: uniform, low: 0.9, high: 1}}"),
    ],
)
def test_the_border_is_allowed(tmp_path: Path, old: str, new: str) -> None:
    loaded(tmp_path, changed(old, of_line(new) if not old else new))


def fine(stations: int = 3) -> Scenario:
    scenario = demo_city(stations=stations, seed=7)
    scenario.demand.surges = ()  # a small city need not have the districts they are in
    return scenario


def test_a_change_in_python_is_found_before_a_run() -> None:
    scenario = checked(fine())
    scenario.stations[1].ring = 1
    with pytest.raises(ScenarioError, match=r'^stations\[1\]\.ring \("s001"\): 1 is too small'):
        checked(scenario)


def test_a_scenario_of_many_contradictions_is_read_to_its_end() -> None:
    scenario = fine(40)
    for station in scenario.stations:
        station.racks = 0
    assert len(problems(scenario)) == 40


def test_no_time_is_too_long() -> None:
    scenario = fine()
    scenario.warm_up = 1e300
    assert problems(scenario) == [(("warm_up",), "must be shorter than the horizon")]


# --- short cuts against the long way -------------------------------------------------------------

SPANS = st.sampled_from(["closed", " Closed", "24h", "06:00-22:00", "22:00-06:00", "00:00-24:00"])
OF_DAY = SPANS | st.lists(SPANS, max_size=2)
HOURS = OF_DAY | st.fixed_dictionaries(dict.fromkeys(DAYS, OF_DAY))


@given(HOURS)
def test_never_opens_as_its_steps_say(hours: Any) -> None:
    parsed = parse_hours(hours)
    assert _never_opens(parsed) == all(value == 0.0 for _, value in opening_steps(parsed))


def test_the_small_scenario_is_fine(tmp_path: Path) -> None:
    assert problems(loaded(tmp_path, TEXT)) == []

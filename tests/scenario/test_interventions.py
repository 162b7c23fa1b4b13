"""Interventions of a scenario: what they may be, and the lines that they become."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.scenario.fleet.towns import TOWN
from tests.scenario.small import TEXT, loaded, unnumbered

from voltwin.scenario import ScenarioError, load, parameters, save
from voltwin.scenario.files import scenario_of
from voltwin.simulation import Simulation
from voltwin_core.record import as_array
from voltwin_core.station.events import BAY_OUT, CHARGER_IN, CHARGER_OUT, INTERVENTION, TRUCK
from voltwin_core.station.script import (
    CLOSE_NOW,
    HOURS_BY_WEEK,
    LIMIT_FACTOR,
    LIMIT_KW,
    LOAD,
    NO_LINE,
    PUT_BACK,
    TAKE_OUT,
    UNLOAD,
)

SOUTH = "  - {id: south, chargers: {count: 2, power_kw: 80}, batteries: 6, rate_per_hour: 6, "
SOUTH += "bays: 3, racks: 9, grid_limit_kw: 100}\n"


def with_lines(*lines: str) -> str:
    return f"{TEXT}{SOUTH}interventions:\n" + "".join(f"  - {line}\n" for line in lines)


def script(folder: Path, *lines: str) -> list[tuple[Any, ...]]:
    """Return (time, station, rank, does, unit, number, ends, value) of all lines."""
    rows = as_array(parameters(loaded(folder, with_lines(*lines))).script)
    names = ["time", "station", "rank", "does", "unit", "number", "ends", "value"]
    return [tuple(row) for row in rows[names].tolist()]


def test_a_charger_is_counted_from_0_at_its_station(tmp_path: Path) -> None:
    line = "{kind: charger_out, at: 1h, station: south, charger: [1, 0], for: 30min}"
    assert script(tmp_path, line) == [
        (3600.0, 1, CHARGER_OUT, TAKE_OUT, 4, 0, NO_LINE, 0.0),
        (3600.0, 1, CHARGER_OUT, TAKE_OUT, 5, 2, NO_LINE, 0.0),
        (5400.0, 1, CHARGER_IN, PUT_BACK, 4, 1, 0, 0.0),
        (5400.0, 1, CHARGER_IN, PUT_BACK, 5, 3, 2, 0.0),
    ]


def test_a_truck_has_a_line_where_it_leaves_and_one_where_it_arrives(tmp_path: Path) -> None:
    line = "{kind: truck, at: 1h, from: north, to: south, batteries: 2, travel: 30min}"
    assert script(tmp_path, line) == [
        (3600.0, 0, INTERVENTION, LOAD, 0, 0, NO_LINE, 0.0),
        (5400.0, 1, TRUCK, UNLOAD, 0, 1, NO_LINE, 0.0),
    ]


def test_all_bays(tmp_path: Path) -> None:
    lines = script(tmp_path, "{kind: bay_out, at: 0, station: south, bay: all}")
    assert [line[2:5] for line in lines] == [(BAY_OUT, TAKE_OUT, 1 + i) for i in range(3)]


def test_what_is_done_to_all_stations_has_a_line_at_each(tmp_path: Path) -> None:
    lines = script(tmp_path, "{kind: close, at: 1d, for: 2h}")
    assert [line[1:7] for line in lines] == [
        (0, INTERVENTION, CLOSE_NOW, NO_LINE, 0, NO_LINE),
        (0, INTERVENTION, HOURS_BY_WEEK, NO_LINE, 1, 0),
        (1, INTERVENTION, CLOSE_NOW, NO_LINE, 2, NO_LINE),
        (1, INTERVENTION, HOURS_BY_WEEK, NO_LINE, 3, 2),
    ]


def test_limits(tmp_path: Path) -> None:
    lines = script(
        tmp_path,
        "{kind: grid_limit, at: 2026-01-05 07:00, stations: south, factor: 0.5}",
        "{kind: grid_limit, at: 1h, regions: North, limit_kw: 40}",
        "{kind: grid_limit, at: 2h, regions: North, limit_kw: unlimited}",
    )
    assert [(line[0], line[1], line[3], line[7]) for line in lines] == [
        (3600.0, 0, LIMIT_KW, 40.0),
        (7200.0, 0, LIMIT_KW, float("inf")),
        (25_200.0, 1, LIMIT_FACTOR, 0.5),
    ]


def test_a_surge_is_one_of_the_demand(tmp_path: Path) -> None:
    by_hand = "demand: {surges: [{from: 1h, to: 3h, factor: 2, stations: [south]}]}\n"
    demanded = parameters(loaded(tmp_path, f"{TEXT}{SOUTH}{by_hand}"))
    made = loaded(
        tmp_path, with_lines("{kind: surge, at: 1h, for: 2h, factor: 2, stations: south}")
    )
    assert as_array(parameters(made).surges).tolist() == as_array(demanded.surges).tolist()
    assert len(parameters(made).script) == 0


def test_interventions_survive_a_file(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        with_lines(
            "{kind: charger_out, at: 2026-01-05 07:00, station: south, charger: all}",
            "{kind: grid_limit, at: 1h, limit_kw: unlimited, for: 1d}",
            "{kind: surge, at: 1h, factor: 0.5}",
        ),
    )
    for name in ("again.yaml", "again.json"):
        save(made, tmp_path / name)
        assert load(tmp_path / name) == made


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "{kind: charger_out, at: 1h, station: south, charger: 2}",
            "interventions[0].charger: there is no charger 2: numbers go from 0 to 1",
        ),
        (
            "{kind: bay_out, at: 1h, station: sauth, bay: 0}",
            'interventions[0].station: "sauth" is no station; did you mean "south"?',
        ),
        (
            "{kind: close, at: 1h, regions: [Nord]}",
            'interventions[0].regions[0]: "Nord" is no region; did you mean "North"?',
        ),
        (
            "{kind: close, at: 2026-01-04 23:00}",
            "interventions[0].at: is 1h before the start of the run",
        ),
        (
            "{kind: close, at: 2025-01-01 10:00}",
            "interventions[0].at: is 368d 14h before the start of the run",
        ),
        (
            "{kind: close, at: 1w}",
            "interventions[0].at: is 1w from the start, and the run ends at 1w (its horizon)",
        ),
        (
            "{kind: open, at: 2026-01-20 06:00}",
            "interventions[0].at: is 15d 6h from the start, and the run ends at 1w (its horizon)",
        ),
        *(
            (
                f"{{kind: {kind}_out, at: 1h, station: south, {kind}: {given}}}",
                f"interventions[0].{kind}: given {told}, must be a number, 0 or more, several such "
                'as [0, 2], or "all"',
            )
            for kind, given, told in (
                *(("charger", given, given) for given in ("-1", "1.5", "[]", "[0, true]")),
                *(
                    ("charger", "first", '"first"'),
                    ("bay", "1-2", '"1-2"'),
                    ("bay", "[-1]", "[-1]"),
                ),
            )
        ),
        (
            "{kind: charger_out, at: 1h, station: south, chargers: 1, charger: 0}",
            'interventions[0].chargers: unknown field; did you mean "charger"?',
        ),
        (
            "{kind: bay_out, at: 1h, stations: south, station: south, bay: 0}",
            'interventions[0].stations: unknown field; did you mean "station"?',
        ),
        (
            "{kind: grid_limit, at: 1h, factor: 0.5}",
            'interventions[0].factor: station "north" has no grid limit of which to take a part',
        ),
        (
            "{kind: grid_limit, at: 1h}",
            "interventions[0]: given {kind: grid_limit, at: 1h}, must have limit_kw, or factor",
        ),
        (
            "{kind: shut, at: 1h}",
            "interventions[0]: given {kind: shut, at: 1h}, unknown kind; allowed: charger_out, "
            "charger_in, bay_out, bay_in, grid_limit, close, open, surge, truck, observation",
        ),
        (
            "{at: 1h}",
            "interventions[0]: given {at: 1h}, must be a mapping with a kind",
        ),
        (
            "{kind: open, at: 1h, for: 0s}",
            'interventions[0].for: given "0s", must be above 0 [s]',
        ),
        (
            "{kind: truck, at: 1h, from: south, to: north, batteries: 2, travel: 1h}",
            'interventions[0].to: station "north" must give its `racks`: with as '
            "many as batteries it is full",
        ),
        (
            "{kind: truck, at: 1h, from: south, to: south, batteries: 2, travel: 1h}",
            'interventions[0].to: must be another station than "south"',
        ),
        (
            "{kind: truck, at: 1h, from: nroth, to: south, batteries: 2, travel: 1h}",
            'interventions[0].from: "nroth" is no station; did you mean "north"?',
        ),
        (
            "{kind: close, at: 1h, station: north}",
            'interventions[0].station: unknown field; did you mean "stations"?',
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        loaded(tmp_path, with_lines(line))
    said = [unnumbered(text) for text in str(error.value).splitlines()]
    assert [text.partition("city.yaml: ")[2] for text in said] == [message]


def test_a_surge_is_of_arrivals() -> None:
    surge = {"kind": "surge", "at": "1h", "factor": 2}
    message = "interventions[0].kind: a surge is of arrivals; with a fleet, its trips are the "
    with pytest.raises(ScenarioError, match=re.escape(f"{message}demand")):
        scenario_of({**TOWN, "interventions": [surge]})


def test_a_shorter_run_of_a_scenario_keeps_what_comes_later(tmp_path: Path) -> None:
    made = loaded(tmp_path, with_lines("{kind: close, at: 2h}", "{kind: open, at: 6d}"))
    simulation = Simulation(made, log=False)
    simulation.run(until="3h")
    assert simulation.now == 3 * 3600.0
    with pytest.raises(ScenarioError, match="the run ends at 1w"):
        simulation.intervene({"kind": "close", "at": "8d"})

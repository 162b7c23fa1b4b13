"""What came of trucks and observations, counted by hand at stations to which nobody comes."""

import pytest
from tests.report.runs import scenario, station

import voltwin
from voltwin.report.done import done
from voltwin.simulation import Simulation

# Eight full batteries at either station; the second one has room for two more.
CALM = [station(0, swaps_per_day=0), station(1, swaps_per_day=0, racks=10)]
TRUCK = {"kind": "truck", "at": "1h", "from": "s0", "to": "s1", "travel": "1h"}
SEEN = {"kind": "observation", "at": "3h", "station": "s1", "ready": 4, "not_ready": 0}
DONE = [
    TRUCK | {"batteries": 5},
    TRUCK | {"batteries": 50},
    TRUCK | {"batteries": 1},
    SEEN | {"waiting": 2},
    SEEN | {"at": "5h", "ready": 2},
    SEEN | {"at": "5h", "ready": 3, "not_ready": 2},
    SEEN | {"at": "5h", "ready": 3, "not_ready": 2},
    {"kind": "close", "at": "5h"},
]


def told(run: voltwin.Run) -> list[str]:
    found = done(run)
    assert found is not None
    return [str(what).partition("; ")[2] for what in found["what"].to_pylist()]


def test_batteries_and_vehicles_are_counted() -> None:
    run = voltwin.run(scenario(CALM, horizon="6h", interventions=DONE), events=True)
    assert told(run) == [
        "it took 5, 2 found a place",
        "it took 3, none found a place",
        "it took 0",
        "6 batteries went, 2 vehicles came",
        # The two have swapped, and theirs, half full, are charged: four are ready again.
        "2 batteries went",
        "3 batteries came",
        "nothing changed",
        "",
    ]


def test_without_a_log_nothing_is_told() -> None:
    run = voltwin.run(scenario(CALM, horizon="6h", interventions=DONE))
    assert told(run) == [""] * len(DONE)


@pytest.mark.parametrize("at", ["90min", "4h"])
def test_of_a_run_that_went_on_nothing_is_told_of_its_past(at: str) -> None:
    """The truck that left before arrives after: its batteries are nobody's."""
    simulation = Simulation(scenario(CALM, horizon="6h", interventions=DONE))
    simulation.advance(at)
    simulation.events()
    kpis = simulation.run()
    rest = simulation.events()
    record = {"until_s": 6 * 3600.0, "log_rows": rest.num_rows}
    run = voltwin.Run(simulation.scenario, record, kpis, events=lambda: rest)
    assert told(run)[:3] == ["", "", ""]
    assert (told(run)[3] == "") == (at == "4h")

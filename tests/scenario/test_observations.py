"""Observations of a scenario: what is read, what is refused, and how pools are numbered."""

from pathlib import Path

import numpy as np
import pytest
from tests.scenario.small import TEXT, loaded, unnumbered
from tests.scenario.test_interventions import SOUTH, with_lines

from voltwin.scenario import load, parameters, save
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.interventions import Observation
from voltwin.scenario.tables.unobserved import Growth, Place, Unobserved
from voltwin_core.record import as_array
from voltwin_core.station.script import NOT_SEEN, SEEN_IDLE, SEEN_OUT

SEEN = "{kind: observation, at: 1h, station: south"


def test_what_was_seen_becomes_one_line(tmp_path: Path) -> None:
    what = f"{SEEN}, ready: 3, waiting: 2, chargers: {{1: 0.5, 0: out}}}}"
    tables = parameters(loaded(tmp_path, with_lines(what)))
    assert len(tables.script) == 1
    assert as_array(tables.observations).tolist() == [(0, 3, NOT_SEEN, 2, 0.475, 0, 2, 9)]
    first = int(as_array(tables.stations)["first_charger"][1])
    assert as_array(tables.sights).tolist() == [(first, SEEN_OUT), (first + 1, 0.5)]


def test_an_idle_charger_and_a_given_soc(tmp_path: Path) -> None:
    tables = parameters(loaded(tmp_path, with_lines(f"{SEEN}, soc: 0.3, chargers: {{1: idle}}}}")))
    assert as_array(tables.observations)["soc"].tolist() == [0.3]
    assert as_array(tables.sights)["soc"].tolist() == [SEEN_IDLE]


def test_unobserved_batteries_and_vehicles_are_numbered_after_all_others(tmp_path: Path) -> None:
    plain = parameters(loaded(tmp_path, f"{TEXT}{SOUTH}"))
    tables = parameters(loaded(tmp_path, with_lines(f"{SEEN}, ready: 8, waiting: 2}}")))
    before, vehicles = len(plain.batteries), len(plain.vehicles)
    settings = as_array(tables.settings)[0]
    assert (settings["batteries"], settings["vehicles"]) == (before, vehicles)
    more, comers = 9 + 3, 2 + 3  # racks + bays; waiting + bays
    assert len(tables.batteries) == before + more + comers
    assert as_array(tables.batteries)["station"][before:].tolist() == [1] * (more + comers)
    own = as_array(tables.vehicles)["battery"][vehicles:]
    assert own.tolist() == list(range(before + more, before + more + comers))


def test_racks_that_are_not_given_hold_what_was_seen(tmp_path: Path) -> None:
    seen = "{kind: observation, at: 1h, station: north, ready: 30, chargers: {1: 0.5}}"
    plain = as_array(parameters(loaded(tmp_path, f"{TEXT}{SOUTH}")).stations)
    racks = as_array(parameters(loaded(tmp_path, with_lines(seen))).stations)["racks"]
    assert plain["racks"].tolist() == [plain["inventory"][0], 9]
    assert racks.tolist() == [30 + 1, 9]


def test_one_more_observation_changes_no_number() -> None:
    place = Place(racks=None, batteries=10, bays=2)

    def grown(*seen: tuple[int, int | None]) -> list[Growth]:
        pools = Unobserved([place])
        growths = [list(pools.observe(0, 0, *what)) for what in seen]
        return [growth for of_one in growths for growth in of_one]

    assert grown((12, 3)) == [Growth(0, 0, 14, 0), Growth(0, 0, 0, 5)]
    assert grown((12, 3), (11, 1)) == grown((12, 3))  # the pool is large enough
    assert grown((12, 3), (15, 4)) == [*grown((12, 3)), Growth(0, 0, 3, 0), Growth(0, 0, 0, 1)]


def test_what_trucks_take_may_have_to_come_back() -> None:
    pools = Unobserved([Place(racks=14, batteries=10, bays=2)])
    assert list(pools.truck_leaves(0, 0, 5)) == []  # nobody has looked yet
    assert list(pools.observe(0, 0, 12, None)) == [Growth(0, 0, 14 + 2 + 5, 0)]
    assert list(pools.truck_leaves(0, 0, 2)) == [Growth(0, 0, 2, 0)]


def test_observations_survive_a_file(tmp_path: Path) -> None:
    made = loaded(tmp_path, with_lines(f"{SEEN}, chargers: {{0: idle, 1: 0.25}}, soc: 0.1}}"))
    for name in ("again.yaml", "again.json"):
        save(made, tmp_path / name)
        assert load(tmp_path / name) == made


def test_a_charger_has_one_name() -> None:
    with pytest.raises(ValueError, match="must name charger 0 once"):
        Observation.model_validate({"at": 0, "station": "south", "chargers": {0: 0.5, "0": "idle"}})


def test_numbers_of_chargers_may_be_those_of_an_array() -> None:
    chargers = dict(zip(np.arange(2), np.array([0.5, 0.25]), strict=True))
    seen = Observation.model_validate({"at": 0, "station": "south", "chargers": chargers})
    assert seen.chargers == {0: 0.5, 1: 0.25}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            f"{SEEN}}}",
            "interventions[0]: given {kind: observation, at: 1h, station: south}, must have at "
            "least one of ready, not_ready, waiting, chargers",
        ),
        (
            f"{SEEN}, chargers: {{2: idle}}}}",
            "interventions[0].chargers: there is no charger 2: numbers go from 0 to 1",
        ),
        (
            f"{SEEN}, chargers: {{0: 55%}}}}",
            "interventions[0].chargers: given {0: 55%}, charger 0 must be out, idle, or the SoC of "
            "the battery on it, 0 or more and below 1, not '55%'; write a fraction: 0.55",
        ),
        (
            f"{SEEN}, chargers: {{0: 55}}}}",
            "interventions[0].chargers: given {0: 55}, charger 0 must be out, idle, or the SoC of "
            "the battery on it, 0 or more and below 1, not 55; it is a fraction, not percent: 0.55",
        ),
        (
            f"{SEEN}, chargers: {{0: 0.97}}}}",
            "interventions[0].chargers: charger 0 must have a SoC below ready_soc, 0.95: ready "
            "batteries are counted under ready",
        ),
        (
            f"{SEEN}, chargers: {{0: broken}}}}",
            "interventions[0].chargers: given {0: broken}, charger 0 must be out, idle, or the SoC "
            "of the battery on it, 0 or more and below 1, not 'broken'",
        ),
        (
            f"{SEEN}, chargers: {{first: idle}}}}",
            "interventions[0].chargers: given {first: idle}, must be by the chargers' numbers, 0 "
            "or more, not by 'first'",
        ),
        (
            f"{SEEN}, chargers: [idle]}}",
            "interventions[0].chargers: given [idle], must be like {0: out, 1: idle, 2: 0.55}",
        ),
        (
            f"{SEEN}, not_ready: 1, chargers: {{0: 0.5, 1: 0.5}}}}",
            "interventions[0].not_ready: must be 2 at least: so many were seen on chargers",
        ),
        (
            f"{SEEN}, ready: 8, chargers: {{0: 0.5, 1: 0.5}}}}",
            "interventions[0]: 10 batteries were seen, and the station has racks for 9",
        ),
        (
            f"{SEEN}, ready: -1}}",
            "interventions[0].ready: given -1, must be at least 0",
        ),
        (
            f"{SEEN}, ready: 1, soc: 0.95}}",
            "interventions[0].soc: must be below the type's ready_soc, 0.95",
        ),
        (
            "{kind: observation, at: 1h, station: soth, ready: 1}",
            'interventions[0].station: "soth" is no station; did you mean "south"?',
        ),
    ],
)
def test_what_cannot_have_been_seen(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        loaded(tmp_path, with_lines(line))
    said = [unnumbered(text) for text in str(error.value).splitlines()]
    assert [text.partition("city.yaml: ")[2] for text in said] == [message]

"""Chargers and bays that go out of order and come back: docs/model.md §4."""

import pytest
from tests.reference.small import HOUR_S, KEY, MONDAY, Story, site, story_of

from voltwin.reference import ReferenceEngine
from voltwin.validation.laws import fixed
from voltwin.validation.network import Network, Site, Type, parameters
from voltwin.validation.scripting import Intervention
from voltwin_core.station.parameters import HIGHEST_SOC, LOWEST_SOC

TWO = ((60.0, 1.0),) * 2


def run(*what: Intervention, at: Site, hours: float = 4.0) -> Story:
    """Run one station, to which these things are done, and return its story."""
    made = Network((Type(),), (at,), hours * HOUR_S, first_hour=MONDAY, interventions=what)
    engine = ReferenceEngine(parameters(made), KEY)
    engine.advance(hours * HOUR_S)
    return story_of(engine)


def out(at_s: float, charger: int = 0, for_s: float | None = None) -> Intervention:
    return Intervention(at_s, "charger_out", 0, charger, for_s=for_s)


def back(at_s: float, charger: int = 0) -> Intervention:
    return Intervention(at_s, "charger_in", 0, charger)


# --- chargers -------------------------------------------------------------------------------------


def test_a_battery_that_is_not_ready_waits_at_the_head_and_is_charged_on() -> None:
    # From 0.2: 0.5 at 900 s. Battery 1, lower, would be next by the charge order.
    story = run(out(900.0), back(1000.0), at=site(stock=(0.2, 0.1), charge_order=HIGHEST_SOC))
    gone = story.the("charger_out")
    assert (gone["time"], gone["battery"], gone["power_kw"]) == (900.0, 0, 0.0)
    assert gone["soc"] == pytest.approx(0.5, abs=1e-12)
    assert story.of(battery=0)[3:6] == [(1000.0, "placed"), (1000.0, "cooled"), (1900.0, "ready")]


@pytest.mark.parametrize("order", [LOWEST_SOC, HIGHEST_SOC])
def test_the_head_of_the_queue_is_whose_charger_went_out_first(order: int) -> None:
    stock = (0.3, 0.2, 0.1, 0.25)  # two are charged, and the others would come first by SoC
    story = run(
        out(300.0, 1),
        out(330.0, 0),
        back(400.0),
        at=site(stock=stock, chargers=TWO, charge_order=order),
    )
    first, second = story.column("charger_out", "battery")
    assert story.column("placed", "battery")[2:4] == [first, second]
    assert story.column("placed", "time")[2] == 400.0


def test_a_ready_battery_goes_to_the_rack_and_is_handed_out() -> None:
    # From 0.2 ready at 1800 s, full would be at 2100 s.
    story = run(out(1950.0), at=site(3000.0, stock=(0.2,)))
    assert story.the("charger_out")["soc"] == pytest.approx(0.85, abs=1e-12)
    swap = story.the("swap_begin")
    assert (swap["time"], swap["battery"]) == (3000.0, 0)
    assert swap["soc"] == story.the("charger_out")["soc"]
    assert story.kinds.count("placed") == 1  # nothing charges any more


def test_a_cooling_battery_begins_its_cool_down_again() -> None:
    kinds = (Type(cool_minimum_s=600.0),)
    made = Network(
        kinds, (site(stock=(0.2,)),), 4 * HOUR_S, MONDAY, interventions=(out(500.0, for_s=100.0),)
    )
    engine = ReferenceEngine(parameters(made), KEY)
    engine.advance(4 * HOUR_S)
    assert story_of(engine).column("cooled", "time") == [1200.0]


def test_a_charger_that_is_out_is_not_idle() -> None:
    story = run(out(0.0), back(500.0), at=site(stock=(0.2,)))
    assert story.column("charger_out", "battery") == [0]
    assert story.column("placed", "time") == [0.0, 500.0]


def test_an_idle_charger_goes_out_without_a_battery() -> None:
    story = run(out(10.0), at=site(100.0))
    assert story.the("charger_out")["battery"] == -1
    assert "placed" not in story.kinds


def test_the_end_of_an_outage_passes_by_if_another_one_has_begun() -> None:
    story = run(out(0.0, for_s=1000.0), out(500.0, for_s=1000.0), at=site())
    assert story.column("charger_out", "time") == [0.0]
    assert story.column("charger_in", "time") == [1500.0]


def test_a_charger_works_again_when_no_reason_is_left() -> None:
    # It fails at random from 600 to 1800 s, and by script from 1000 to 2000 s.
    faults = fixed(600.0), fixed(1200.0)
    story = run(out(1000.0, for_s=1000.0), at=site(charger_faults=faults), hours=0.6)
    assert story.column("charger_out", "time") == [600.0]
    assert story.column("charger_in", "time") == [2000.0]


def test_works_and_fails_in_turn() -> None:
    story = run(at=site(charger_faults=(fixed(600.0), fixed(300.0))), hours=0.5)
    assert story.column("charger_out", "time") == [600.0, 1500.0]
    assert story.column("charger_in", "time") == [900.0]


# --- bays -----------------------------------------------------------------------------------------


def test_a_bay_finishes_its_swap_before_it_goes_out() -> None:
    bay = Intervention(30.0, "bay_out", 0, for_s=1000.0)
    story = run(bay, at=site(0.0, 100.0, stock=(0.9, 0.9)))
    assert story.the("bay_out")["time"] == story.column("swap_end", "time")[0] == 60.0
    assert story.the("bay_in")["time"] == 1030.0
    assert story.column("swap_begin", "time") == [0.0, 1030.0]  # the second one waited
    assert story.column("swap_begin", "wait_s") == [0.0, 930.0]


def test_a_bay_that_is_back_before_its_swap_ends_was_never_out() -> None:
    story = run(Intervention(30.0, "bay_out", 0, for_s=20.0), at=site(0.0, stock=(0.9,)))
    assert not {"bay_out", "bay_in"} & set(story.kinds)


def test_a_free_bay_goes_out_at_once_and_the_others_serve() -> None:
    story = run(Intervention(10.0, "bay_out", 0, 0), at=site(20.0, 30.0, stock=(0.9, 0.9), bays=2))
    assert story.the("bay_out")["bay"] == 0
    assert story.column("swap_begin", "bay") == [1, 1]
    assert story.column("swap_begin", "time") == [20.0, 80.0]

"""Reports of a real network into a twin: late, out of order, twice, wrong."""

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.twin.small_city import HOUR_S, city

from voltwin.kpis.cells import compare
from voltwin.simulation import Simulation
from voltwin.twin import Recipe, Twin
from voltwin.twin.forecasting import Prospect
from voltwin.twin.observing import Outcome, observe
from voltwin.twin.scores import Scores

WALL = datetime(2026, 1, 5, 12, tzinfo=UTC)


def twin(at: str = "10h", types: int = 1) -> Twin:
    twin = Twin.of(city(types=types))
    twin.advance(at)
    return twin


def report(name: str | None, at: str, station: str = "east", **fields: Any) -> dict[str, Any]:
    told = {"id": name, "at": at, "station": station, **fields}
    return {key: value for key, value in told.items() if value is not None}


def became(outcomes: list[Outcome]) -> list[str]:
    return [outcome.became for outcome in outcomes]


BATCH = [
    report("a", "9h", stock=2, queue=0),
    report("b", "7h", "west", stock={"ready": 6, "not_ready": 1}),
    report("c", "8h 30min", chargers={"0": "out", "1": 0.4}),
]


def same(one: Twin, other: Twin) -> bool:
    """Return whether two twins stand at one time with equal numbers of each station so far. Those
    of unobserved batteries may be others: they have them in the order of being made."""
    ours, theirs = one.simulation().cells(), other.simulation().cells()
    names = "counts", "sums", "state_s", "grid_kwh"
    return one.now == other.now and all(
        np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in names
    )


def test_what_was_seen_holds_from_its_time_on() -> None:
    observed = twin()
    assert became(observe(observed, BATCH, by="network", wall=WALL)) == ["booked"] * 3
    observed.seek("9h")
    observed.advance(9 * HOUR_S + 1e-6)
    assert observed.live().stations["ready"][0] == 2
    assert observed.live().stations["queue"][0] == 0


def test_the_twin_goes_on_from_where_it_was_and_is_its_recipe() -> None:
    observed = twin()
    observe(observed, BATCH, by="network", wall=WALL)
    assert observed.now == 10 * HOUR_S
    plain = Simulation(observed.recipe.scenario_in_full(), log=False)
    plain.advance(observed.now)
    assert compare(plain.cells(), observed.simulation().cells()) == []


def test_they_are_booked_by_time_with_who_sent_them() -> None:
    observed = twin()
    observe(observed, BATCH, by="network", wall=WALL)
    made = observed.recipe.made
    assert [(of.number, of.by, of.wall, of.what.at) for of in made] == [
        (1, "network", WALL, 7 * HOUR_S),
        (2, "network", WALL, 8.5 * HOUR_S),
        (3, "network", WALL, 9 * HOUR_S),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_they_come_does_not_matter(order: tuple[int, ...]) -> None:
    together, one_by_one = twin(), twin()
    observe(together, BATCH, by="network")
    for place in order:
        observe(one_by_one, [BATCH[place]], by="network")
    assert same(together, one_by_one)


def test_a_report_is_booked_once() -> None:
    observed = twin()
    assert became(observe(observed, [*BATCH, BATCH[0]], by="network")) == ["booked"] * 3 + [
        "repeated"
    ]
    before = observed.recipe
    outcomes = observe(observed, BATCH, by="network")
    assert became(outcomes) == ["repeated"] * 3
    assert {outcome.reason for outcome in outcomes} == {"has been booked already"}
    assert observed.recipe == before


def test_an_id_is_that_of_a_station() -> None:
    batch = [report("a", "9h", stock=2), report("a", "9h", "west", stock=3)]
    assert became(observe(twin(), batch, by="network")) == ["booked"] * 2


def test_reports_without_an_id_are_all_booked() -> None:
    batch = [report(None, "9h", stock=2)] * 2
    assert became(observe(twin(), batch, by="network")) == ["booked"] * 2


def test_what_was_refused_may_come_again() -> None:
    observed = twin()
    assert became(observe(observed, [report("a", "11h", stock=2)], by="network")) == ["refused"]
    observed.advance("12h")
    assert became(observe(observed, [report("a", "11h", stock=2)], by="network")) == ["booked"]


def test_a_twin_that_was_sought_back_takes_reports_of_what_it_has_been_through() -> None:
    """Who looks at the past keeps nothing from being booked: it happens when it gets there."""
    observed, stayed = twin(), twin()
    observed.seek("8h")
    for name, at in (("a", "9h"), ("b", "9h 30min"), ("c", "8h 30min")):
        for one in (observed, stayed):
            assert became(observe(one, [report(name, at, stock=2)], by="network")) == ["booked"]
    assert observed.now == 8 * HOUR_S
    (ahead,) = observe(observed, [report("d", "10h 30min", stock=2)], by="network")
    assert ahead.reason == "at: is 30min ahead of the twin, which has come to 10h so far"
    observed.advance("10h")
    assert same(observed, stayed)


def test_of_a_time_that_was_reported_once_more_may_come() -> None:
    """Also where the twin was simulated anew and does not know how far it had been."""
    observed = twin()
    observe(observed, BATCH, by="network")
    again = Twin(Recipe.from_json(observed.recipe.to_json()))
    batch = [report("d", "9h", "west", stock=1), report("e", "9h 1min", "west", stock=1)]
    outcomes = observe(again, batch, by="network")
    assert became(outcomes) == ["booked", "refused"]
    assert outcomes[1].reason == "at: is 1min ahead of the twin, which has come to 9h so far"


def test_ids_outlive_sleep_and_recipe(tmp_path: Path) -> None:
    observed = twin()
    observe(observed, BATCH, by="network")
    observed.sleep(tmp_path / "asleep")
    again = Twin(Recipe.from_json(observed.recipe.to_json()))
    again.seek("10h")
    for one in (Twin.wake(tmp_path / "asleep"), again, observed.fork()):
        assert became(observe(one, BATCH, by="network")) == ["repeated"] * 3


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (
            report("w", "10h 1min", stock=1),
            "at: is 1min ahead of the twin, which has come to 10h so far",
        ),
        (report("w", "2026-01-04 23:00", stock=1), "at: is 1h before the begin of the twin"),
        (report("w", "2026-01-05 00:00+02:00", stock=1), "at: is 1h before the begin of the twin"),
        (report("w", "1h", "nort", stock=1), 'station: "nort" is no station; allowed: east, west'),
        (report("w", "1h", stocks=1), 'stocks: unknown field; did you mean "stock"?'),
        (report("w", "1h"), "tells nothing of stock, queue, or chargers that are not ready"),
        ({"id": "w", "at": "1h"}, "station: is missing"),
        ("no report", "must be a mapping of fields (name: value)"),
    ],
)
def test_what_is_wrong_is_refused_and_the_others_stand(wrong: Any, reason: str) -> None:
    observed, right = twin(), twin()
    outcomes = observe(observed, [BATCH[0], wrong, BATCH[1]], by="network", wall=WALL)
    assert became(outcomes) == ["booked", "refused", "booked"]
    assert outcomes[1].reason == reason
    assert outcomes[1].number == 1
    assert outcomes[1].id == ("w" if isinstance(wrong, dict) else None)
    observe(right, BATCH[:2], by="network", wall=WALL)
    assert observed.recipe == right.recipe
    assert same(observed, right)


def test_where_all_are_refused_nothing_is_made() -> None:
    observed = twin()
    recipe = observed.recipe
    assert became(observe(observed, [report("w", "1d", stock=1)], by="network")) == ["refused"]
    assert observed.recipe is recipe


def test_of_several_types_each_is_observed() -> None:
    observed = twin(types=2)
    batch = [report("a", "9h", stock={"large": 1, "small": {"ready": 2, "not_ready": 3}})]
    observe(observed, batch, by="network")
    assert [(of.what.battery_type, of.what.ready) for of in observed.recipe.made] == [  # type: ignore[union-attr]
        ("large", 1),
        ("small", 2),
    ]


def test_forecasts_are_held_against_what_comes() -> None:
    observed = twin("8h")
    scores = Scores(["east", "west"])
    scores.keep(Prospect(observed.simulation()).forecast(replications=4, hours=2))
    observed.advance("10h")
    batch = [*BATCH, report("late", "7h 59min", stock=1), report("bad", "9h", stock="x")]
    observe(observed, batch, by="network", scores=scores)
    assert [(row["measure"], row["n"]) for row in scores.total().to_pylist()] == [
        ("ready", 1),
        ("queue", 1),
    ]
    observe(observed, batch, by="network", scores=scores)  # all repeated
    assert scores.total()["n"].to_pylist() == [1, 1]


def test_types_of_one_time_are_scored_when_the_last_of_them_is_booked() -> None:
    observed = twin("8h", types=2)
    scores = Scores(["east", "west"])
    scores.keep(Prospect(observed.simulation()).forecast(replications=4, hours=2))
    observed.advance("10h")
    for name, stock, n in (("a", {"large": 1}, 0), ("b", {"small": 2}, 1), ("c", {"small": 3}, 1)):
        observe(observed, [report(name, "9h", stock=stock)], by="network", scores=scores)
        assert scores.total()["n"].to_pylist() == [n, 0]


# --- any reports ----------------------------------------------------------------------------------

COUNT = st.integers(0, 6)
REPORTS = st.fixed_dictionaries(
    {"at": st.floats(-HOUR_S, 12 * HOUR_S), "station": st.sampled_from(["east", "west", "nort"])},
    optional={
        "id": st.sampled_from(["a", "b", "c"]),
        "stock": COUNT | st.lists(st.floats(0, 1), max_size=6),
        "queue": COUNT,
        "chargers": st.dictionaries(st.integers(0, 5), st.sampled_from(["out", "idle", 0.3, 0.97])),
    },
)


def told(twin: Twin) -> list[str]:
    """Return what was made, in no order."""
    return sorted(repr(made.what) for made in twin.recipe.made)


@settings(max_examples=15)
@given(st.lists(REPORTS, max_size=6), st.integers(0, 6))
def test_whatever_is_sent_is_booked_once_refused_or_repeated(
    reports: list[dict[str, Any]], cut: int
) -> None:
    """In two parts or in one, the same is booked, and the twin is its recipe with it."""
    whole, parts = twin(), twin()
    outcomes = observe(whole, reports, by="network")
    for part in (reports[:cut], reports[cut:]):
        observe(parts, part, by="network")
    assert [outcome.number for outcome in outcomes] == list(range(len(reports)))
    assert all(bool(outcome.reason) == (outcome.became != "booked") for outcome in outcomes)
    assert told(whole) == told(parts)
    whole.simulation().check_balances()
    plain = Simulation(whole.recipe.scenario_in_full(), log=False)
    plain.advance(whole.now)
    assert compare(plain.cells(), whole.simulation().cells()) == []

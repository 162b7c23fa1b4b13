"""Scores: forecasts against what was observed later, and against persistence."""

from bisect import bisect_left
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.twin.test_bands import HOUR_S, forecast

from voltwin.twin.bands import MEASURES, PROBABILITIES, Forecast
from voltwin.twin.scores import LEADS_H, Scores, pinball
from voltwin.twin.sightings import Sighting

STATIONS = ("a", "b", "c")
QUANTILES = np.array([1.0, 2.0, 3.0, 4.0, 6.0])


def certain(value: float = 3.0, *, issued_s: float = 0.0, hours: int = 6) -> Forecast:
    """Return a forecast with the same quantiles for all, from 1 to 6, for so many hours."""
    slots = 4 * hours
    bands = np.tile(QUANTILES, (slots, 3, 1))
    return forecast(
        issued_s=issued_s,
        end_s=issued_s + 900.0 * np.arange(1, slots + 1),
        by_station=dict.fromkeys(MEASURES, bands),
        begun={"ready": np.full(3, value), "queue": np.zeros(3)},
        latest={"ready": np.full(3, np.nan), "queue": np.full(3, np.nan)},
    )


def scored(value: float, *, at: float = HOUR_S, level: str = "ready") -> dict[str, Any]:
    scores = Scores(STATIONS)
    scores.keep(certain())
    scores.see([Sighting(at, 1, level, value)])
    (row,) = [row for row in scores.total().to_pylist() if row["measure"] == level]
    return row


# --- the pinball loss -----------------------------------------------------------------------------


def by_hand(quantiles: list[float], observed: float) -> float:
    """Return the loss as it stands in the paper, a quantile at a time."""
    losses = [
        p * (observed - q) if observed >= q else (1.0 - p) * (q - observed)
        for p, q in zip(PROBABILITIES, quantiles, strict=True)
    ]
    return sum(losses) / len(losses)


@given(st.lists(st.floats(-50, 50), min_size=5, max_size=5).map(sorted), st.floats(-50, 50))
def test_the_loss_is_that_of_each_quantile(quantiles: list[float], observed: float) -> None:
    found = pinball(np.array(quantiles), observed)
    assert found == pytest.approx(by_hand(quantiles, observed), abs=1e-9)
    assert found >= 0.0


def test_the_loss_of_one_number_is_half_its_error() -> None:
    assert pinball(np.full(5, 3.0), 7.0) == pytest.approx(2.0)
    assert pinball(np.full(5, 7.0), 3.0) == pytest.approx(2.0)


def test_the_true_quantiles_lose_least() -> None:
    """A proper score: of many draws from a law its own quantiles lose less than others."""
    drawn = np.random.default_rng(1).normal(size=4000)
    true = np.quantile(drawn, PROBABILITIES)
    least = np.mean([pinball(true, x) for x in drawn])
    for wrong in (true + 0.3, 1.4 * true, 0.6 * true, np.zeros(5)):
        assert np.mean([pinball(wrong, x) for x in drawn]) > least


# --- what is scored -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "held_50", "held_90"),
    [(0.0, 0, 0), (1.0, 0, 1), (2.0, 1, 1), (4.0, 1, 1), (5.0, 0, 1), (6.0, 0, 1), (7.0, 0, 0)],
)
def test_a_band_holds_its_own_borders(value: float, held_50: int, held_90: int) -> None:
    row = scored(value)
    assert (row["n"], row["coverage_50"], row["coverage_90"]) == (1, held_50, held_90)
    assert row["pinball"] == pytest.approx(pinball(QUANTILES, value))


def test_persistence_is_what_stood_there() -> None:
    assert scored(7.0)["persistence"] == pytest.approx(2.0)


def test_persistence_is_what_was_seen_last_where_anything_was() -> None:
    made = certain()
    made.latest["ready"][1] = 5.0
    scores = Scores(STATIONS)
    scores.keep(made)
    scores.see([Sighting(HOUR_S, 1, "ready", 7.0)])
    assert scores.total().to_pylist()[0]["persistence"] == pytest.approx(1.0)


def test_skill_is_the_part_of_the_rivals_loss_that_is_saved() -> None:
    row = scored(7.0)
    assert row["skill"] == pytest.approx(1.0 - pinball(QUANTILES, 7.0) / 2.0)


def test_no_skill_against_a_rival_that_never_erred() -> None:
    assert scored(3.0)["skill"] is None
    assert scored(3.0)["persistence"] == 0.0


@pytest.mark.parametrize("at", [-900.0, 0.0, 6.0 * HOUR_S + 1.0])
def test_what_a_forecast_did_not_cover_is_not_held_against_it(at: float) -> None:
    row = scored(3.0, at=at)
    assert row["n"] == 0
    assert row["coverage_50"] is None


def test_between_instants_bands_are_on_a_straight_line() -> None:
    """From 3, which is known, to the bands of the first slot's end: half way after half of it."""
    assert scored(4.5, at=450.0)["coverage_90"] == 1.0
    assert scored(4.51, at=450.0)["coverage_90"] == 0.0


def test_each_forecast_that_covered_it_is_scored_by_its_lead() -> None:
    scores = Scores(STATIONS)
    for hour in range(4):
        scores.keep(certain(issued_s=hour * HOUR_S))
    scores.see([Sighting(3.0 * HOUR_S, 2, "queue", 2.0)])
    rows = scores.by_lead().to_pylist()
    assert [(row["measure"], row["lead_to_h"], row["n"]) for row in rows] == [
        ("queue", 1.0, 1),
        ("queue", 2.0, 1),
        ("queue", 3.0, 1),
    ]
    assert [row["station"] for row in scores.by_station().to_pylist()] == ["c"]


@given(st.lists(st.tuples(st.floats(0, 7), st.integers(0, 2), st.integers(0, 9)), max_size=20))
def test_all_tables_count_the_same(seen: list[tuple[float, int, int]]) -> None:
    scores = Scores(STATIONS)
    scores.keep(certain())
    scores.see(Sighting(h * HOUR_S, s, "ready", float(value)) for h, s, value in seen)
    covered = sum(0.0 < h * HOUR_S <= 6.0 * HOUR_S for h, *_ in seen)
    for table in (scores.total(), scores.by_lead(), scores.by_station()):
        assert sum(row["n"] for row in table.to_pylist()) == covered


def test_leads_reach_as_far_as_forecasts_may() -> None:
    from voltwin.twin.forecasting import MOST_HOURS

    assert LEADS_H[-1] >= MOST_HOURS


# --- all at once ---------------------------------------------------------------------------------


def one_by_one(forecasts: list[Forecast], seen: list[Sighting]) -> Scores:
    """Return the sums, a forecast, an observation and a quantile at a time."""
    scores = Scores(STATIONS)
    for made, (at, station, level, value) in product(forecasts, seen):
        lead = bisect_left(LEADS_H, (at - made.issued_s) / HOUR_S) - 1
        if not made.issued_s < at <= made.end_s[-1] or lead >= len(LEADS_H) - 1:
            continue
        instants = [made.issued_s, *made.end_s]
        begun, latest = made.begun[level][station], made.latest[level][station]
        bands = [np.full(5, begun), *made.by_station[level][:, station]]
        band = [np.interp(at, instants, np.array(bands, np.float32)[:, q]) for q in range(5)]
        rival = np.float32(begun if np.isnan(latest) else latest)
        sums = scores.sums[("ready", "queue").index(level), lead, station]
        sums[0] += 1
        sums[1] += band[1] <= value <= band[3]
        sums[2] += band[0] <= value <= band[4]
        sums[3] += by_hand([float(q) for q in band], value)
        sums[4] += by_hand([float(rival)] * 5, value)
    return scores


SEEN = st.builds(
    Sighting,
    st.integers(0, 60).map(lambda k: 450.0 * k) | st.floats(0.0, 8 * HOUR_S),
    st.integers(0, 2),
    st.sampled_from(["ready", "queue"]),
    st.integers(0, 8).map(float),
)


@given(st.lists(st.integers(0, 14), max_size=4, unique=True), st.lists(SEEN, max_size=30))
def test_all_at_once_is_one_by_one(issued: list[int], seen: list[Sighting]) -> None:
    """Counts rise from slot to slot, and lie on borders of bands as often as beside them."""
    forecasts = []
    for hour in issued:
        made, slots = certain(float(hour % 5), issued_s=0.5 * HOUR_S * hour), np.arange(24)
        made.latest["queue"][1] = hour % 3
        rising = QUANTILES + (slots // 3)[:, None, None] + np.zeros((24, 3, 1))
        forecasts.append(replace(made, by_station=dict.fromkeys(MEASURES, rising)))
    scores = Scores(STATIONS)
    for made in forecasts:
        scores.keep(made)
    scores.see(seen)
    np.testing.assert_allclose(scores.sums, one_by_one(forecasts, seen).sums, rtol=1e-12)


# --- what is kept ---------------------------------------------------------------------------------


def test_a_forecast_takes_the_place_of_one_made_at_the_same_time() -> None:
    scores = Scores(STATIONS)
    for value in (3.0, 4.0):
        scores.keep(certain(value))
    assert [kept.rival[0, 0] for kept in scores.kept] == [4.0]


def test_of_forecasts_of_one_time_the_one_with_most_replications_stays() -> None:
    scores = Scores(STATIONS)
    told = [
        scores.keep(replace(certain(value), replications=count))
        for value, count in ((3.0, 20), (4.0, 19), (5.0, 100), (6.0, 20))
    ]
    assert told == [True, False, True, False]
    assert [kept.rival[0, 0] for kept in scores.kept] == [5.0]


def test_the_oldest_go_when_there_are_too_many() -> None:
    one = Scores(STATIONS)
    one.keep(certain())
    few = Scores(STATIONS, most_bytes=2 * one.bytes)
    for hour in range(5):
        few.keep(certain(issued_s=hour * HOUR_S))
    assert [kept.issued_s for kept in few.kept] == [3 * HOUR_S, 4 * HOUR_S]
    none = Scores(STATIONS, most_bytes=0)
    none.keep(certain())
    assert len(none.kept) == 1


def test_a_forecast_of_other_stations_is_refused() -> None:
    with pytest.raises(ValueError, match="of other stations"):
        Scores(("a", "b")).keep(certain())

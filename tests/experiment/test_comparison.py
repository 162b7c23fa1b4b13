"""Comparisons: pairs on the same random numbers, and what is left of the difference."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats
from tests.experiment.small_city import small_city

import voltwin
from voltwin.experiment import best
from voltwin.experiment.comparison import compare
from voltwin.scenario.changes import Change

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NEW_REGION = ["stations[0].region = Far"]
TWO_MORE = {"two more": ["stations[*].chargers += 2"]}


def rows(table: pa.Table, **of: Any) -> list[dict[str, Any]]:
    return [row for row in table.to_pylist() if all(row[name] == of[name] for name in of)]


def the_row(table: pa.Table, **of: Any) -> dict[str, Any]:
    (row,) = rows(table, **of)
    return row


def test_a_difference_is_that_of_pairs_with_its_t_interval() -> None:
    found = compare(small_city(), TWO_MORE, replications=12, seed=3)
    a, b = (
        voltwin.replicate(scenario, seed=3, replications=12).values("wait_mean_s")
        for scenario in (small_city(), found.plan.variants[1].scenario(small_city()))
    )
    row = the_row(found.table("differences"), measure="wait_mean_s")
    test = stats.ttest_rel(b, a)
    assert row["difference"] == pytest.approx((b - a).mean())
    interval = test.confidence_interval(0.95)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))
    reduction = (a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1)
    assert row["variance_reduction"] == pytest.approx(reduction)
    assert row["correlation"] == pytest.approx(np.corrcoef(a, b)[0, 1])
    assert (row["replications"], row["unit"], row["name"]) == (12, "s", "two more")


def test_intervals_of_several_variants_hold_at_once() -> None:
    variants = {f"{n} more": [f"stations[*].chargers += {n}"] for n in (1, 2, 3)}
    found = compare(small_city(), variants, replications=10)
    for row in rows(found.table("differences"), measure="wait_mean_s"):
        alone = row["high_alone"] - row["low_alone"]
        wider = stats.t.ppf(1.0 - 0.025 / 3, 9) / stats.t.ppf(0.975, 9)
        assert row["high"] - row["low"] == pytest.approx(alone * wider)


def test_differences_are_known_by_region_and_by_hour() -> None:
    found = compare(small_city(), TWO_MORE, replications=4, measures=["lost", "arrivals"])
    whole = the_row(found.table("differences"), measure="lost")["difference"]
    by_region = rows(found.table("differences_by_region"), measure="lost")
    by_hour = rows(found.table("differences_by_hour"), measure="lost")
    assert sum(row["difference"] for row in by_region) == pytest.approx(whole)
    assert sum(row["difference"] for row in by_hour) == pytest.approx(whole)
    arrivals = rows(found.table("differences_by_hour"), measure="arrivals")
    assert all(row["difference"] == 0.0 for row in arrivals)


def test_a_variant_may_be_a_scenario_a_file_or_changes(tmp_path: Path) -> None:
    child = small_city()
    child.stations[0].bays = 2
    file = tmp_path / "child.yaml"
    voltwin.save(child, file)
    one = Change.parse("stations[s000].bays=2")
    variants: dict[str, Any] = {"object": child, "file": file, "list": [str(one)], "change": one}
    variants["text"] = str(one)
    found = compare(small_city(), variants, replications=2)
    for variant in found.plan.variants[1:]:
        assert [str(change) for change in variant.changes] == ["stations[s000].bays=2"]
    differences = rows(found.table("differences"), measure="wait_mean_s")
    assert len({row["value"] for row in differences}) == 1


def test_the_same_scenario_differs_by_nothing() -> None:
    found = compare(small_city(), {"twin": small_city()}, replications=3)
    assert found.plan.variants[1].changes == ()
    assert {row["difference"] for row in found.table("differences").to_pylist()} == {0.0}


def test_the_best_is_found_with_as_many_replications_as_it_takes() -> None:
    variants = {f"{n} more": [f"stations[*].chargers += {n}"] for n in (1, 4)}
    few = compare(small_city(), variants, replications=5, best="wait_mean_s")
    many = compare(
        small_city(), variants, replications=5, best="wait_mean_s", indifference="8", threads=2
    )
    assert many.record["runs"] > few.record["runs"] == 15
    ranking = many.table("best").to_pylist()
    assert [row["is_best"] for row in ranking].count(True) == 1
    assert min(ranking, key=lambda row: row["mean"])["is_best"]
    assert all(row["guaranteed"] for row in ranking)
    assert {row["replications"] for row in ranking} == {many.record["runs"] // 3}


def test_more_is_better_of_some_measures() -> None:
    variants = {"fewer": ["stations[*].batteries -= 4"]}
    found = compare(small_city(), variants, replications=5, best="served_share")
    assert the_row(found.table("best"), is_best=True)["name"] == "base"


def test_tables_are_kept_where_they_stand_for_the_same() -> None:
    city = small_city()
    told: list[str] = []
    found = compare(city, {"far": NEW_REGION}, replications=2, announce=told.append)
    assert found.plan.kept == ("by_hour",)
    assert told[0] == (
        'Without by_region: variant "far" has other stations, or others in a region.'
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"replications": 1}, "replications: at least two"),
        ({"variants": {}}, "variants: at least one"),
        ({"best": "lost_shar"}, 'no KPI of a network; did you mean "lost_share"'),
        ({"indifference": 0.1}, "indifference: of which measure"),
        ({"best": "wait_mean_s", "indifference": "1% of mean"}, "must be in the unit"),
        ({"measures": ["losst"]}, "measures: "),
        ({"keep": ["by_hours"]}, 'keep: "by_hours" cannot be kept; did you mean "by_hour"'),
        ({"variants": {"x": ["stations[9].bays = 2"]}}, "stations"),
        (
            {"variants": {"x": ["horizon = 3600"]}},
            "horizon: is 1h, that of the base 2h",
        ),
        ({"variants": {"x": ["economics = null"]}}, 'variant "x": economics: is without money'),
        (
            {"variants": {"x": ["economics.currency = USD"]}},
            "counts in USD, and the base counts in EUR",
        ),
        ({"variants": {"base": ["stations[0].bays = 2"]}}, '"base" is what the base is called'),
        ({"variants": {"x": NEW_REGION}, "keep": ["by_region"]}, 'keep: by_region .* variant "x"'),
    ],
)
def test_what_cannot_be_compared_is_told(options: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"variants": TWO_MORE, "replications": 2, **options}
    with pytest.raises(ValueError, match=said):
        compare(small_city(), given.pop("variants"), **given)


def test_common_random_numbers_make_ten_runs_of_one() -> None:
    """The demo city, two chargers more at every station: of the lost share's difference the
    variance is less than a tenth of that of independent runs."""
    city = voltwin.load_scenario(EXAMPLES / "demo_city.yaml")
    found = compare(city, TWO_MORE, replications=10, until="2d", measures=["lost_share"], keep=[])
    row = the_row(found.table("differences"), measure="lost_share")
    assert row["variance_reduction"] > 10.0
    assert row["high"] < 0.0


def test_a_measure_that_hardly_any_replication_defines_needs_the_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(best, "_MOST", 12)
    quiet = small_city()
    quiet.demand.multiplier = 0.0
    found = compare(quiet, TWO_MORE, replications=3, best="lost_share", indifference="1%")
    rows = found.table("best").to_pylist()
    assert found.record["runs"] == 2 * 12
    assert [(row["mean"], row["guaranteed"]) for row in rows] == [(None, False)] * 2


def test_options_that_there_are_not_are_refused() -> None:
    with pytest.raises(TypeError, match='no option "folders"; did you mean "folder"'):
        compare(small_city(), TWO_MORE, folders="x")  # type: ignore[call-arg]


def test_parts_need_a_number_of_replications() -> None:
    with pytest.raises(ValueError, match="shard: how many runs there are follows from"):
        compare(small_city(), TWO_MORE, best="lost_share", indifference="1%", shard=(1, 2))

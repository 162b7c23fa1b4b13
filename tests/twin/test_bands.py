"""Bands: quantiles that one more replication keeps to, and the tables that they stand in."""

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from voltwin.twin.bands import COLUMNS, MEASURES, PROBABILITIES, Forecast, band_quantiles

HOUR_S = 3600.0
START = datetime(2026, 1, 5, 7, 0, tzinfo=timezone(timedelta(hours=1)))


def forecast(**changed: object) -> Forecast:
    """Return a forecast of three stations and two slots, with numbers that tell their place."""
    numbers = np.arange(2 * 3 * 5, dtype=np.float64).reshape(2, 3, 5)
    fields = {
        "start": START,
        "issued_s": 1000.0,
        "seed": 1,
        "replications": 20,
        "stations": ("a", "b", "c"),
        "regions": ("north", "south"),
        "end_s": np.array([1800.0, 2700.0]),
        "by_station": {name: 100.0 * k + numbers for k, name in enumerate(MEASURES)},
        "by_region": {name: 100.0 * k + numbers[:, 1:] for k, name in enumerate(MEASURES)},
        "total": {name: 100.0 * k + numbers[:, 0] for k, name in enumerate(MEASURES)},
        "begun": {"ready": np.array([4.0, 5.0, 6.0]), "queue": np.zeros(3)},
        "latest": {"ready": np.array([np.nan, 9.0, np.nan]), "queue": np.full(3, np.nan)},
    }
    return Forecast(**{**fields, **changed})  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("replications", [19, 20, 57])
def test_one_more_replication_is_below_a_quantile_as_often_as_it_says(replications: int) -> None:
    """Uniform on (0, 1): the mean of a quantile is the chance that another one is below it."""
    uniform = np.random.default_rng(1).random((replications, 50_000))
    assert band_quantiles(uniform).mean(axis=0) == pytest.approx(PROBABILITIES, abs=2e-3)


def test_few_replications_have_the_least_and_the_greatest_as_outer_bounds() -> None:
    assert band_quantiles([3.0, 1.0, 2.0]).tolist() == [1.0, 1.0, 2.0, 3.0, 3.0]


def test_bands_keep_the_shape_of_what_they_are_of() -> None:
    values = np.random.default_rng(2).random((30, 4, 6))
    bands = band_quantiles(values)
    assert bands.shape == (4, 6, len(PROBABILITIES))
    assert bands[1, 2].tolist() == pytest.approx(band_quantiles(values[:, 1, 2]).tolist())


def test_a_row_for_each_station_measure_and_slot() -> None:
    table = forecast().table()
    assert table.num_rows == 3 * len(MEASURES) * 2
    row = table.slice(1 * len(MEASURES) * 2 + 2 + 1, 1).to_pylist()[0]  # b, queue, second slot
    assert {name: row[name] for name in ("station", "measure", "begin_s", "end_s")} == {
        "station": "b",
        "measure": "queue",
        "begin_s": 1800.0,
        "end_s": 2700.0,
    }
    assert (row["begin"], row["end"]) == (datetime(2026, 1, 5, 7, 30), datetime(2026, 1, 5, 7, 45))
    assert [row[name] for name in COLUMNS] == [100.0 + 15 + 5 + q for q in range(5)]


def test_stations_are_chosen_by_id_and_in_order() -> None:
    table = forecast().table(["c", "a"])
    assert table["station"].to_pylist() == ["c"] * 10 + ["a"] * 10
    assert table["q05"].to_pylist()[:2] == [10.0, 25.0]


def test_an_unknown_station_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r'no station "bb"; did you mean "b"\?'):
        forecast().table(["bb"])


def test_regions_have_a_table_as_stations_have() -> None:
    table = forecast().region_table(["south"])
    assert table.column_names == ["region", *forecast().table().column_names[1:]]
    assert table["region"].to_pylist() == ["south"] * len(MEASURES) * 2
    assert table["q05"].to_pylist()[:2] == [10.0, 25.0]
    assert forecast().region_table()["region"].to_pylist()[:: len(MEASURES) * 2] == [
        *("north", "south")
    ]
    with pytest.raises(ValueError, match=r'no region "nort"; did you mean "north"\?'):
        forecast().region_table(["nort"])


def test_the_sum_over_stations_has_a_table_of_its_own() -> None:
    table = forecast().total_table()
    assert table.column_names == forecast().table().column_names[1:]
    assert table.num_rows == len(MEASURES) * 2
    assert table["begin_s"].to_pylist()[:2] == [1000.0, 1800.0]

"""A run of an experiment gives the numbers of that run alone, whatever chunk it is in."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from tests.experiment.small_city import MEASURES, small_city, small_plan, variant

import voltwin
from voltwin.experiment.places import places_of
from voltwin.experiment.rows import KEPT
from voltwin.experiment.spans import Span
from voltwin.experiment.variant import Variant
from voltwin.experiment.work import Work
from voltwin.scenario.changes import Change

ALL = tuple(KEPT)
MORE = variant("stations[*].chargers += 1")


def work() -> Work:
    city = small_city()
    return Work(city, 4, city.horizon, MEASURES, ALL)


def test_a_row_holds_the_kpis_of_its_run() -> None:
    rows = work().run(((MORE, Span(1, 2, 3)),))
    assert rows.column("variant").to_pylist() == [1, 1, 1]
    assert rows.column("replication").to_pylist() == [2, 3, 4]
    for place, number in enumerate((2, 3, 4)):
        kpis = voltwin.run(MORE.scenario(small_city()), seed=4, replication=number).kpis
        total = rows.slice(place, 1).select(kpis.total.column_names)
        assert total.to_pylist() == kpis.total.to_pylist()
        for kept in ALL:
            for measure in set(MEASURES) & set(kpis.table(kept).column_names):
                own = rows.column(f"{kept}.{measure}")[place].as_py()
                assert own == kpis.table(kept).column(measure).to_pylist()


def test_quantiles_of_waits_are_not_known_by_the_hour() -> None:
    rows = work().run(((MORE, Span(0, 0, 1)),))
    assert "by_region.wait_p95_s" in rows.column_names
    assert "by_hour.wait_p95_s" not in rows.column_names


def test_what_kept_tables_stand_for_is_told_in_their_order() -> None:
    plan = small_plan(kept=ALL)
    kpis = voltwin.run(plan.base).kpis
    for kept, name in KEPT.items():
        assert places_of(plan, kept).to_pylist() == kpis.table(kept).column(name).to_pylist()


def test_hours_of_a_warm_up_and_after_the_end_are_none_of_them() -> None:
    city = small_city().model_copy(update={"horizon": 6 * 3600.0, "warm_up": 3600.0})
    plan = replace(small_plan(kept=("by_hour",)), base=city, until_s=4.5 * 3600.0)
    kpis = voltwin.run(city, until=plan.until_s).kpis
    assert places_of(plan, "by_hour").to_pylist() == kpis.by_hour.column("hour").to_pylist()


@pytest.mark.parametrize("threads", [2, 3])
def test_neither_threads_nor_the_cut_into_spans_matter(threads: int) -> None:
    whole = work().run(((Variant("base"), Span(0, 0, 9)), (MORE, Span(1, 0, 9))))
    cut = (Span(0, 0, 4), Span(0, 4, 1), Span(0, 5, 4))
    chunk = (*((Variant("base"), span) for span in cut), (MORE, Span(1, 0, 9)))
    assert work().run(chunk, threads=threads).equals(whole)


def test_runs_of_a_variant_without_changes_are_those_of_replicate() -> None:
    rows = work().run(((Variant("base"), Span(0, 0, 5)),))
    found = voltwin.replicate(small_city(), seed=4, replications=5)
    assert rows.select(found.total.column_names).equals(found.total)


def test_all_variants_meet_the_same_arrivals() -> None:
    rows = work().run(((Variant("base"), Span(0, 0, 4)), (MORE, Span(1, 0, 4))))
    arrivals = rows.column("arrivals").to_numpy().reshape(2, 4)
    np.testing.assert_array_equal(arrivals[0], arrivals[1])
    assert len(set(arrivals[0].tolist())) > 1


def test_what_is_wrong_with_a_variant_names_it() -> None:
    wrong = Variant("too many", (Change.parse("stations[0].bays = -1"),))
    with pytest.raises(voltwin.ScenarioError, match=r'variant "too many": .*bays'):
        work().run(((wrong, Span(0, 0, 1)),))


def test_work_tells_itself_from_other_work() -> None:
    assert work().digest == work().digest
    assert replace(work(), seed=5).digest != work().digest
    assert replace(work(), kept=()).digest != work().digest


def test_units_and_meanings_come_along() -> None:
    rows = work().run(((MORE, Span(0, 0, 1)),))
    about = {field.name: field.metadata or {} for field in rows.schema}
    assert about["grid_kwh"][b"unit"] == b"kWh"
    assert about["by_hour.grid_kwh"][b"unit"] == b"kWh"
    assert isinstance(rows, pa.Table)

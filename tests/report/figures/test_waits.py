import math

import pytest
from tests.report.figures.drawn import missing_of, plot_of, texts_of
from tests.report.runs import ODD, city, run_of

from voltwin.report.figures.waits import waits

SERVED = [name for name in ODD if name not in ("no arrivals", "nobody served", "nothing observed",
                                               "one station for an hour")]  # fmt: skip


@pytest.mark.parametrize("name", SERVED)
def test_every_vehicle_served_stands_in_one_column(name: str) -> None:
    run = run_of(name)
    rows = plot_of(waits(run)).table.to_pylist()
    assert sum(row["vehicles"] for row in rows) == run.kpis.total["swaps"][0].as_py()
    assert rows[-1]["share_up_to"] == 1.0
    for before, after in zip(rows, rows[1:], strict=False):
        assert before["to_s"] <= after["from_s"]


def test_columns_hold_what_the_kpi_table_has_between_their_borders() -> None:
    fine = city().kpis.waits.to_pylist()
    for row in plot_of(waits(city())).table.to_pylist():
        within = [b for b in fine if row["from_s"] <= b["from_s"] and b["to_s"] <= row["to_s"]]
        if row["to_s"] > 0.0:
            within = [b for b in within if b["to_s"] > 0.0]
        assert row["vehicles"] == sum(b["vehicles"] for b in within)


def test_columns_widen_with_the_wait() -> None:
    for row in plot_of(waits(city())).table.to_pylist():
        if row["from_s"] >= 1.0:
            octave = 2.0 ** math.floor(math.log2(row["from_s"]))
            assert row["to_s"] - row["from_s"] == octave / 4.0


def test_the_bar_parts_no_wait_in_time_and_late() -> None:
    total = city().kpis.total.to_pylist()[0]
    none = city().kpis.waits["vehicles"][0].as_py()
    served, in_time = total["swaps"], total["within_target"]
    texts = texts_of(plot_of(waits(city())))
    for label, count in (
        ("no wait", none),
        ("within 5 min", in_time - none),
        ("longer", served - in_time),
    ):
        assert f"{label}: {100 * count / served:.1f} %" in texts


def test_nobody_waits() -> None:
    plot = plot_of(waits(run_of("one place")))
    assert plot.finding.startswith("Half of them")
    assert missing_of(waits(run_of("nobody served"))) == "No vehicle was served."

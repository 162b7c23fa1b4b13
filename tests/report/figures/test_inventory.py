import numpy as np
import pytest
from tests.report.figures.drawn import missing_of, plot_of, texts_of
from tests.report.runs import city, run_of

from voltwin.report.figures.inventory import inventory
from voltwin.report.style import OF_STATE


@pytest.mark.parametrize("name", ["three from half past", "warm-up", "a year", "some limits"])
def test_states_add_up_to_the_stations_batteries(name: str) -> None:
    run = run_of(name)
    table = plot_of(inventory(run)).table
    everything = np.sum([table[state].to_numpy() for state in OF_STATE], axis=0)
    assert everything == pytest.approx(8.0 * len(run.scenario.stations), rel=1e-9)


def test_the_mean_of_the_run_is_that_of_the_kpis() -> None:
    table, total = plot_of(inventory(city())).table, city().kpis.total.to_pylist()[0]
    for state in OF_STATE:  # steps of an hour, all of them whole
        assert np.mean(table[state].to_numpy()) == pytest.approx(total[state], rel=1e-9)


def test_without_arrivals_all_are_ready() -> None:
    assert plot_of(inventory(run_of("no arrivals"))).finding == (
        "All of them are ready all the time."
    )


def test_without_batteries_there_is_no_figure() -> None:
    assert "no batteries" in missing_of(inventory(run_of("nobody served")))


def test_what_is_called_ready_is_what_the_finding_counts() -> None:
    plot = plot_of(inventory(city()))
    labels = [text for text in texts_of(plot) if text.startswith("ready")]
    assert labels == ["ready in the rack", "ready, still charging"]
    ready = plot.table["mean_rack"].to_numpy() + plot.table["mean_topping"].to_numpy()
    assert f": {ready.min():.1f} of 96.0." in plot.finding  # twelve stations of eight batteries

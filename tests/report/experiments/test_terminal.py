import io

import pytest
from rich.console import Console
from tests.report.experiments.made import MADE, made
from tests.report.runs import HOSTILE

from voltwin.report.experiments.terminal import render


def shown(name: str, width: int = 80) -> str:
    output = io.StringIO()
    render(made(name), console=Console(file=output, width=width))
    return output.getvalue()


def line(text: str, begin: str) -> str:
    """Return the one line of a text that begins so."""
    (found,) = (one for one in text.splitlines() if one.strip().startswith(begin))
    return found


@pytest.mark.parametrize("name", MADE)
def test_fits_80_columns_and_has_no_codes(name: str) -> None:
    text = shown(name)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert not {"nan", "None", "inf", "infinite"} & set(text.replace(HOSTILE, "").split())


def test_what_was_run_is_said_first() -> None:
    first, second, *_ = shown("one variant").splitlines()
    assert first == "town"
    assert second.startswith("3 stations, 12h from Mon 2026-01-05; 1 variant and the base; 24 runs")


@pytest.mark.parametrize("name", ["replications", "one variant", "sweep"])
def test_no_measure_is_cut(name: str) -> None:
    assert "…" not in shown(name)


def test_means_have_half_widths() -> None:
    row = line(shown("replications"), "lost share ").split()
    assert row[:2] == ["lost", "share"]
    mean, half, least, _, most = (float(row[place]) for place in (2, 4, 5, 6, 7))
    assert row[3] == "%"
    assert least < mean < most
    assert 0.0 < half < mean


def test_why_replications_ended_is_said() -> None:
    assert "Not enough with 12 replications, the most allowed: lost share" in shown("never narrow")


def test_differences_have_their_variance_reduction() -> None:
    text = shown("one variant")
    assert "two more: against the base in 12 pairs of runs" in text
    assert line(text, "lost share ").rstrip().endswith(" x")
    assert "CRN: so many times as many" in text


def test_of_many_variants_the_main_measures_are_shown_best_first() -> None:
    text = shown("many variants")
    assert "against the base in" not in text
    lines = [row.strip() for row in text.splitlines()]
    first = lines.index("Mean wait") + 4  # below headings and the base
    waits = [float(row.split(" s ")[0].split()[-1]) for row in lines[first : first + 9]]
    assert waits == sorted(waits)


def test_who_is_best_is_said() -> None:
    text = shown("the best", width=200)
    assert "is best with 95 % probability" in text
    assert line(text, HOSTILE + "  ").rstrip().endswith("best")


def test_a_sweep_ranks_effects_and_variants() -> None:
    text = shown("sweep")
    assert "Share of the variance between variants" in text
    assert "The best variants, by lost share" in text
    assert "The worst variants, by lost share" in text


def test_a_sizing_tells_how_sure_and_where() -> None:
    text = shown("cannot be reached")
    assert "No design is confirmed" in text
    assert "Candidates, on fresh replications" in text
    assert "North" in text


def test_names_are_taken_literally() -> None:
    assert HOSTILE in shown("the best", width=120)

import io
from dataclasses import replace
from datetime import datetime
from functools import cache

import numpy as np
import pytest
from rich.console import Console
from tests.kpis.networks import Site, exponential, fixed, network

from voltwin.kpis.from_world import cells_from_world
from voltwin.kpis.tables import Kpis, Names
from voltwin.kpis.terms import Terms
from voltwin.report.terminal import render
from voltwin.scenario.economics import Economics
from voltwin.wording.quantities import money
from voltwin_bindings.kernel_engine import KernelEngine

SITE = Site(
    inventory=((0.9, 0.9, 0.9),),
    ring=30,
    bays=2,
    chargers=((60.0, 0.9), (60.0, 0.9)),
    places=8,
    patience_s=fixed(600.0),
)
GAPS_S = [exponential(400.0 + 100.0 * s) for s in range(12)]
LONG = "Zentraler Omnibusbahnhof [red] :smile: an der Messe, Halle 4"


@cache
def kpis(stations: int = 12, warm_up_hours: int = 2, arrivals: bool = True) -> Kpis:
    gaps = GAPS_S[:stations]
    sites = tuple(replace(SITE, gap_s=gap if arrivals else None) for gap in gaps)
    parameters = network(sites, horizon_s=86_400.0, warm_up_hours=warm_up_hours)
    engine = KernelEngine(parameters, 7)
    engine.advance(86_400.0)
    names = Names(
        stations=[f"s{s}" for s in range(stations)],
        names=[LONG if s == 0 else f"Station {s}" for s in range(stations)],
        regions=["east" if s % 3 else "west" for s in range(stations)],
        battery_types=["standard"],
    )
    return Kpis(cells_from_world(engine.closed_world(), 86_400.0), parameters, names)


def shown(of: Kpis, width: int | None = 80, worst: int = 10) -> str:
    """Return what is printed into a pipe."""
    console = Console(file=io.StringIO(), width=width)
    render(of, title="Demo [red]city :smile:", console=console, worst=worst)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


def lines_after(heading: str, text: str) -> list[str]:
    """Return the rows of the table below a heading."""
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(heading))
    rest = [line.rstrip() for line in lines[first + 3 :]]
    return rest[: rest.index("")] if "" in rest else rest


def test_fits_80_columns_and_has_no_codes_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    text = shown(kpis(), width=None)
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_nothing_but_a_long_name_is_cut() -> None:
    cut = [line for line in shown(kpis()).splitlines() if "…" in line]
    assert len(cut) == 1
    assert cut[0].lstrip().startswith(LONG[:10])


def test_title_and_names_are_taken_literally() -> None:
    text = shown(kpis(), width=140)
    assert text.startswith("Demo [red]city :smile:\n")
    assert LONG in text


def test_says_what_was_observed() -> None:
    text = shown(kpis())
    assert "12 stations, 22 h observed from the hour of Thu 1970-01-01 02:00, local time" in text
    total = kpis().total.to_pylist()[0]
    assert f"{total['swaps']:,} of {total['arrivals']:,} arrivals were served" in text


def test_totals_have_the_numbers_and_units() -> None:
    text, total = shown(kpis()), kpis().total.to_pylist()[0]
    words = text.split()
    for name in ("arrivals", "swaps", "within_target", "lost", "reneged", "lost_queue_full"):
        assert f"{total[name]:,}" in words
    assert "within 60 s" in text
    assert f"{total['peak_kw']:,.0f} kW" in text


def test_regions() -> None:
    rows = lines_after("Regions", shown(kpis()))
    assert [row.split()[:3] for row in rows] == [
        [r["region"], str(r["stations"]), f"{r['arrivals']:,}"]
        for r in kpis().by_region.to_pylist()
    ]


def test_the_worst_stations_come_first() -> None:
    rows = lines_after("Stations that lose most", shown(kpis(), worst=5))
    by_station = [row for row in kpis().by_station.to_pylist() if row["lost"] > 0]
    by_station.sort(key=lambda row: -row["lost_share"])
    assert len(rows) == 5
    for line, row in zip(rows, by_station[:5], strict=True):
        assert row["name"][:8] in line
        assert f"{row['lost']:,}  {100 * row['lost_share']:4.1f} %" in line


def test_without_losses_the_longest_waits_are_shown() -> None:
    calm = kpis()
    counts = calm.cells.counts.copy()
    counts[:, :, 3:] = 0
    nobody_lost = Kpis(replace(calm.cells, counts=counts), calm.parameters, calm.names)
    text = shown(nobody_lost)
    assert "Stations that lose most" not in text
    rows = lines_after("Stations with the longest waits (none loses a vehicle)", text)
    longest = max(nobody_lost.by_station.to_pylist(), key=lambda row: float(row["wait_p95_s"]))
    assert longest["name"][:10] in rows[0]


def test_one_station_needs_no_tables_of_stations() -> None:
    text = shown(kpis(stations=1))
    assert "1 station, 22 h" in text
    assert "Regions" not in text
    assert "Stations" not in text


def test_a_run_without_arrivals() -> None:
    text = shown(kpis(arrivals=False))
    assert "No vehicle arrived." in text
    assert "Stations that" not in text


def test_a_run_within_its_warm_up() -> None:
    text = shown(kpis(stations=2, warm_up_hours=24))
    assert "2 stations, nothing observed\n" in text
    assert text.endswith("Nothing was observed: the run has not left its warm-up.\n")


@cache
def with_money(currency: str = "EUR") -> Kpis:
    calm = kpis()
    economics = Economics.model_validate(
        {
            "currency": currency,
            "price_per_swap": 12,
            "tariff": {"seasons": [{"price_per_kwh": 0.2, "demand_charge_per_kw": 9}]},
            "charger": {"cost": 40_000, "life_years": 10},
        }
    )
    start = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    terms = Terms(economics, start, np.full(12, 1000.0))
    return Kpis(calm.cells, calm.parameters, calm.names, terms)


def test_money_is_shown_with_its_currency() -> None:
    text, total = shown(with_money()), with_money().total.to_pylist()[0]
    assert "Money [EUR]" in text
    assert "Costs [EUR]" in text
    for name in ("revenue", "lost_revenue", "energy_cost", "demand_charge_month", "capital_cost"):
        assert money(total[name]) in text.split()
    (margin,) = (line for line in text.splitlines() if "margin per swap" in line)
    assert money(total["margin_per_swap"]) in margin.split()
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_currency_is_taken_literally() -> None:
    assert "Money [[red] :smile:]" in shown(with_money("[red] :smile:"))


def test_without_economics_there_is_no_money() -> None:
    assert "Money" not in shown(kpis())


def test_headings_are_not_broken() -> None:
    text = shown(kpis(stations=1))
    assert "Wait of those served" in text
    assert "Batteries at stations, mean" in text


def test_the_default_is_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    render(kpis(stations=1))
    assert capsys.readouterr().out.startswith("1 station, 22 h observed")

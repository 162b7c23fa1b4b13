"""The KPIs of a run on the terminal: what happened, and where it went wrong.

Fits 80 columns, and reads as well in a file or a pipe, where there are no colours.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from voltwin.report.headline import CAUSES, headline, main_cause
from voltwin.report.quantities import NONE, duration, energy, money, number, power, share
from voltwin_core.record import as_array

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.kpis.tables import Kpis

Row = dict[str, Any]  # of a KPI table
Lines = list[tuple[str, ...]]


def render(
    kpis: "Kpis", *, title: str | None = None, console: "Console | None" = None, worst: int = 10
) -> None:
    """Print the KPIs of a run.

    Args:
        kpis: of the run.
        title: what was simulated.
        console: where to print; by default the standard output.
        worst: how many stations the last table shows at most.
    """
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    total = kpis.total.to_pylist()[0]
    if title:
        console.print(Text(title, "bold"))
    console.print(Text(_scope(kpis, total), "dim"))
    console.print()
    console.print(Text(headline(total)))
    if total["observed_h"] == 0.0:
        return
    console.print()
    console.print(_totals(kpis, total))
    if kpis.by_region.num_rows > 1:
        console.print()
        console.print(_regions(kpis, console.width))
    if total["stations"] > 1 and total["arrivals"] > 0:
        console.print()
        console.print(_stations(kpis, worst, console.width))


def _scope(kpis: "Kpis", total: Row) -> str:
    stations = f"{number(total['stations'])} station{'' if total['stations'] == 1 else 's'}"
    observed = f"{total['observed_h']:.4g} h observed"
    if total["observed_h"] == 0.0:
        return f"{stations}, nothing observed"
    first = kpis.by_hour["hour"][0].as_py()
    return f"{stations}, {observed} from the hour of {first:%a %Y-%m-%d %H:%M}, local time"


def _totals(kpis: "Kpis", total: Row) -> "Table":
    """Return the totals: vehicles on the left, the station's work on the right."""
    from rich.table import Table

    both = Table.grid(padding=(0, 4))
    left, right = Table.grid(), Table.grid()
    left.add_row(_block("Vehicles", _vehicles(kpis, total)))
    left.add_row("")
    left.add_row(_block("Wait of those served", _waits(total)))
    right.add_row(_block("Use of time", _use(total)))
    right.add_row("")
    right.add_row(_block("Batteries at stations, mean", _batteries(total)))
    right.add_row("")
    right.add_row(_block("Energy", _energy(total)))
    both.add_row(left, right)
    if kpis.currency:
        both.add_row("", "")
        both.add_row(
            _block(f"Money [{kpis.currency}]", _income(total)),
            _block(f"Costs [{kpis.currency}]", _costs(total)),
        )
    return both


def _vehicles(kpis: "Kpis", total: Row) -> Lines:
    target_s = float(as_array(kpis.parameters.settings)["target_wait_s"][0])
    target = duration(target_s).replace(".0 ", " ")
    of_all = total["arrivals"]

    def line(label: str, name: str) -> tuple[str, ...]:
        return label, number(total[name]), share(total[name] / of_all if of_all else None)

    causes = [line(f"  {CAUSES[name][0]}", name) for name in CAUSES if total[name]]
    return [
        ("arrived", number(of_all), ""),
        line("served", "swaps"),
        line(f"  within {target}", "within_target"),
        line("lost", "lost"),
        *causes,
        line("still inside", "inside"),
    ]


def _waits(total: Row) -> Lines:
    return [
        ("mean", duration(total["wait_mean_s"])),
        ("half, at most", duration(total["wait_p50_s"])),
        ("95 %, at most", duration(total["wait_p95_s"])),
        ("99 %, at most", duration(total["wait_p99_s"])),
    ]


def _use(total: Row) -> Lines:
    return [
        ("bays in use", share(total["bay_utilisation"])),
        ("chargers charging", share(total["charger_utilisation"])),
        ("chargers cooling", share(total["charger_cooling_share"])),
        ("chargers without power", share(total["charger_suspended_share"])),
    ]


def _batteries(total: Row) -> Lines:
    def mean(*states: str) -> str:
        values = [total[f"mean_{state}"] for state in states]
        return NONE if None in values else f"{sum(values):,.1f}"

    return [
        ("ready", mean("rack", "topping")),
        ("charging to ready", mean("cooling", "charging", "suspended")),
        ("waiting for a charger", mean("queued")),
        ("in bays", mean("in_bay")),
    ]


def _energy(total: Row) -> Lines:
    cycles = total["cycles_mean"]
    return [
        ("drawn from the grid", energy(total["grid_kwh"])),
        ("peak, 15 minutes", power(total["peak_kw"])),
        ("delivered to vehicles", energy(total["delivered_kwh"])),
        ("full cycles per battery", NONE if cycles is None else f"{cycles:.2f}"),
    ]


def _income(total: Row) -> Lines:
    return [
        ("revenue", money(total["revenue"])),
        ("lost revenue", money(total["lost_revenue"])),
        ("margin", money(total["margin"])),
        ("margin per swap", money(total["margin_per_swap"])),
        ("cost per swap", money(total["cost_per_swap"])),
    ]


def _costs(total: Row) -> Lines:
    return [
        ("energy", money(total["energy_cost"])),
        ("demand charge", money(total["demand_charge"])),
        ("  for a full month", money(total["demand_charge_month"])),
        ("capital", money(total["capital_cost"])),
        ("rent", money(total["rent"])),
        ("together", money(total["cost"])),
    ]


def _regions(kpis: "Kpis", width: int) -> "Table":
    rows = [
        (
            row["region"],
            number(row["stations"]),
            number(row["arrivals"]),
            share(row["served_share"]),
            share(row["lost_share"]),
            duration(row["wait_p95_s"]),
            share(row["charger_utilisation"]),
            power(row["peak_kw"]),
        )
        for row in kpis.by_region.to_pylist()
    ]
    headings = (
        *("Region", "Stations", "Arrivals", "Served", "Lost"),
        *("95 % wait", "Charging", "Peak"),
    )
    return _table("Regions", headings, rows, width)


def _stations(kpis: "Kpis", most: int, width: int) -> "Table":
    """Return the stations that lose the largest share, or, if none loses any, with long waits."""
    rows = [row for row in kpis.by_station.to_pylist() if row["arrivals"] > 0]
    losing = [row for row in rows if row["lost"] > 0]
    if losing:
        title = f"Stations that lose most ({number(len(losing))} of {number(len(rows))} lose any)"
    else:
        title = "Stations with the longest waits (none loses a vehicle)"
    rows = losing or rows
    rows.sort(key=lambda row: (row["lost_share"], row["wait_p95_s"] or 0.0), reverse=True)
    headings = ("Station", "Arrivals", "Lost", "Share", "Mostly", "95 % wait", "Charging")
    return _table(title, headings, [_station(row) for row in rows[:most]], width)


def _station(row: Row) -> tuple[str, ...]:
    cause = main_cause(row)
    return (
        row["name"],
        number(row["arrivals"]),
        number(row["lost"]),
        share(row["lost_share"]),
        CAUSES[cause][0] if cause else NONE,
        duration(row["wait_p95_s"]),
        share(row["charger_utilisation"]),
    )


def _block(title: str, lines: Lines) -> "Table":
    """Return a small table of labels and numbers under a heading."""
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(title, "bold"),
        title_justify="left",
        min_width=len(title) + 2,
        box=None,
        show_header=False,
    )
    for column in range(len(lines[0])):
        table.add_column(justify="right" if column else "left", no_wrap=True)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    return table


def _table(
    title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], width: int
) -> "Table":
    """Return a table as wide as its numbers need; its first column, of names, gets the rest."""
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(title, "bold"),
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        header_style="dim",
        padding=(0, 0, 0, 1),
    )
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(cell_len(cell) for cell in column) for column in columns]
    names = max(8, width - sum(widths[1:]) - 2 * len(widths))
    table.add_column(headings[0], no_wrap=True, max_width=names)
    for heading, wide in zip(headings[1:], widths[1:], strict=True):
        justify: Literal["left", "right"] = "left" if heading == "Mostly" else "right"
        table.add_column(heading, justify=justify, no_wrap=True, min_width=wide)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table

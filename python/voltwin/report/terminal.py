"""The KPIs of a run on the terminal: what happened, and where it went wrong.

Fits 80 columns, and reads as well in a file or a pipe, where there are no colours.
"""

from typing import TYPE_CHECKING, Any

from voltwin.report.aligned import aligned
from voltwin.wording.headline import CAUSES, headline_of, main_cause
from voltwin.wording.quantities import NONE, duration, number, power, share
from voltwin.wording.totals import Block, fleet_totals, money_totals, scope, totals

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.kpis.kpi_tables import KpiTables

Row = dict[str, Any]  # of a KPI table


def render(
    kpis: "KpiTables",
    *,
    title: str | None = None,
    console: "Console | None" = None,
    worst: int = 10,
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
    console.print(Text(scope(kpis), "dim"))
    console.print()
    console.print(Text(headline_of(kpis)))
    if total["observed_h"] == 0.0:
        return
    console.print()
    console.print(_totals(kpis))
    if kpis.has_fleet and kpis.fleet_by_class.num_rows > 1:
        console.print()
        console.print(_classes(kpis, console.width))
    if kpis.by_region.num_rows > 1:
        console.print()
        console.print(_regions(kpis, console.width))
    if total["stations"] > 1 and total["arrivals"] > 0:
        console.print()
        console.print(_stations(kpis, worst, console.width))


def _totals(kpis: "KpiTables") -> "Table":
    """Return the totals: vehicles and waits on the left, the station's work on the right."""
    from rich.table import Table

    both = Table.grid(padding=(0, 4))
    columns = Table.grid(), Table.grid()
    for column, side in zip(columns, totals(kpis), strict=True):
        for i, block in enumerate(side):
            if i:
                column.add_row("")
            column.add_row(_block(block))
    fleet = fleet_totals(kpis)
    if fleet:
        both.add_row(*(_block(block) for block in fleet))
        both.add_row("", "")
    both.add_row(*columns)
    money = money_totals(kpis)
    if money:
        both.add_row("", "")
        both.add_row(*(_block(block) for block in money))
    return both


def _classes(kpis: "KpiTables", width: int) -> "Table":
    rows = [
        (
            row["vehicle_class"],
            number(row["vehicles"]),
            _mean(row["trips_per_vehicle_day"], 1),
            _mean(row["km_per_vehicle_day"], 0),
            _mean(row["swaps_per_vehicle_day"], 2),
            number(row["swaps"]),
            number(row["lost"]),
            number(row["stranded"]),
        )
        for row in kpis.fleet_by_class.to_pylist()
    ]
    headings = (
        *("Class", "Vehicles", "Trips/day", "km/day", "Swaps/day", "Swaps", "Lost", "Stranded"),
    )
    return aligned("Vehicle classes, a vehicle on a day", headings, rows, width)


def _mean(value: float | None, digits: int) -> str:
    return NONE if value is None else f"{value:,.{digits}f}"


def _regions(kpis: "KpiTables", width: int) -> "Table":
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
    return aligned("Regions", headings, rows, width)


def _stations(kpis: "KpiTables", most: int, width: int) -> "Table":
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
    return aligned(title, headings, [_station(row) for row in rows[:most]], width)


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


def _block(block: Block) -> "Table":
    """Return a small table of labels and numbers under a heading."""
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(block.title, "bold"),
        title_justify="left",
        min_width=len(block.title) + 2,
        box=None,
        show_header=False,
    )
    for column in range(len(block.lines[0])):
        table.add_column(justify="right" if column else "left", no_wrap=True)
    for line in block.lines:
        table.add_row(*(Text(cell) for cell in line))
    return table

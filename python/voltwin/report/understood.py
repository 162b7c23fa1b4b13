"""What was understood of a table of stations, on the terminal; fits 80 columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.importing.positions import Extent
    from voltwin.importing.understanding import Column, Understanding
    from voltwin.scenario.station import Station

_FIRST = 3  # stations that are shown


def render(understanding: "Understanding", console: "Console | None" = None) -> None:
    """Print what was understood, everything that was assumed, and the first stations."""
    from rich.console import Console
    from rich.text import Text

    console = console or Console(highlight=False)
    console.print(Text(understanding.file, "bold"))
    console.print(Text(_rows(understanding), "dim"))
    console.print()
    console.print(_columns(understanding.columns))
    for column in understanding.columns:
        if (column.factor, column.offset) != (1.0, 0.0):
            console.print(Text(_conversion(column), "dim"))
    if understanding.ignored:
        console.print(Text(f" Not used: {', '.join(understanding.ignored)}", "dim"))
    console.print()
    console.print(_facts(understanding))
    console.print()
    console.print(_assumed(understanding))
    console.print()
    console.print(_stations(understanding.scenario.stations))
    for note in understanding.notes:
        console.print()
        console.print(Text.assemble(("Mind: ", "bold yellow"), note))


def _rows(understanding: "Understanding") -> str:
    from voltwin.importing.plain import either

    stations = len(understanding.scenario.stations)
    parts = [f"{understanding.kind}; {understanding.rows:,} rows", f"{stations:,} stations"]
    if understanding.left_out:
        where = " and ".join(
            f"{name} = {either(value)}" for name, value in understanding.where.items()
        )
        parts.insert(1, f"{understanding.left_out:,} left out, as not {where}")
    bad = understanding.rows - understanding.left_out - stations
    if bad:
        parts.insert(-1, f"{bad:,} bad skipped")
    return ", ".join(parts)


def _columns(columns: Sequence["Column"]) -> "Table":
    table = _table("Columns, as they were understood")
    table.add_column("Field", no_wrap=True)
    table.add_column("Column", min_width=8, max_width=12, overflow="fold")  # with its unit
    table.add_column("Unit", no_wrap=True)
    table.add_column("Example", no_wrap=True, max_width=10)
    table.add_column("Range", no_wrap=True)
    table.add_column("Filled", justify="right", no_wrap=True)
    for column in columns:
        _add(
            table,
            column.field,
            column.column,
            column.unit,
            column.example,
            _range(column),
            f"{column.filled:,} of {column.filled + column.missing:,}" if column.missing else "all",
        )
    return table


def _range(column: "Column") -> str:
    if column.low is None or column.high is None:
        return ""
    if column.low == column.high:
        return "all the same"
    return f"{_brief(column.low)} to {_brief(column.high)}"


def _brief(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.4g}"


def _conversion(column: "Column") -> str:
    by = f"x {column.factor:g}" if column.factor >= 1.0 else f"/ {1.0 / column.factor:g}"
    if column.offset:
        by += f" {'+' if column.offset > 0.0 else '-'} {abs(column.offset):g}"
    return f" Converted: {column.column}, {column.unit} {by} = {column.scenario_unit}"


def _facts(understanding: "Understanding") -> "Table":
    from rich.table import Table

    demand, start = understanding.demand, understanding.start
    each = (
        f"{demand.low:,.4g} at each station"
        if demand.low == demand.high
        else f"{demand.low:,.4g} to {demand.high:,.4g} a station"
    )
    offset = start.time.isoformat()[19:]
    facts = Table.grid(padding=(0, 2))
    _add(facts, "Demand", f"{demand.total:,.0f} swaps a day in all, {each}")
    _add(facts, "Places", _places(understanding.extent))
    _add(facts, "Ids", understanding.ids_from)
    _add(facts, "Start", f"{start.time:%a %Y-%m-%d %H:%M}, UTC{offset}: {start.chosen}.")
    _add(facts, "Hours", start.meaning)
    return facts


def _places(extent: "Extent | None") -> str:
    if extent is None:
        return "none: the stations have no place on a map"
    size = f"{extent.width_km:,.3g} km by {extent.height_km:,.3g} km"
    lons = f"{_degrees(extent.west, 'EW')} to {_degrees(extent.east, 'EW')}"
    lats = f"{_degrees(extent.south, 'NS')} to {_degrees(extent.north, 'NS')}"
    return f"{lons}, {lats}: {size}"


def _degrees(value: float, names: str) -> str:
    return f"{abs(value):.3f}° {names[0] if value >= 0.0 else names[1]}"


def _assumed(understanding: "Understanding") -> "Table":
    table = _table("Assumed, as the table does not tell; all of it can be edited")
    table.add_column("Field", no_wrap=True)
    table.add_column("Value", max_width=24)
    table.add_column("Why")
    group = ""
    for item in understanding.assumptions:
        if group not in ("", item.group):
            table.add_section()
        group = item.group
        value = f"{item.value} {item.unit}" if item.unit else item.value
        _add(table, item.field, value, item.reason)
    return table


def _stations(stations: Sequence["Station"]) -> "Table":
    """Return the first stations side by side, one a column."""
    more = len(stations) > _FIRST
    table = _table(f"The first {_FIRST} stations, as they will be" if more else "The stations")
    table.show_header = False
    table.add_column(style="dim")
    shown = [_station(station) for station in stations[:_FIRST]]
    for _ in shown:
        table.add_column(max_width=20)
    for name in shown[0]:
        if any(station[name] for station in shown):
            _add(table, name, *(station[name] for station in shown))
    return table


def _station(station: "Station") -> dict[str, str]:
    chargers = [f"{group.count} x {group.power_kw:g} kW" for group in station.chargers]
    return {
        "id": station.id,
        "name": station.name,
        "region": station.region,
        "lon": "" if station.lon is None else f"{station.lon:.5f}",
        "lat": "" if station.lat is None else f"{station.lat:.5f}",
        "swaps per day": f"{station.swaps_per_day:.4g}",
        "bays": f"{station.bays}",
        "chargers": " + ".join(chargers) or "none",
        "batteries": f"{station.batteries}",
    }


def _add(table: "Table", *cells: str) -> None:
    """Add a row of plain text, in which brackets are no markup."""
    from rich.text import Text

    table.add_row(*(Text(cell) for cell in cells))


def _table(title: str) -> "Table":
    from rich import box
    from rich.table import Table

    return Table(
        title=title,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
        header_style="",
        padding=(0, 1, 0, 0),
        show_edge=False,
    )

"""An explanation on the terminal: the worst stations in a table and a sentence each, or one station
with its numbers. Fits 80 columns, and reads as well in a pipe."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from voltwin.explain.next_unit import LEVERS
from voltwin.explain.trouble import DELAYS
from voltwin.explain.words import unit
from voltwin.report.aligned import aligned
from voltwin.report.why import LEVERS_NOTE
from voltwin.wording.headline import CAUSES
from voltwin.wording.quantities import NONE, duration, number, share

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from voltwin.explain.explanation import Explanation

Row = Mapping[str, Any]  # of an explanation


def render_network(
    explanation: "Explanation", most: int | None, console: "Console | None" = None
) -> None:
    """Print what binds where, and the worst stations.

    Args:
        explanation: of a run.
        most: how many stations to show; None for all that lose or delay.
        console: where to print; by default the standard output.
    """
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    console.print(Text(explanation.summary))
    shown = explanation.worst[:most]
    if not shown:
        return
    title = "Stations that lose or delay, the worst first"
    usual = explanation.tried if explanation.coupled else tuple(LEVERS)
    tried = tuple(lever for lever in usual if lever != "price" or lever in explanation.tried)
    headings = ("Station", "Lost", "Share", "Binds", *(f"+{lever}" for lever in tried))
    console.print()
    console.print(aligned(title, headings, [_line(row, tried) for row in shown], console.width))
    if tried:
        console.print(Text(LEVERS_NOTE, "dim"))
    for row in shown:
        console.print()
        console.print(Text(row["sentence"]))


def render_station(row: Row, causes: Mapping[str, int], console: "Console | None" = None) -> None:
    """Print the sentence about one station, its numbers, and what next units would bring.

    Args:
        row: of the explanation.
        causes: vehicles lost by reason, the columns of `voltwin.kpis.columns.LOST`.
        console: where to print; by default the standard output.
    """
    from rich.console import Console
    from rich.text import Text

    console = console or Console()
    console.print(Text(row["sentence"]))
    if not row["trouble"]:
        return
    console.print()
    console.print(_block("Its numbers", _numbers(row, causes)))
    if levers := _levers(row):
        console.print()
        headings: tuple[str, ...] = ("Next unit", "Saved", "More in time", "Mean wait")
        if any(row[f"{lever}_saved_network"] is not None for lever in LEVERS):
            headings = ("Next unit", "Saved", "More in time", "Saved in all", "Mean wait")
        console.print(aligned("What would help", headings, levers, console.width))


def _line(row: Row, tried: Sequence[str]) -> tuple[str, ...]:
    field = "in_time" if row["trouble"] == DELAYS else "saved"
    return (
        row["name"],
        number(row["lost"]),
        share(row["lost_share"]),
        row["binds"],
        *(_count(row[f"{lever}_{field}"]) for lever in tried),
    )


def _count(value: int | None) -> str:
    return NONE if value is None else number(value)


def _numbers(row: Row, causes: Mapping[str, int]) -> list[tuple[str, ...]]:
    when = f"when it {row['trouble']}"
    reasons = [(f"    {CAUSES[name][0]}", number(lost)) for name, lost in causes.items() if lost]
    return [
        ("vehicles arrived", number(row["arrivals"])),
        ("  lost", f"{number(row['lost'])} ({share(row['lost_share'])})"),
        *reasons,
        ("  served late, or overdue at the end", number(row["late"])),
        ("mean wait of those served", duration(row["wait_mean_s"])),
        (f"bays in use {when}", share(row["bays_in_use"])),
        (f"chargers with a battery {when}", share(row["charger_in_use"])),
        (f"chargers without one {when}", _mean(row["idle_chargers"])),
        (f"batteries ready {when}", _mean(row["ready"])),
        (f"batteries waiting for a charger {when}", _mean(row["queued"])),
        (f"batteries held back by the grid limit {when}", _mean(row["held_by_grid"])),
        *_where_any(row, when),
    ]


def _where_any(row: Row, when: str) -> list[tuple[str, ...]]:
    """Return the lines that most stations do not have."""
    lines = (
        ("grid_use", f"drawn of what the grid limit allows {when}", share),
        ("held_by_price", f"batteries held back by the price {when}", _mean),
        ("bay_out_h", "bays out of order, on average", _hours),
        ("charger_out_h", "chargers out of order, on average", _hours),
        ("closed_by_hand_h", "kept closed by interventions", _hours),
    )
    return [(label, text(row[name])) for name, label, text in lines if row[name]]


def _hours(hours: float) -> str:
    return f"{hours:.3g} h"


def _mean(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def _block(title: str, lines: Sequence[tuple[str, ...]]) -> "Table":
    """Return labels and numbers under a heading."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, "bold"), title_justify="left", box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for label, value in lines:
        table.add_row(Text(label), Text(value))
    return table


def _levers(row: Row) -> list[tuple[str, ...]]:
    """Return what each next unit would bring, or two that only help together."""
    pair = tuple(row["pair"].split(" and ")) if row["pair"] else ()
    tried = {**{lever: (lever,) for lever in LEVERS}, "pair": pair}
    return [
        (
            unit(levers, row[f"{_prefix(column)}grid_kw"], row[f"{_prefix(column)}battery_type"]),
            number(row[f"{column}_saved"]),
            number(row[f"{column}_in_time"]),
            *_in_all(row[f"{column}_saved_network"]),
            _change(row[f"{column}_wait_s"]),
        )
        for column, levers in tried.items()
        if row[f"{column}_saved"] is not None
    ]


def _in_all(saved: int | None) -> tuple[str, ...]:
    return () if saved is None else (number(saved),)


def _prefix(column: str) -> str:
    return "pair_" if column == "pair" else ""


def _change(seconds: float | None) -> str:
    if seconds is None:
        return NONE
    if abs(seconds) < 0.05:  # 0.0 s in print
        return duration(0.0)
    sign = "+" if seconds > 0.0 else "-"
    return f"{sign}{duration(abs(seconds))}"

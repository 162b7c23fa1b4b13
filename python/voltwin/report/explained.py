"""An explanation on the terminal: the worst stations in a table and a sentence each, or one station
with its numbers. Fits 80 columns, and reads as well in a pipe."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from voltwin.explain.evidence import DELAYS
from voltwin.explain.next_unit import LEVERS
from voltwin.report.aligned import aligned
from voltwin.report.headline import CAUSES
from voltwin.report.quantities import NONE, duration, number, share

if TYPE_CHECKING:
    from rich.console import Console

    from voltwin.explain.explanation import Explanation

Row = Mapping[str, Any]  # of an explanation

_PLACES = {
    "bays": "bays",
    "chargers": "chargers",
    "batteries": "batteries",
    "grid": "the grid limit",
    "hours": "opening hours",
}
_UNITS = {
    "charger": "one more charger",
    "battery": "one more battery",
    "bay": "one more bay",
    "grid": "one charger's power more from the grid",
    "hour": "closing an hour later",
}


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
    console.print(Text(network_summary(explanation)))
    shown = explanation.worst[:most]
    if not shown:
        return
    title = "Stations that lose or delay, the worst first"
    headings = ("Station", "Lost", "Share", "Binds", *(f"+{lever}" for lever in LEVERS))
    console.print()
    console.print(aligned(title, headings, [_line(row) for row in shown], console.width))
    console.print(
        Text(
            "+charger, ...: vehicles that the next one would save; at stations that delay, serve "
            "in time",
            "dim",
        )
    )
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
    console.print(aligned("Its numbers", ("", ""), _numbers(row, causes), console.width))
    if levers := _levers(row):
        console.print()
        headings = ("Next unit", "Saved", "More in time", "Mean wait")
        console.print(aligned("What would help", headings, levers, console.width))


def network_summary(explanation: "Explanation") -> str:
    """Return how many stations bind on what, and what the best next units would save."""
    stations, worst = explanation.table.num_rows, explanation.worst
    if not worst:
        return f"None of {number(stations)} stations loses or delays vehicles."
    of_all = len(worst) + explanation.left_out
    verb = "loses or delays" if of_all == 1 else "lose or delay"
    text = f"{number(of_all)} of {number(stations)} stations {verb} vehicles"
    if explanation.left_out:
        text += f"; the {number(len(worst))} worst are explained"
    text += f". What binds: {_binding(explanation.binding)}."
    best = explanation.best_units()
    if best:
        units = (
            "best next unit"
            if len(best) == 1
            else f"{len(best)} best next units, each at another station,"
        )
        lost = sum(row["lost"] for row in worst)
        saved = sum(unit.saved for unit in best)
        text += f" The {units} would save {number(saved)} of {number(lost)} vehicles lost."
    return text


def _binding(binding: Mapping[str, int]) -> str:
    return ", ".join(
        f"{' and '.join(_PLACES[part] for part in what.split(' and '))} at {number(stations)}"
        for what, stations in binding.items()
    )


def _line(row: Row) -> tuple[str, ...]:
    field = "in_time" if row["trouble"] == DELAYS else "saved"
    return (
        row["name"],
        number(row["lost"]),
        share(row["lost_share"]),
        row["binds"],
        *(_count(row[f"{lever}_{field}"]) for lever in LEVERS),
    )


def _count(value: int | None) -> str:
    return NONE if value is None else number(value)


def _numbers(row: Row, causes: Mapping[str, int]) -> list[tuple[str, ...]]:
    when = f"when it {row['trouble']}"
    lost = [
        (f"  lost: {CAUSES[name][0]}", number(count)) for name, count in causes.items() if count
    ]
    return [
        ("vehicles arrived", number(row["arrivals"])),
        ("  lost", f"{number(row['lost'])} ({share(row['lost_share'])})"),
        *lost,
        ("  served after more than the target wait", number(row["late"])),
        ("mean wait of those served", duration(row["wait_mean_s"])),
        (f"bays in use {when}", share(row["bays_in_use"])),
        (f"chargers with a battery {when}", share(row["charger_in_use"])),
        (f"chargers without one {when}", f"{row['idle_chargers']:.1f}"),
        (f"batteries ready {when}", f"{row['ready']:.1f}"),
        (f"batteries waiting for a charger {when}", f"{row['queued']:.1f}"),
        (f"batteries held back by the grid limit {when}", f"{row['held_by_grid']:.1f}"),
    ]


def _levers(row: Row) -> list[tuple[str, ...]]:
    words = {
        **_UNITS,
        "pair": " with ".join(_UNITS[one] for one in (row["pair"] or "").split(" and ") if one),
    }
    if row["battery_type"]:
        words["battery"] += f' of type "{row["battery_type"]}"'
    return [
        (
            words[lever],
            number(row[f"{lever}_saved"]),
            number(row[f"{lever}_in_time"]),
            _change(row[f"{lever}_wait_s"]),
        )
        for lever in (*LEVERS, "pair")
        if row[f"{lever}_saved"] is not None
    ]


def _change(seconds: float | None) -> str:
    if seconds is None:
        return NONE
    sign = "+" if seconds > 0.0 else "-" if seconds < 0.0 else ""
    return f"{sign}{duration(abs(seconds))}"

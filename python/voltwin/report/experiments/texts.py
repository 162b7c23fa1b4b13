"""Tables for people: a row a measure, each in its own unit, with digits that its error allows.

The terminal, the page and the PDF show these; what they round stands in full in the tables of the
experiment.
"""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from voltwin.experiment.measures import is_good_when_large
from voltwin.report.experiments.select import Row
from voltwin.wording.experiments import half_width
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import NONE, number
from voltwin.wording.shown import Shown

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

Texts = list[tuple[str, ...]]

MEANS = ("Measure", "Mean", "±", "5 %", "Median", "95 %")
DIFFERENCES = ("Measure", "Base", "Variant", "Difference", "Change", "CRN")
OF_VARIANTS = ("Variant", "Mean", "Difference", "Change", "CRN")
BEST = ("Variant", "Mean", "To the best other", "Verdict")
NOTE = (
    "± is half the 95 % interval, of all variants at once. CRN: so many times as many runs would "
    "be needed without common random numbers."
)

_MOST_TIMES = 100_000


def replications_of(experiment: "Experiment") -> int:
    """Return how many replications of each variant were run."""
    return int(experiment.record["runs"]) // int(experiment.record["variants"])


def undefined(rows: Iterable[Row], replications: int) -> str | None:
    """Return which measures not all replications define, as one without arrivals no lost share.

    Args:
        rows: of `summary`, or of `differences`.
        replications: that there are.
    """
    least: dict[str, int] = {}
    for row in rows:
        name, defined = label_of(row["measure"]), row["replications"]
        least[name] = min(defined, least.get(name, replications))
    some = {name: defined for name, defined in least.items() if defined < replications}
    if not some:
        return None
    parts = ", ".join(f"{name} by {number(defined)}" for name, defined in some.items())
    return f"Of {number(replications)} replications not all define each measure: {parts}."


def means(rows: Iterable[Row]) -> Texts:
    """Return rows of `summary` under the headings `MEANS`."""
    found: Texts = []
    for row in rows:
        half = half_width(row)
        shown = Shown.of(row["unit"], [row["mean"]], half)
        others = [shown.number(row[name]) for name in ("p5", "median", "p95")]
        width = NONE if half is None else shown.number(half)
        found.append((label_of(row["measure"]), shown.text(row["mean"]), width, *others))
    return found


def differences(rows: Iterable[Row]) -> Texts:
    """Return rows of `differences` under the headings `DIFFERENCES`."""
    found: Texts = []
    for row in rows:
        shown = _of_difference(row)
        levels = shown.text(row["base"]), shown.number(row["value"])
        found.append((label_of(row["measure"]), *levels, *_change(row, shown)))
    return found


def of_variants(rows: Iterable[Row]) -> Texts:
    """Return rows of `differences`, of one measure, under the headings `OF_VARIANTS`."""
    listed = list(rows)
    widths = [width for row in listed if (width := half_width(row))]
    values = [row[name] for row in listed for name in ("base", "value")]
    unit = listed[0]["unit"] if listed else ""
    shown = Shown.of(unit, values, _middle(widths))
    base = next((row["base"] for row in listed), None)
    first = ("base", shown.text(base), "", "", "")
    others = [(row["name"], shown.text(row["value"]), *_change(row, shown)) for row in listed]
    return [first, *others]


def _of_difference(row: Row) -> Shown:
    width = half_width(row)
    return Shown.of(row["unit"], [row["base"], row["value"]], width)


def _change(row: Row, shown: Shown) -> tuple[str, str, str]:
    """Return a difference with its half-width, as a part of the base, and what pairing saves."""
    width = half_width(row)
    finer = shown.for_error(width)
    difference = finer.number(row["difference"], signed=True)
    if width:
        difference = f"{difference} ± {finer.number(width)}"
    return difference, percent(row["relative"]), times_fewer(row["variance_reduction"])


def percent(relative: float | None) -> str:
    """Return a change as a part of the base: `-41 %`, `+0.3 %`."""
    if relative is None:
        return NONE
    size = abs(100.0 * relative)
    digits = 0 if size >= 9.95 else (1 if size >= 0.995 else 2)
    text = f"{100.0 * relative:+,.{digits}f}"
    if any(digit in text for digit in "123456789"):
        return f"{text} %"
    return "< 0.01 %" if size else "0 %"


def times_fewer(reduction: float | None) -> str:
    """Return a variance reduction: `124 x`; runs that are all equal have none to speak of."""
    if reduction is None or not math.isfinite(reduction):
        return NONE
    if reduction >= _MOST_TIMES:
        return f"> {_MOST_TIMES:,} x"
    return f"{reduction:,.0f} x" if reduction >= 9.95 else f"{reduction:.1f} x"


def in_good_order(rows: Iterable[Row], by: str = "mean") -> list[Row]:
    """Return rows of one measure, the best first; those without a value are left out."""
    known = [row for row in rows if row[by] is not None]
    if not known:
        return []
    upwards = is_good_when_large(known[0]["measure"])
    return sorted(known, key=lambda row: row[by], reverse=upwards)


def of_best(rows: list[Row]) -> Texts:
    """Return rows of `best` under the headings `BEST`."""
    widths = [row["high"] - row["low"] for row in rows if row["high"] > row["low"]]
    shown = Shown.of(rows[0]["unit"], [row["mean"] for row in rows], _middle(widths))
    return [
        (
            row["name"],
            shown.text(row["mean"]),
            f"{shown.number(row['low'], signed=True)} to {shown.number(row['high'], signed=True)}",
            _verdict(row),
        )
        for row in rows
    ]


def _verdict(row: Row) -> str:
    if row["is_best"]:
        return "best"
    return "may be best" if row["may_be_best"] else ""


def of_places(rows: list[Row], place: str) -> Texts:
    """Return rows of `by_region` or the like, of one measure: place, mean, half-width, 5 %, 95 %.

    Args:
        rows: of the table.
        place: the column that says where.
    """
    widths = [width for row in rows if (width := half_width(row))]
    shown = Shown.of(rows[0]["unit"], [row["mean"] for row in rows], _middle(widths))
    found: Texts = []
    for row in rows:
        width = half_width(row)
        least, most = (shown.number(row[name]) for name in ("p5", "p95"))
        half = NONE if width is None else shown.number(width)
        found.append((str(row[place]), shown.text(row["mean"]), half, least, most))
    return found


def _middle(widths: list[float]) -> float | None:
    """Return a half-width that decides the digits of many: as many are wider as narrower."""
    return sorted(widths)[len(widths) // 2] if widths else None


def change_of(rows: list[Row]) -> Shown:
    """Return how differences of one measure are written."""
    widths = [width for row in rows if (width := half_width(row))]
    largest = [row["difference"] for row in rows]
    return Shown.of(rows[0]["unit"], largest, _middle(widths), of_differences=True)

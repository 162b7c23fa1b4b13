"""What came out of an experiment, in a sentence or two."""

from typing import TYPE_CHECKING, Any

from voltwin.experiment.measures import is_good_when_large
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown, with_half_width
from voltwin.wording.variants import difference_of

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment
    from voltwin.experiment.plan import Plan

Row = dict[str, Any]  # of a table of an experiment
_JUMP = 10.0  # a change by more than this part of the base is told in the measure's unit
_FEWER = {"lost_share": "vehicles are lost", "lost": "vehicles are lost"}


def main_measure(plan: "Plan") -> str:
    """Return the measure that headlines are about: the one asked for, or else the first."""
    asked = plan.asked.get("best") or plan.asked.get("plan", {}).get("goal")
    return str(asked["measure"]) if asked else plan.measures[0]


def half_width(row: Row) -> float | None:
    """Return half the width of the interval in a row, if it has one."""
    low, high = row["low"], row["high"]
    return None if low is None or high is None else (high - low) / 2.0


def replicated(row: Row) -> str:
    """Return what a measure is over replications.

    Args:
        row: of the table `summary`.
    """
    if row["mean"] is None:
        return f"{capital(label_of(row['measure']))} is not defined in any replication."
    mean = with_half_width(row["mean"], half_width(row), row["unit"])
    said = f"{capital(label_of(row['measure']))}: {mean}"
    if row["replications"] < 10:
        return f"{said}."
    shown = Shown.of(row["unit"], [row["mean"]], half_width(row))
    return f"{said}, and {shown.interval(row['p5'], row['p95'])} in nine of ten replications."


def compared(experiment: "Experiment", rows: list[Row]) -> str:
    """Return what variants do to a measure.

    Args:
        experiment: the comparison.
        rows: of the table `differences`, of that measure.
    """
    if len(rows) == 1:
        return _one(experiment, rows[0])
    known = [row for row in rows if row["difference"] is not None]
    if not known:
        return f"{capital(label_of(rows[0]['measure']))} is not defined in any pair of runs."
    upwards = is_good_when_large(rows[0]["measure"])
    best = (max if upwards else min)(known, key=lambda row: row["difference"])
    clear = [row for row in known if is_clear(row)]
    if not clear:
        what = label_of(best["measure"])
        return f"No variant of {number(len(rows))} changes the {what} by more than chance may."
    if best not in clear or (best["difference"] > 0.0) != upwards:
        return f"No variant of {number(len(rows))} is better. {_one(experiment, best)}"
    said = _one(experiment, best)
    return f"The best of {number(len(rows))} variants: {said[:1].lower()}{said[1:]}"


def is_told(rows: list[Row]) -> bool:
    """Return whether enough replications define the measure of all variants to rank them.

    Args:
        rows: of the table `best`.
    """
    return all(row["low"] is not None for row in rows)


def best_of_all(rows: list[Row]) -> str:
    """Return which variant is best, and how sure that is.

    Args:
        rows: of the table `best`.
    """
    if not is_told(rows):
        return (
            f"Which variant is best cannot be told: {number(rows[0]['replications'])} replications "
            f"define the {label_of(rows[0]['measure'])} of all."
        )
    best = next(row for row in rows if row["is_best"])
    others = [row["name"] for row in rows if row["may_be_best"] and not row["is_best"]]
    measure, runs = label_of(best["measure"]), number(best["replications"])
    if not others:
        said = f'"{best["name"]}" is best with 95 % probability, by its {measure}'
        return f"{said}." if best["guaranteed"] else f"{said}, as far as {runs} replications tell."
    named = ", ".join(f'"{name}"' for name in others[:3])
    more = f" and {number(len(others) - 3)} more" if len(others) > 3 else ""
    return (
        f'"{best["name"]}" has the best {measure} seen, but {named}{more} may be as good '
        "(95 % probability that the best is among them)."
    )


def is_clear(row: Row) -> bool:
    """Return whether the interval of a difference leaves out that there is none."""
    return bool(row["low"] is not None and (row["low"] > 0.0 or row["high"] < 0.0))


def _one(experiment: "Experiment", row: Row) -> str:
    variant = experiment.plan.variants[row["variant"]]
    said, what = f"With {difference_of(variant)}", label_of(row["measure"])
    if row["difference"] is None:
        return f"{said}, the {what} is not defined in any pair of runs."
    if row["low"] is None:
        only = Shown.of(row["unit"], [row["base"], row["value"]], None)
        levels = f"{only.text(row['value'])} instead of {only.number(row['base'])}"
        return f"{said}, in the only pair of runs that defines the {what}: {levels}."
    if row["difference"] == row["low"] == row["high"] == 0.0:
        return f"{said}, the {what} is the same in every run."
    shown = Shown.of(row["unit"], [row["base"], row["value"]], half_width(row))
    levels = f"{shown.text(row['value'])} instead of {shown.number(row['base'])}"
    if not is_clear(row):
        change = Shown.of(
            row["unit"], [row["low"], row["high"]], half_width(row), of_differences=True
        )
        return (
            f"{said}, no change of the {what} can be told from chance: "
            f"{change.interval(row['low'], row['high'], signed=True)} ({levels})."
        )
    return f"{said}, {_by_how_much(row)}: {levels}."


def _by_how_much(row: Row) -> str:
    """Return how a measure changes that does: `1.2 to 1.9 % fewer vehicles are lost`."""
    down = row["difference"] < 0.0
    ends = _as_parts(row)
    if row["measure"] in _FEWER and ends:
        return f"{ends} {'fewer' if down else 'more'} {_FEWER[row['measure']]}"
    verb = "falls" if down else "rises"
    if ends:
        return f"the {label_of(row['measure'])} {verb} by {ends}"
    change = Shown.of(row["unit"], [row["low"], row["high"]], half_width(row), of_differences=True)
    low, high = sorted((abs(row["low"]), abs(row["high"])))
    return f"the {label_of(row['measure'])} {verb} by {change.interval(low, high)}"


def _as_parts(row: Row) -> str | None:
    """Return the interval of a change as parts of the base, where that is known and no jump."""
    first, last = row.get("relative_low"), row.get("relative_high")
    if first is None or last is None or first * last <= 0.0 or max(-first, last) > _JUMP:
        return None
    low, high = sorted((abs(first), abs(last)))
    return Shown.of("1", [high], high - low).interval(low, high)


def capital(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]

"""What the factors of a sweep do, in a sentence."""

from typing import Any

from voltwin.wording.experiments import capital
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number, share

Row = dict[str, Any]  # of a table of an experiment
_LEAST = 0.01  # a share worth a word


def explained(rows: list[Row], measure: str, variants: int) -> str:
    """Return what most of a measure's variance between variants comes from.

    Args:
        rows: of the table `effects`, of this measure: main effects and interactions alone.
        measure: its name.
        variants: how many there are.
    """
    known = [row for row in rows if row["share"] is not None]
    what, among = label_of(measure), f"between {number(variants)} variants"
    if not known:
        return f"What changes the {what} {among} cannot be told."
    known.sort(key=lambda row: -row["share"])
    first, *others = known
    if first["share"] < _LEAST:
        return f"No factor explains as much as 1 % of how the {what} varies {among}."
    said = f"{capital(called(first))} explains {share(first['share'])} of how the {what} varies"
    parts = [f"{called(row)} {share(row['share'])}" for row in others[:2] if row["share"] >= _LEAST]
    return ", ".join([f"{said} {among}", *parts]) + "."


def called(row: Row) -> str:
    """Return what an effect is of: a factor, or two."""
    return row["factor"] if row["other"] is None else f"{row['factor']} with {row['other']}"

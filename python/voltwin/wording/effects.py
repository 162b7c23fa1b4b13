"""What the factors of a sweep do, in a sentence."""

from typing import Any

from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number, share

Row = dict[str, Any]  # of a table of an experiment
_LEAST, _MOST = 0.01, 3  # a share worth a word, and how many are told


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
    parts = [f"{share(row['share'])} by {called(row)}" for row in known if row["share"] >= _LEAST]
    if not parts:
        return f"No factor explains as much as 1 % of how the {what} varies {among}."
    first, *others = parts[:_MOST]
    amount, _, by = first.partition(" by ")
    listed = [f"{amount} is explained by {by}", *others]
    told = listed[0] if not others else f"{', '.join(listed[:-1])} and {listed[-1]}"
    return f"Of how the {what} varies {among}, {told}."


def called(row: Row) -> str:
    """Return what an effect is of: a factor, or two."""
    return row["factor"] if row["other"] is None else f"{row['factor']} with {row['other']}"

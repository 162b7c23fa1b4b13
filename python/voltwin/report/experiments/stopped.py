"""Why a sequence of replications ended where it did."""

import pyarrow as pa

from voltwin.report.experiments.select import Row
from voltwin.wording.measures import label_of
from voltwin.wording.quantities import number
from voltwin.wording.shown import Shown


def stopped(looks: pa.Table) -> str:
    """Return whether the intervals are as narrow as asked for, and after how many replications.

    Args:
        looks: the table `sequential`.
    """
    last = last_look(looks)
    count = number(max(row["replications"] for row in last))
    wide = [row for row in last if not row["reached"]]
    if not wide:
        what = "the interval is" if len(last) == 1 else "all intervals are"
        return f"Enough after {count} replications: {what} as narrow as asked for."
    parts = "; ".join(map(_width, wide))
    return f"Not enough with {count} replications, the most allowed: {parts}."


def last_look(looks: pa.Table) -> list[Row]:
    """Return the last row of each measure."""
    rows = looks.to_pylist()
    return list({row["measure"]: row for row in rows}.values())


def _width(row: Row) -> str:
    if row["half_width"] is None:
        return f"{label_of(row['measure'])} has no interval"
    shown = Shown.of(row["unit"], [row["mean"]], row["half_width"])
    wanted = shown.for_error(row["wanted"]).number(row["wanted"])
    return f"{label_of(row['measure'])} is known to ± {shown.text(row['half_width'])}, not {wanted}"

"""Tables that a server tells become Arrow, with units and meanings."""

import pyarrow as pa

from voltwin.client.tables import by_replication_of, table_of, total_of

HOURS = {"name": "hour", "unit": "", "meaning": "hour of the run", "values": [0, 1]}
SHARES = {
    "name": "lost_share",
    "unit": "1",
    "meaning": "lost / arrivals",
    "values": [0.5, None],
    "half_widths": [0.1, None],
}
NOWHERE = {"name": "wait_p95_s", "unit": "s", "meaning": "wait", "values": [None, None]}
KPI = {
    "name": "lost_share",
    "unit": "1",
    "meaning": "lost / arrivals",
    "n": 2,
    "mean": 0.25,
    "low": None,
    "high": None,
    "half_width": None,
    "values": [0.5, 0.0],
}


def test_columns_keep_types_units_and_meanings() -> None:
    table = table_of({"rows": 2, "columns": [HOURS, SHARES, NOWHERE]})
    assert table.to_pydict() == {
        "hour": [0, 1],
        "lost_share": [0.5, None],
        "lost_share_half_width": [0.1, None],
        "wait_p95_s": [None, None],
    }
    assert pa.types.is_integer(table.schema.field("hour").type)
    assert pa.types.is_floating(table.schema.field("wait_p95_s").type)
    shares, widths = map(table.schema.field, ("lost_share", "lost_share_half_width"))
    assert shares.metadata == {b"unit": b"1", b"meaning": b"lost / arrivals"}
    assert (widths.metadata or {})[b"unit"] == b"1"


def test_the_total_has_a_row_per_kpi() -> None:
    (row,) = total_of({"measures": [KPI]}).to_pylist()
    assert (row["measure"], row["replications"], row["mean"], row["low"]) == (
        "lost_share",
        2,
        0.25,
        None,
    )


def test_replications_have_a_row_each() -> None:
    table = by_replication_of({"replications": [0, 1], "measures": [KPI]})
    assert table.to_pydict() == {"replication": [0, 1], "lost_share": [0.5, 0.0]}

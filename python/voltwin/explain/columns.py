"""The columns of an explanation: name, unit, meaning."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from voltwin.explain.next_unit import LEVERS
from voltwin.kpis.columns import SHARE

_OF_STATIONS = (
    ("number", "", pa.int64(), "number of the station in the event log"),
    ("station", "", pa.string(), "id of the station"),
    ("name", "", pa.string(), "name of the station"),
    (
        "trouble",
        "",
        pa.string(),
        "loses, or delays: more than 1 % of those served or overdue wait longer than the target, "
        "more than ten for each vehicle lost; null: the station is fine",
    ),
    (
        "binds",
        "",
        pa.string(),
        "resource that binds: chargers, batteries, bays, grid, hours, price, or two that only help "
        "together; unclear: too few vehicles to tell; null without trouble, or left out as there "
        "are too many",
    ),
    ("sentence", "", pa.string(), "why, in a sentence; null: the station was left out"),
    ("arrivals", "vehicles", pa.int64(), "vehicles that arrived"),
    ("lost", "vehicles", pa.int64(), "of these, left without a swap, for any reason"),
    ("lost_share", SHARE, pa.float64(), "lost / arrivals"),
    ("late", "vehicles", pa.int64(), "served after more than the target wait, or overdue"),
    (
        "overdue",
        "vehicles",
        pa.int64(),
        "inside at the end having waited longer than the target: those at least",
    ),
    ("wait_mean_s", "s", pa.float64(), "mean wait of the vehicles served"),
    ("bays_in_use", SHARE, pa.float64(), "share of bay time in use, in bad hours"),
    ("charger_in_use", SHARE, pa.float64(), "share of charger time with a battery, in bad hours"),
    (
        "idle_chargers",
        "chargers",
        pa.float64(),
        "mean number without a battery, not out of order",
    ),
    ("queued", "batteries", pa.float64(), "mean number waiting for a charger, in bad hours"),
    ("ready", "batteries", pa.float64(), "mean number that may be handed out, in bad hours"),
    (
        "held_by_grid",
        "batteries",
        pa.float64(),
        "mean number that the grid limit keeps from charging, in bad hours: suspended, or queued "
        "beside idle chargers",
    ),
    (
        "held_by_price",
        "batteries",
        pa.float64(),
        "mean number that the price keeps from charging, in bad hours",
    ),
    (
        "grid_use",
        SHARE,
        pa.float64(),
        "energy drawn over what the grid limit allows where it limits, in bad hours",
    ),
    ("bay_out_h", "h", pa.float64(), "time out of order, mean of the bays"),
    ("charger_out_h", "h", pa.float64(), "time out of order, mean of the chargers"),
    (
        "closed_by_hand_h",
        "h",
        pa.float64(),
        "time for which interventions kept it closed within its opening hours",
    ),
)
_UNITS = {
    "charger": "one more charger, of the station's strongest kind",
    "battery": "one more battery, full",
    "bay": "one more bay",
    "grid": "a grid limit higher by the power of the station's strongest charger",
    "hour": "closing one hour later",
    "price": "charges that start at any price",
    "pair": "the two units of pair together",
}


def _of_levers() -> Iterator[tuple[str, str, pa.DataType, str]]:
    for lever in (*LEVERS, "pair"):
        unit = _UNITS[lever]
        if lever == "pair":
            tried = "two levers that help only together, if no lever helps on its own"
            yield "pair", "", pa.string(), tried
        yield f"{lever}_saved", "vehicles", pa.int64(), f"fewer lost at the station with {unit}"
        yield (
            f"{lever}_in_time",
            "vehicles",
            pa.int64(),
            f"more served in time there with {unit}",
        )
        for field, brought in (("saved", "fewer lost"), ("in_time", "more served in time")):
            meaning = f"{brought} in the whole network with {unit}, where it is affected"
            yield f"{lever}_{field}_network", "vehicles", pa.int64(), meaning
        yield f"{lever}_wait_s", "s", pa.float64(), f"change of the mean wait with {unit}"
    yield "battery_type", "", pa.string(), "id of the type of the one more battery, if several"
    yield "pair_battery_type", "", pa.string(), "the same of the battery in a pair"
    yield "grid_kw", "kW", pa.float64(), "by which the grid limit is raised: the strongest charger"
    yield "pair_grid_kw", "kW", pa.float64(), "the same of the grid limit in a pair"


COLUMNS = (*_OF_STATIONS, *_of_levers())


def dictionary() -> pa.Table:
    """Return the dictionary of all columns: name, unit, meaning."""
    names, units, _, meanings = zip(*COLUMNS, strict=True)
    return pa.table({"name": names, "unit": units, "meaning": meanings})


def table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return rows as a table, null for what a row does not have."""
    fields = [
        pa.field(name, kind, metadata={"unit": unit, "meaning": meaning})
        for name, unit, kind, meaning in COLUMNS
    ]
    arrays = [pa.array([row.get(field.name) for row in rows], field.type) for field in fields]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))

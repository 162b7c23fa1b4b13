"""The columns of KPI tables, each declared once: name, unit, meaning, and how it is computed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyarrow as pa

from voltwin.kpis.cells import Floats, Integers
from voltwin.kpis.groups import PERCENTS, Groups
from voltwin_core.station.cells import SLOTS_PER_HOUR

Description = tuple[str, str, str]  # of a column: name, unit, meaning

SHARE = "1"  # the unit of fractions
LOST = ("lost_closed", "lost_stockout", "lost_queue_full", "reneged")


@dataclass(frozen=True)
class Column:
    """A column of KPI tables."""

    name: str
    unit: str
    meaning: str
    values: Callable[[Groups], Integers | Floats | None]  # NaN, or None for all, where undefined


def _count(*names: str) -> Callable[[Groups], Integers]:
    return lambda groups: groups.count(*names)


def _share(*names: str) -> Callable[[Groups], Floats]:
    return lambda groups: _ratio(groups.count(*names), groups.count("arrivals"))


def _mean_batteries(state: str) -> Callable[[Groups], Floats]:
    return lambda groups: _ratio(groups.state(state), groups.time_s)


def _of_charger_time(*states: str) -> Callable[[Groups], Floats]:
    return lambda groups: _ratio(groups.state(*states), groups.charger_s)


def _wait_percentile(percent: int) -> Callable[[Groups], Floats | None]:
    place = PERCENTS.index(percent)
    return lambda groups: None if groups.waits_s is None else groups.waits_s[place]


def _ratio(part: Integers | Floats, whole: Integers | Floats) -> Floats:
    """Return part / whole, NaN where there is no whole."""
    ratio = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole != 0)
    return cast(Floats, ratio)


COLUMNS = (
    Column("observed_h", "h", "time observed after the warm-up", lambda g: g.time_s / 3600.0),
    # Visits, by the hour of arrival.
    Column(
        "arrivals",
        "vehicles",
        "vehicles that arrived; one that is diverted, or tries again, at each of its visits",
        _count("arrivals"),
    ),
    Column("swaps", "vehicles", "vehicles served: their swap has ended", _count("swaps")),
    Column("lost", "vehicles", "vehicles that left without a swap, for any reason", _count(*LOST)),
    Column("lost_closed", "vehicles", "lost: the station was closed", _count("lost_closed")),
    Column(
        "lost_stockout",
        "vehicles",
        "lost: no charged battery, and the station lets nobody wait for one",
        _count("lost_stockout"),
    ),
    Column(
        "lost_queue_full", "vehicles", "lost: all queue places taken", _count("lost_queue_full")
    ),
    Column("reneged", "vehicles", "lost: waited until patience ran out", _count("reneged")),
    Column(
        "diverted",
        "vehicles",
        "no charged battery: on their way to another station, where they arrive again",
        _count("diverted"),
    ),
    Column(
        "unseen",
        "vehicles",
        "gone without a swap: waited in the simulation, but not as the station was observed",
        _count("unseen"),
    ),
    Column(
        "inside",
        "vehicles",
        "arrived, and still at the station at the end: arrivals - swaps - lost - diverted - unseen",
        lambda g: g.count("arrivals") - g.count("swaps", "diverted", "unseen", *LOST),
    ),
    Column("within_target", "vehicles", "served within the target wait", _count("within_target")),
    Column("served_share", SHARE, "swaps / arrivals", _share("swaps")),
    Column("lost_share", SHARE, "lost / arrivals", _share(*LOST)),
    Column("within_target_share", SHARE, "within_target / arrivals", _share("within_target")),
    Column(
        "wait_mean_s",
        "s",
        "mean wait of the vehicles served, from arrival to begin of swap",
        lambda g: _ratio(g.sum("wait_s"), g.count("swaps")),
    ),
    *(
        Column(
            f"wait_p{percent}_s",
            "s",
            f"{percent} % of the vehicles served waited at most this long",
            _wait_percentile(percent),
        )
        for percent in PERCENTS
    ),
    # Time averages.
    Column(
        "bay_utilisation",
        SHARE,
        "share of time in which a bay is taken by a swap",
        lambda g: _ratio(g.state("bay"), g.bay_s),
    ),
    Column(
        "charger_utilisation",
        SHARE,
        "share of time in which a charger charges",
        _of_charger_time("charging", "topping"),
    ),
    Column(
        "charger_cooling_share",
        SHARE,
        "share of time in which a charger waits for its battery to cool",
        _of_charger_time("cooling"),
    ),
    Column(
        "charger_suspended_share",
        SHARE,
        "share of time in which a charger has a battery and no power, for the grid limit",
        _of_charger_time("suspended"),
    ),
    Column(
        "bay_out_share",
        SHARE,
        "share of time in which a bay is out of order",
        lambda g: _ratio(g.out("bay_out_s"), g.bay_s),
    ),
    Column(
        "charger_out_share",
        SHARE,
        "share of time in which a charger is out of order",
        lambda g: _ratio(g.out("charger_out_s"), g.charger_s),
    ),
    Column("mean_in_bay", "batteries", "mean number in bays", _mean_batteries("bay")),
    Column(
        "mean_queued", "batteries", "mean number waiting for a charger", _mean_batteries("queued")
    ),
    Column(
        "mean_cooling", "batteries", "mean number cooling on chargers", _mean_batteries("cooling")
    ),
    Column(
        "mean_charging",
        "batteries",
        "mean number charging, not ready yet",
        _mean_batteries("charging"),
    ),
    Column(
        "mean_topping",
        "batteries",
        "mean number ready and still charging",
        _mean_batteries("topping"),
    ),
    Column(
        "mean_suspended",
        "batteries",
        "mean number on chargers without power, for the grid limit",
        _mean_batteries("suspended"),
    ),
    Column("mean_rack", "batteries", "mean number ready in the rack", _mean_batteries("rack")),
    # Energy, by the hour in which it flows.
    Column("grid_kwh", "kWh", "energy drawn from the grid", lambda g: g.grid_kwh),
    Column(
        "peak_kw",
        "kW",
        "largest mean power of a 15-minute slot of local time, all stations of the row together",
        lambda g: g.peak_slot_kwh * SLOTS_PER_HOUR,
    ),
    Column(
        "delivered_kwh",
        "kWh",
        "energy in batteries handed out, less that in batteries returned",
        lambda g: g.sum("handed_kwh") - g.sum("returned_kwh"),
    ),
    Column(
        "cycles_mean",
        "cycles",
        "mean equivalent full cycles of a battery, vehicles' included, over the whole run",
        lambda g: g.cycles,
    ),
    Column(
        "fade_kwh",
        "kWh",
        "energy gone with the capacity of batteries that aged, where they were placed on chargers",
        lambda g: g.sum("fade_kwh"),
    ),
    Column(
        "soh_mean",
        SHARE,
        "mean state of health of a battery at the end, vehicles' included",
        lambda g: g.soh_mean,
    ),
    Column(
        "soh_min",
        SHARE,
        "least state of health of a battery at the end, vehicles' included",
        lambda g: g.soh_min,
    ),
)

# Columns that name a row, or stand in the table of batteries alone.
OTHER_COLUMNS = (
    ("number", "", "number of the station in the event log"),
    (
        "station",
        "",
        "id of the station; of a battery that of its start, null in a fleet",
    ),
    ("name", "", "name of the station"),
    ("region", "", "region of the station"),
    ("replication", "", "number of the replication, where there are several"),
    ("stations", "stations", "how many stations the row stands for"),
    ("hour", "", "begin of the local hour"),
    ("slot", "", "begin of the 15-minute slot of local time"),
    ("limited_kwh", "kWh", "energy drawn by the stations that have a grid limit in the whole slot"),
    ("limit_kwh", "kWh", "the most that the grid limits of these stations allow in the whole slot"),
    ("from_s", "s", "waits of the bin are at least this long; the first bin is exactly 0"),
    ("to_s", "s", "waits of the bin are shorter than this"),
    (
        "vehicles",
        "vehicles",
        "served with a wait in the bin; of a fleet, all that the row is about",
    ),
    ("battery", "", "number of the battery"),
    ("battery_type", "", "id of the battery type"),
    ("throughput_kwh", "kWh", "charged plus discharged, over the whole run"),
    ("soh", "1", "state of health at the end: capacity over nominal"),
    ("equivalent_full_cycles", "cycles", "throughput / (2 x capacity), over the whole run"),
)


def dictionary(money: Sequence[Description] = (), fleet: Sequence[Description] = ()) -> pa.Table:
    """Return the dictionary of all columns of all KPI tables, those about money and of a fleet
    included; what both stations and a fleet have is described once."""
    stations = [*_described(), *money]
    known = {name for name, *_ in stations}
    own = [column for column in fleet if column[0] not in known]
    names, units, meanings = zip(*stations, *own, strict=True)
    return pa.table({"name": names, "unit": units, "meaning": meanings})


def measured(groups: Groups) -> dict[str, Any]:
    """Return the columns of COLUMNS, one row per group.

    Those that are not known by the hour are left out of groups by the hour.
    """
    values = {column.name: column.values(groups) for column in COLUMNS}
    return {name: found for name, found in values.items() if found is not None}


def table(values: dict[str, Any], more: Sequence[Description] = ()) -> pa.Table:
    """Return a table of these columns, NaN as null, unit and meaning as metadata of its fields.

    Columns that are not declared here are described in `more`.
    """
    arrays = [pa.array(value, from_pandas=True) for value in values.values()]
    described = (*_described(), *more)
    about = {name: {"unit": unit, "meaning": meaning} for name, unit, meaning in described}
    fields = [
        pa.field(name, array.type, metadata=about[name])
        for name, array in zip(values, arrays, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def numbered(of_replications: pa.Table, numbers: Integers) -> pa.Table:
    """Return a table whose rows are of replications, with their numbers in a first column."""
    column = table({"replication": numbers})
    return of_replications.add_column(0, column.schema.field(0), column.column(0))


def _described() -> Iterator[Description]:
    yield from OTHER_COLUMNS
    yield from ((column.name, column.unit, column.meaning) for column in COLUMNS)

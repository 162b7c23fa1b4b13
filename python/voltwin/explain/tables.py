"""The KPI tables of a run as an explanation needs them, refused if they are of another one."""

from typing import Any

import pyarrow as pa

from voltwin.explain.bad_hours import HOURLY
from voltwin.kpis.columns import LOST
from voltwin.scenario.scenario import Scenario

_OF_STATION = (
    *("number", "station", "name", "observed_h", "arrivals", "swaps", "lost", *LOST),
    *("diverted", "unseen", "bay_out_share", "charger_out_share"),
    *("within_target", "lost_share", "wait_mean_s"),
)


def station_rows(by_station: pa.Table, scenario: Scenario) -> list[dict[str, Any]]:
    """Return the rows of a run's `by_station`, in the order of its stations.

    Raises:
        ValueError: the table lacks columns, or has other stations.
    """
    _need("by_station", by_station, _OF_STATION)
    rows = by_station.select(_OF_STATION).to_pylist()
    if [row["station"] for row in rows] != [station.id for station in scenario.stations]:
        raise ValueError("by_station: its stations are not those of the scenario")
    return list(rows)


def hourly_table(by_station_hour: pa.Table, scenario: Scenario) -> pa.Table:
    """Return a run's `by_station_hour`.

    Raises:
        ValueError: the table lacks columns, or has other stations.
    """
    _need("by_station_hour", by_station_hour, ("station", "hour", *HOURLY))
    ids = [station.id for station in scenario.stations]
    hours, rest = divmod(by_station_hour.num_rows, len(ids))
    named = by_station_hour["station"].to_pylist()
    if rest or (hours and (named[::hours] != ids or named[hours - 1 :: hours] != ids)):
        raise ValueError("by_station_hour: its stations are not those of the scenario")
    return by_station_hour


def _need(what: str, table: pa.Table, columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise ValueError(f"{what}: has no {', '.join(missing)}")

"""Trips of a fleet from a table of requests: where each began and ended, and when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.scenario.cells import number_of, text_of
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.station_files import must_have
from voltwin.scenario.table_files import Row, read_table
from voltwin.scenario.text_files import read_text
from voltwin.travel.cells import cells, centres
from voltwin.travel.road_graph import Floats, Ints, parsed
from voltwin.travel.snapping import snapped

COLUMNS = {
    "from_lon": "o_lon",
    "from_lat": "o_lat",
    "to_lon": "d_lon",
    "to_lat": "d_lat",
    "time": "departure_time",
}


class CountedTrips(NamedTuple):
    """What a table of requests says, as fields of a scenario file."""

    zones: list[dict[str, Any]]  # squares of the map; attraction and homes are trips to and from
    flows: list[list[Any]]  # [origin, destination, trips, hour], the first one of its band
    bands: list[int]  # hours at which bands of the day begin
    profile: list[float]  # 24 factors of departures, with a mean of 1
    trips: int  # that they were made of
    off_the_map: int  # trips left out, as they begin or end too far off the road graph


def counted_trips(
    file: Path,
    *,
    cell_km: float = 0.8,
    bands: Sequence[int] = (0, 6, 10, 16, 20, 24),
    graph: Mapping[str, str] | None = None,
    most_snap_km: float = 0.5,
    columns: Mapping[str, str] = COLUMNS,
) -> CountedTrips:
    """Return zones, flows by time of day, and the profile of departures of a table of requests.

    All days of the table count as one. The hours of a band share their flows, as single hours would
    hold few trips of each pair of zones. Requests before the first band or after the last are left
    out: flows of these hours are those of the day, and their departures lie on a line between the
    hours before and after.

    Args:
        file: CSV, one request a row.
        cell_km: side of a zone's square [km].
        bands: hours at which bands of the day begin, and as the last the one at which they end.
        graph: `nodes` and `links` of a road graph; trips that do not begin and end on it are left
            out.
        most_snap_km: how far off its nodes they may be [km].
        columns: of longitude and latitude where trips begin and end, and of the time.

    Raises:
        ScenarioError: the file or a column is not there, a cell holds something else, or no trip
            is left.
        ValueError: bands do not rise from 0 to 24 at most, or a cell has no size.
    """
    if not all(0 <= a < b <= 24 for a, b in pairwise(bands)) or len(bands) < 2:
        raise ValueError(f"bands {list(bands)} must rise, from 0 to 24 at most")
    if not cell_km > 0.0:
        raise ValueError(f"cell_km {cell_km:g} must be above 0")
    places, hours = _requests(file, {**COLUMNS, **columns})
    wanted = (hours >= bands[0]) & (hours < bands[-1])
    kept = wanted & _on_the_map(places, graph, most_snap_km)
    if not kept.any():
        raise ScenarioError([f"{file}: no trip is left between {bands[0]} and {bands[-1]} h"])
    places, hours = places[kept], hours[kept]
    ends = places.reshape(-1, 2)  # origin and destination of each trip in turn
    zone = cells(ends[:, 0], ends[:, 1], cell_km)
    return CountedTrips(
        zones=_zones(ends, zone),
        flows=_flows(zone.reshape(-1, 2), hours, bands),
        bands=sorted({hour % 24 for hour in bands}),
        profile=_profile(hours, bands),
        trips=len(hours),
        off_the_map=int((wanted & ~kept).sum()),
    )


def _requests(file: Path, columns: Mapping[str, str]) -> tuple[Floats, Ints]:
    """Return (lon, lat of origin, lon, lat of destination) and the hour of the day of each row."""
    table = read_table(file, read_text(file))
    must_have(file, table, columns.values())
    wrong = list(table.broken)
    ends = [columns[name] for name in ("from_lon", "from_lat", "to_lon", "to_lat")]
    places, hours = [], []
    for row in table.rows:
        place = [_number(row, column, wrong) for column in ends]
        places.append(place)
        hours.append(_hour(row, columns["time"], wrong))
    if wrong:
        raise ScenarioError(wrong)
    if not places:
        raise ScenarioError([f"{file}: has no rows below the names of its columns"])
    return np.array(places, np.float64), np.array(hours)


def _number(row: Row, column: str, wrong: list[str]) -> float:
    text = text_of(row.cells[column])
    number = number_of(text)
    if number is None or not -180.0 <= number <= 180.0:
        wrong.append(f'{row.place}: column "{column}": "{text}" is no number of degrees')
        return 0.0
    return float(number)


def _hour(row: Row, column: str, wrong: list[str]) -> int:
    text = text_of(row.cells[column])
    try:
        return datetime.fromisoformat(text).hour
    except ValueError:
        wanted = "is no date and time such as 2014-12-21 06:30:00"
        wrong.append(f'{row.place}: column "{column}": "{text}" {wanted}')
        return 0


def _on_the_map(
    places: Floats, graph: Mapping[str, str] | None, most_snap_km: float
) -> npt.NDArray[np.bool_]:
    if graph is None:
        return np.ones(len(places), bool)
    ends = places.reshape(-1, 2)
    off = snapped(parsed(graph["nodes"], graph["links"]), ends[:, 0], ends[:, 1]).km
    return np.asarray((off <= most_snap_km).reshape(-1, 2).all(axis=1))


def _name(zone: int) -> str:
    return f"z{zone:03d}"


def _zones(ends: Floats, zone: Ints) -> list[dict[str, Any]]:
    """Return the zones, each at the middle of the ends of trips in it."""
    lon, lat = centres(zone, ends[:, 0]), centres(zone, ends[:, 1])
    origins = np.bincount(zone[0::2], minlength=len(lon))
    destinations = np.bincount(zone[1::2], minlength=len(lon))
    return [
        {
            "id": _name(number),
            "lon": round(float(lon[number]), 6),
            "lat": round(float(lat[number]), 6),
            "attraction": int(destinations[number]),
            "homes": int(origins[number]),
        }
        for number in range(len(lon))
    ]


def _flows(trips: Ints, hours: Ints, bands: Sequence[int]) -> list[list[Any]]:
    """Return the flows of each band."""
    band = np.searchsorted(bands, hours, side="right") - 1
    counts = Counter(zip(band.tolist(), *trips.T.tolist(), strict=True))
    return [
        [_name(origin), _name(destination), count, bands[of]]
        for (of, origin, destination), count in sorted(counts.items())
    ]


def _profile(hours: Ints, bands: Sequence[int]) -> list[float]:
    """Return departures by hour of the day, those outside the bands on a line between the rest."""
    known = np.arange(bands[0], bands[-1])
    counts = np.bincount(hours, minlength=24)[known].astype(np.float64)
    day = np.interp(np.arange(24), known, counts, period=24.0)
    return [round(float(factor), 4) for factor in day / day.mean()]

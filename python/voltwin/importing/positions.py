"""Where the stations are: degrees, the right way round, on one map."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from voltwin.importing.columns import Use
from voltwin.importing.drafts import Draft
from voltwin.scenario.errors import ScenarioError

_KM_PER_DEGREE = 111.195  # of a great circle on a sphere of 6371 km
_MOST_LON, _MOST_LAT = 180.0, 90.0


class Extent(NamedTuple):
    """The box around all stations [degrees], and its size [km]."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width_km(self) -> float:
        """The length of the parallel in the middle, from west to east [km]."""
        middle = math.radians((self.south + self.north) / 2.0)
        return (self.east - self.west) * _KM_PER_DEGREE * math.cos(middle)

    @property
    def height_km(self) -> float:
        """The length of a meridian from south to north [km]."""
        return (self.north - self.south) * _KM_PER_DEGREE


def settled(file: object, made: Sequence[Draft], uses: list[Use]) -> tuple[list[Use], list[str]]:
    """Return the uses of columns, lon and lat exchanged where they are swapped, and notes on it.

    A row with lon and lat both 0 is refused: in tables that stands for "unknown".

    Raises:
        ScenarioError: one of the two is there without the other, or they are no degrees.
    """
    by_field = {use.field: use for use in uses}
    lon, lat = by_field.get("lon"), by_field.get("lat")
    if lon is None and lat is None:
        return uses, [
            "No column was taken as longitude and latitude: the stations have no place on a map. "
            "Name them with --column lon=... --column lat=..."
        ]
    if lon is None or lat is None:
        known, missing = (lon or lat), "lat" if lon else "lon"
        assert known is not None
        text = (
            f'column "{known.column}" is {known.field}, but none is {missing}; '
            f"name it with --column {missing}=COLUMN"
        )
        raise ScenarioError([f"{file}: {text}"])
    pairs = [pair for draft in made if (pair := _pair(draft))]
    _must_be_degrees(file, pairs, lon.column, lat.column)
    notes = []
    if _are_swapped(pairs):
        _swap(made)
        uses = _exchanged(uses, lon, lat)
        notes.append(
            f'Longitude and latitude are swapped in the table: "{lat.column}" holds values beyond '
            f'90 degrees, so it was taken as longitude, and "{lon.column}" as latitude.'
        )
    for draft in made:
        if _pair(draft) == (0.0, 0.0):
            draft.refuse(by_field["lon"].column, "lon and lat are both 0, which is no place")
    return uses, notes


def extent(made: Sequence[Draft]) -> Extent | None:
    """Return the box around the stations that have a place."""
    pairs = [pair for draft in made if (pair := _pair(draft))]
    if not pairs:
        return None
    lons, lats = [lon for lon, _ in pairs], [lat for _, lat in pairs]
    return Extent(min(lons), min(lats), max(lons), max(lats))


def mean_lon(made: Sequence[Draft]) -> float | None:
    """Return the mean longitude [degrees east]."""
    pairs = [pair for draft in made if (pair := _pair(draft))]
    return sum(lon for lon, _ in pairs) / len(pairs) if pairs else None


def _pair(draft: Draft) -> tuple[float, float] | None:
    lon, lat = draft.values.get("lon"), draft.values.get("lat")
    if isinstance(lon, int | float) and isinstance(lat, int | float):
        return float(lon), float(lat)
    return None


def _must_be_degrees(
    file: object, pairs: Sequence[tuple[float, float]], lon: str, lat: str
) -> None:
    """Refuse coordinates of which most are beyond all degrees: metres of a projected map."""
    beyond = [pair for pair in pairs if max(abs(pair[0]), abs(pair[1])) > _MOST_LON]
    if 2 * len(beyond) > len(pairs):
        x, y = beyond[0]
        text = (
            f'columns "{lon}" and "{lat}" hold values such as {x:.0f} and {y:.0f}: no degrees, '
            "but metres of a projected map (Web Mercator EPSG:3857, UTM or a national grid). "
            "Convert them to longitude and latitude in degrees (WGS 84, EPSG:4326); "
            "QGIS does: Export, Save Features As, CRS EPSG:4326"
        )
        raise ScenarioError([f"{file}: {text}"])


def _are_swapped(pairs: Sequence[tuple[float, float]]) -> bool:
    return any(abs(lat) > _MOST_LAT for _, lat in pairs) and all(
        abs(lon) <= _MOST_LAT and abs(lat) <= _MOST_LON for lon, lat in pairs
    )


def _swap(made: Sequence[Draft]) -> None:
    for draft in made:
        for held in (draft.values, draft.texts):
            lon, lat = held.pop("lon", None), held.pop("lat", None)
            held.update({k: v for k, v in (("lon", lat), ("lat", lon)) if v is not None})


def _exchanged(uses: list[Use], lon: Use, lat: Use) -> list[Use]:
    columns = {"lon": lat.column, "lat": lon.column}
    return [use._replace(column=columns.get(use.field, use.column)) for use in uses]

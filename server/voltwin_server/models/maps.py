"""Maps of scenarios, as GeoJSON (RFC 7946)."""

from typing import Any, Literal

from pydantic import Field

from voltwin_server.models.common import Answer, examples

_STREETS = {
    "type": "Feature",
    "properties": {"layer": "streets", "kind": "avenue", "id": None},
    "geometry": {
        "type": "MultiLineString",
        "coordinates": [[[8.66, 50.14], [8.67, 50.15]], [[8.67, 50.15], [8.68, 50.15]]],
    },
}
_STATION = {
    "type": "Feature",
    "properties": {"layer": "station", "kind": None, "id": "north"},
    "geometry": {"type": "Point", "coordinates": [8.66, 50.14]},
}


class MapProperties(Answer):
    """What a feature is."""

    layer: Literal["streets", "zone", "station"] = Field(description="What it shows.")
    kind: Literal["street", "main", "avenue"] | None = Field(
        default=None, description="Of streets, by their free speed."
    )
    id: str | None = Field(default=None, description="Of a zone or station.")


class Geometry(Answer):
    """Where a feature is, [degrees] east and north."""

    type: Literal["MultiLineString", "Point"] = Field(description="Of streets, or of a place.")
    coordinates: list[Any] = Field(description="As RFC 7946 has them.")


class MapFeature(Answer):
    """All streets of a kind, or one place."""

    type: Literal["Feature"] = Field(description="As RFC 7946 has it.")
    properties: MapProperties = Field(description="What it is.")
    geometry: Geometry = Field(description="Where it is.")


class MapInfo(Answer):
    """The streets, zones and stations of a scenario. Streets are there once, whichever ways they
    lead; where vehicles drive by great circles, there are none."""

    type: Literal["FeatureCollection"] = Field(description="As RFC 7946 has it.")
    bbox: list[float] | None = Field(
        default=None, description="West, south, east, north [degrees]; missing without places."
    )
    features: list[MapFeature] = Field(description="Streets first, then zones, then stations.")

    model_config = examples(
        {
            "type": "FeatureCollection",
            "bbox": [8.66, 50.14, 8.68, 50.15],
            "features": [_STREETS, _STATION],
        }
    )

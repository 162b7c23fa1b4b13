"""The nearest stations where PostGIS is: found by its index, told as every store tells them."""

from voltwin.store.queries import NEAREST_STATIONS, Query

# Some more than are asked for come by the index, which orders by PostGIS's own sphere; which of
# them are the nearest, and how far, then follows as on every store, ties included.
_NEAR = """\
    FROM (
        SELECT p.id, p.name, p.region, p.lon, p.lat
        FROM places p
        WHERE p.scenario_id = (SELECT places_of FROM scenarios WHERE id = $scenario)
          AND p.geog IS NOT NULL
        ORDER BY p.geog <-> ST_SetSRID(ST_MakePoint($lon, $lat), 4326)::geography
        LIMIT 2 * CAST($count AS bigint) + 8
    ) near
"""
_ALL = """\
    FROM stations
    WHERE scenario_id = $scenario AND lon IS NOT NULL AND lat IS NOT NULL
"""
NEAREST_BY_INDEX = Query(
    "nearest stations, by index",
    NEAREST_STATIONS.what,
    NEAREST_STATIONS.sql.replace(_ALL, _NEAR),
    NEAREST_STATIONS.parameters,
)

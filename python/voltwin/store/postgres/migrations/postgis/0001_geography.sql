-- Where stations are, on the globe: distances in metres, and the nearest by index.

ALTER TABLE places ADD COLUMN geog geography(Point, 4326)
    GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography) STORED;
CREATE INDEX places_geog ON places USING gist (geog);

CREATE OR REPLACE VIEW stations AS
    SELECT s.id AS scenario_id, p.id, p.name, p.region, p.lon, p.lat, p.geog
    FROM scenarios s JOIN places p ON p.scenario_id = s.places_of;

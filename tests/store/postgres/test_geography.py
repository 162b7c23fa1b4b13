"""The nearest stations by PostGIS are those of every store."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store import servers

from voltwin.scenario import demo_city
from voltwin.store.postgres import PostgresStore
from voltwin.store.postgres.geography import NEAREST_BY_INDEX
from voltwin.store.queries import NEAREST_STATIONS

CITY = demo_city(stations=60, seed=5)


@pytest.fixture(scope="module")
def geographic() -> Iterator[tuple[PostgresStore, UUID]]:
    """Give a store with PostGIS, and a scenario in it."""
    with servers.empty_store("postgis") as url:
        store = PostgresStore(url)
        yield store, store.add_scenario(CITY).id
        store.close()


def test_the_query_is_another_one() -> None:
    assert NEAREST_BY_INDEX.sql != NEAREST_STATIONS.sql
    assert "geog <->" in NEAREST_BY_INDEX.sql


@settings(max_examples=30)
@given(
    lon=st.floats(-0.3, 0.3), lat=st.floats(-0.3, 0.3), count=st.integers(0, 70), far=st.booleans()
)
def test_the_nearest_by_index_are_the_nearest(
    geographic: tuple[PostgresStore, UUID], lon: float, lat: float, count: int, far: bool
) -> None:
    store, scenario = geographic
    first, away = CITY.stations[0], 60.0 if far else 0.0
    assert first.lon is not None
    assert first.lat is not None
    place = {"lon": first.lon + lon - away, "lat": first.lat + lat - away / 2}
    asked = {"scenario": scenario, "count": count, **place}
    by_index = store.query(NEAREST_BY_INDEX.sql, asked)
    assert by_index.equals(store.query(NEAREST_STATIONS.sql, asked))
    assert by_index.num_rows == min(count, len(CITY.stations))


def test_geography_has_an_index(geographic: tuple[PostgresStore, UUID]) -> None:
    store, _ = geographic
    found = store.query("SELECT indexdef FROM pg_indexes WHERE tablename = 'places'")
    assert any("USING gist (geog)" in str(text) for text in found["indexdef"].to_pylist())

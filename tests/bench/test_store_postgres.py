"""The figure of PostgreSQL: measured on a server of its own, or left out with the reason."""

import math

import pytest
from tests.store import servers

from voltwin.bench import store_postgres
from voltwin.bench.measurement import Case
from voltwin.bench.postgres_server import NoServerError


def test_rows_are_written_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    servers.shared_server()  # skips this test where there can be none
    monkeypatch.setattr(store_postgres, "_ROWS", 2_000)
    monkeypatch.setattr(store_postgres, "_CHUNK_ROWS", 500)
    monkeypatch.setattr(store_postgres, "_ROUNDS", 1)
    value, seen = store_postgres.rows_per_second()
    assert value > 0
    assert seen.startswith("2,000 rows")


def test_without_a_server_the_figure_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise NoServerError("PostgreSQL is not installed")

    monkeypatch.setattr(store_postgres, "new_server", none)
    case = Case("x", "events", "rows/s", 1.0, True, store_postgres.rows_per_second)
    figure = case.run()
    assert math.isnan(figure.value)
    assert figure.ok
    assert "PostgreSQL is not installed" in figure.detail

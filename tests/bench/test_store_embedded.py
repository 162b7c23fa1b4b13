"""The figures of the embedded store, on few events."""

import re
from collections.abc import Iterator

import pytest

from voltwin.bench import store_embedded


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(store_embedded, "_EVENTS", 20_000)
    monkeypatch.setattr(store_embedded, "_ROUNDS", 1)
    monkeypatch.setattr(store_embedded, "_WRITTEN", 1)
    for cached in (store_embedded._log, store_embedded._filled):
        cached.cache_clear()
    yield
    for cached in (store_embedded._log, store_embedded._filled):
        cached.cache_clear()


def test_rows_are_written_and_counted() -> None:
    value, seen = store_embedded.rows_per_second()
    assert value > 0
    assert seen.startswith("20,000 events")


def test_a_question_is_answered_again_and_by_a_new_process() -> None:
    value, seen = store_embedded.query_ms("AVERAGE_WAIT")
    assert value > 0
    assert re.search(r"one run of 3, 20,000 events each; .*first of a process \d+ ms", seen)

"""Whoever writes into a store is heard of there, however long a chunk takes."""

from threading import Event
from typing import Any, cast
from uuid import UUID

import pytest

from voltwin.store import heartbeat as module
from voltwin.store.heartbeat import heartbeat
from voltwin.store.interface import LEASE_S, Store, StoreUnavailableError
from voltwin.store.records import Status

MINE = UUID(int=5)


class Listening:
    """A store that hears beats, the first of which goes astray."""

    def __init__(self) -> None:
        self.heard = Event()
        self.told: list[tuple[UUID, Status]] = []

    def set_status(self, experiment: UUID, status: Status, **told: Any) -> None:
        self.told.append((experiment, status))
        if len(self.told) == 1:
            raise StoreUnavailableError("away")
        self.heard.set()


def test_a_writer_is_heard_of_until_it_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY_S", 1e-3)
    store = Listening()
    with heartbeat(cast(Store, store), MINE):
        assert store.heard.wait(60.0)
    count = len(store.told)
    assert set(store.told) == {(MINE, Status.RUNNING)}
    with heartbeat(cast(Store, Listening()), MINE):
        pass
    assert len(store.told) == count


def test_a_store_that_hangs_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY_S", 1e-3)
    monkeypatch.setattr(module, "_PATIENCE_S", 0.0)
    asked, goes_on = Event(), Event()

    class Hanging:
        def set_status(self, *told: Any) -> None:
            asked.set()
            goes_on.wait()

    with heartbeat(cast(Store, Hanging()), MINE):
        assert asked.wait(60.0)
    goes_on.set()


def test_several_beats_fit_into_a_lease() -> None:
    assert LEASE_S / 10 < module._EVERY_S < LEASE_S / 4

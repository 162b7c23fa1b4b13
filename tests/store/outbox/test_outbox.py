"""The outbox: in order, once, without the run waiting; what is left waits on disk."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pyarrow as pa
import pytest

from voltwin.store.interface import (
    Chunk,
    Store,
    StoreError,
    StoreUnavailableError,
    UnknownIdError,
)
from voltwin.store.opening import open_store
from voltwin.store.outbox import outbox as module
from voltwin.store.outbox.delivering import deliver
from voltwin.store.outbox.files import StatusChange, read_item, waiting, write_item
from voltwin.store.outbox.outbox import Outbox
from voltwin.store.records import Status

OWNER = UUID(int=7)


class Twin:
    """A store that remembers what it was given, and fails as it is told."""

    url = "memory://here"

    def __init__(self) -> None:
        self.status = Status.RUNNING
        self.written: list[str] = []
        self.asked = 0
        self.is_away = False
        self.refused: set[str] = set()
        self.goes_on = Event()
        self.goes_on.set()

    def write(self, chunk: Chunk) -> bool:
        self._answer(chunk.key)
        return True

    def set_status(self, experiment: UUID, status: Status, **told: Any) -> None:
        assert experiment == OWNER
        self._answer(status.value)
        if not self.status.is_final:
            self.status = status

    def runs(self, **asked: Any) -> list[Any]:
        assert asked == {"experiment": OWNER, "limit": 1}
        return [SimpleNamespace(status=self.status, error="abandoned")]

    def _answer(self, what: str) -> None:
        self.asked += 1
        self.goes_on.wait()
        if self.is_away:
            raise StoreUnavailableError("away")
        if what in self.refused:
            raise StoreError(f"no {what}")
        self.written.append(what)


@pytest.fixture
def twin() -> Twin:
    return Twin()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LEAST_PAUSE_S", 0.001)
    monkeypatch.setattr(module, "_MOST_PAUSE_S", 0.01)


def outbox_of(twin: Twin, folder: Path) -> Outbox:
    return Outbox(cast(Store, twin), folder)


def chunk(key: str, rows: int = 1) -> Chunk:
    return Chunk(OWNER, key, {"kpi_totals": pa.table({"replication": pa.array(range(rows))})})


def test_items_are_delivered_in_order_and_leave_no_file(twin: Twin, tmp_path: Path) -> None:
    with outbox_of(twin, tmp_path) as outbox:
        for number in range(20):
            outbox.put(chunk(f"{number}"))
        outbox.put(StatusChange(OWNER, Status.COMPLETED, compute_time_ms=1.5))
        assert outbox.close() == 0
    assert twin.written == [*map(str, range(20)), "COMPLETED"]
    assert waiting(tmp_path) == []


def test_while_the_store_is_away_items_wait_on_disk(twin: Twin, tmp_path: Path) -> None:
    twin.is_away = True
    outbox = outbox_of(twin, tmp_path)
    for number in range(5):
        outbox.put(chunk(f"{number}"))
    assert outbox.close(wait=0.05) == 5
    assert [cast(Chunk, read_item(path)).key for path in waiting(tmp_path)] == [*"01234"]
    twin.is_away = False
    with outbox_of(twin, tmp_path) as again:
        again.put(chunk("5"))
    assert twin.written == [*"012345"]
    assert waiting(tmp_path) == []


def test_a_store_that_comes_back_gets_all(twin: Twin, tmp_path: Path) -> None:
    twin.is_away = True
    with outbox_of(twin, tmp_path) as outbox:
        outbox.put(chunk("a"))
        _until(lambda: outbox.is_away)
        outbox.put(chunk("b"))
        assert len(waiting(tmp_path)) == 2
        twin.is_away = False
        assert outbox.close() == 0
    assert twin.written == ["a", "b"]


def test_put_waits_for_no_answer_and_memory_is_bounded(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 3 * chunk("x", 100).tables["kpi_totals"].nbytes)
    twin.goes_on.clear()  # it answers when it is told to
    with outbox_of(twin, tmp_path) as outbox:
        for number in range(10):
            outbox.put(chunk(f"{number}", 100))
        assert outbox.left == 10
        assert len(waiting(tmp_path)) == 7
        twin.goes_on.set()
    assert twin.written == [*map(str, range(10))]


def test_items_stay_in_order_though_later_ones_went_to_disk_first(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 3 * chunk("x", 100).tables["kpi_totals"].nbytes)
    twin.goes_on.clear()
    outbox = outbox_of(twin, tmp_path)
    for number in range(10):
        outbox.put(chunk(f"{number}", 100))
    assert outbox.close(wait=0.0) == 10
    assert [cast(Chunk, read_item(path)).key for path in waiting(tmp_path)] == [*"0123456789"]
    twin.goes_on.set()


def test_a_store_that_is_slow_is_waited_for(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0

    def clock() -> float:
        twin.goes_on.set()  # the clock is first looked at by `close`
        return now

    def written(chunk: Chunk) -> bool:
        nonlocal now
        twin.goes_on.wait()
        now += 0.9
        twin.written.append(chunk.key)
        return True

    monkeypatch.setattr(module, "monotonic", clock)
    monkeypatch.setattr(twin, "write", written)
    twin.goes_on.clear()
    outbox = outbox_of(twin, tmp_path)
    for number in range(5):
        outbox.put(chunk(f"{number}"))
    assert outbox.close(wait=1.0) == 0
    assert twin.written == [*"01234"]


def test_a_store_that_never_answers_holds_nobody_up(twin: Twin, tmp_path: Path) -> None:
    twin.goes_on.clear()
    outbox = outbox_of(twin, tmp_path)
    outbox.put(chunk("a"))
    outbox.put(chunk("b"))
    assert outbox.close(wait=0.0) == 2
    assert len(waiting(tmp_path)) == 2
    twin.goes_on.set()


def test_what_is_refused_waits_and_so_does_what_comes_after_it(twin: Twin, tmp_path: Path) -> None:
    twin.refused = {"b"}
    outbox = outbox_of(twin, tmp_path)
    outbox.put(chunk("a"))
    outbox.put(chunk("b"))
    _until(lambda: outbox.is_away)
    outbox.put(chunk("c"))
    assert outbox.close(wait=3600.0) == 2  # who refuses is not waited for
    assert str(outbox.refusal) == "no b"
    assert twin.written == ["a"]
    assert [cast(Chunk, read_item(path)).key for path in waiting(tmp_path)] == [*"bc"]


def test_a_store_that_has_refused_for_a_while_gets_all(twin: Twin, tmp_path: Path) -> None:
    """As one that is read-only until its administrator is done."""
    twin.refused = {"a"}
    with outbox_of(twin, tmp_path) as outbox:
        outbox.put(chunk("a"))
        _until(lambda: outbox.refusal is not None)
        outbox.put(chunk("b"))
        twin.refused = set()
        assert outbox.close() == 0
    assert outbox.refusal is None
    assert twin.written == ["a", "b"]


def test_who_was_given_up_meanwhile_is_not_completed(twin: Twin, tmp_path: Path) -> None:
    twin.status = Status.FAILED
    outbox = outbox_of(twin, tmp_path)
    outbox.put(StatusChange(OWNER, Status.COMPLETED))
    assert outbox.close() == 1
    with pytest.raises(StoreError, match="has ended as FAILED in the store: abandoned"):
        deliver(cast(Store, twin), tmp_path, lambda _: None)
    assert len(waiting(tmp_path)) == 1


def test_attempts_are_not_made_without_a_pause(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LEAST_PAUSE_S", 3600.0)
    monkeypatch.setattr(module, "_MOST_PAUSE_S", 3600.0)
    twin.is_away = True
    outbox = outbox_of(twin, tmp_path)
    for number in range(50):
        outbox.put(chunk(f"{number}"))
    _until(lambda: outbox.is_away)
    assert twin.asked == 1
    twin.is_away = False
    assert outbox.close() == 0  # the end is worth one more attempt at once


def test_a_closed_outbox_takes_nothing(twin: Twin, tmp_path: Path) -> None:
    outbox = outbox_of(twin, tmp_path)
    outbox.close()
    with pytest.raises(ValueError, match="closed"):
        outbox.put(chunk("a"))


def test_two_do_not_deliver_from_one_folder(twin: Twin, tmp_path: Path) -> None:
    with (
        outbox_of(twin, tmp_path),
        pytest.raises(StoreError, match="another process goes on with this run"),
    ):
        outbox_of(twin, tmp_path)


def test_an_error_of_the_run_is_not_hidden(twin: Twin, tmp_path: Path) -> None:
    twin.refused = {"a"}
    outbox = outbox_of(twin, tmp_path)
    outbox.put(chunk("a"))
    with pytest.raises(ZeroDivisionError), outbox:
        raise ZeroDivisionError


def test_delivery_by_hand_tells_how_many_are_left(twin: Twin, tmp_path: Path) -> None:
    for number in range(3):
        write_item(tmp_path, number, chunk(f"{number}"))
    told: list[int] = []
    assert deliver(cast(Store, twin), tmp_path, told.append) == 3
    assert told == [2, 1, 0]
    assert twin.written == [*"012"]
    assert deliver(cast(Store, twin), tmp_path, told.append) == 0


def test_delivery_by_hand_leaves_nothing_out(twin: Twin, tmp_path: Path) -> None:
    twin.refused = {"0"}
    write_item(tmp_path, 0, chunk("0"))
    write_item(tmp_path, 1, StatusChange(OWNER, Status.COMPLETED))
    for _ in range(2):
        with pytest.raises(StoreError, match=r"no 0 \(.*000000000\.item and those after it stay"):
            deliver(cast(Store, twin), tmp_path, lambda _: None)
    assert str(twin.status) == "RUNNING"
    twin.refused = set()
    assert deliver(cast(Store, twin), tmp_path, lambda _: None) == 2
    assert str(twin.status) == "COMPLETED"


def test_nothing_is_delivered_from_behind_a_gap(twin: Twin, tmp_path: Path) -> None:
    write_item(tmp_path, 0, chunk("0"))
    write_item(tmp_path, 2, StatusChange(OWNER, Status.COMPLETED))
    with pytest.raises(StoreError, match=r"between 000000000\.item and 000000002\.item is missing"):
        deliver(cast(Store, twin), tmp_path, lambda _: None)
    assert twin.written == []


def test_another_store_than_the_runs_own_changes_nothing(tmp_path: Path) -> None:
    path = write_item(tmp_path, 0, StatusChange(OWNER, Status.COMPLETED))
    other = open_store(tmp_path / "other")
    other.upgrade()
    with pytest.raises(UnknownIdError, match="the store in which this was begun"):
        deliver(other, path.parent, lambda _: None)
    other.close()
    assert path.exists()


def test_a_file_that_is_none_of_ours_is_refused(twin: Twin, tmp_path: Path) -> None:
    (tmp_path / "000000000.item").write_bytes(b"torn")
    with pytest.raises(StoreError, match="is no item of an outbox"):
        deliver(cast(Store, twin), tmp_path, lambda _: None)


WRITER = """
import os, sys
from pathlib import Path
from uuid import UUID
import pyarrow as pa
from voltwin.store.interface import Chunk
from voltwin.store.outbox.files import write_item
for number in range(10_000):
    rows = pa.table({"replication": list(range(2000))})
    write_item(Path(sys.argv[1]), number, Chunk(UUID(int=7), str(number), {"kpi_totals": rows}))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_writer_that_is_killed_leaves_whole_items_alone(tmp_path: Path, after: int) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        said = [int(writer.stdout.readline()) for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
    twin = Twin()
    deliver(cast(Store, twin), tmp_path, lambda _: None)
    assert twin.written[:after] == [str(number) for number in said]
    assert twin.written == [str(number) for number in range(len(twin.written))]
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def _until(holds: Callable[[], bool]) -> None:
    """Return when something holds that another thread is about to make so."""
    pause = Event()
    for _ in range(30_000):
        if holds():
            return
        pause.wait(0.001)
    raise AssertionError("it never came about")


def test_who_asks_for_room_waits_as_long_as_the_store_takes_items(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 3 * chunk("x", 100).tables["kpi_totals"].nbytes)
    with outbox_of(twin, tmp_path) as outbox:
        for number in range(50):
            outbox.wait_for_room(60.0)
            outbox.put(chunk(f"{number}", 100))
            assert waiting(tmp_path) == []
        twin.is_away = True
        outbox.put(chunk("50"))
        _until(lambda: outbox.is_away)
        outbox.wait_for_room(60.0)
        twin.is_away = False
    assert len(twin.written) == 51


def test_a_store_that_hangs_is_waited_for_once(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 3 * chunk("x", 100).tables["kpi_totals"].nbytes)
    twin.goes_on.clear()
    outbox = outbox_of(twin, tmp_path)
    for number in range(10):
        outbox.put(chunk(f"{number}", 100))
    outbox.wait_for_room(0.0)
    outbox.wait_for_room(3600.0)
    assert outbox.close(wait=0.0) == 10
    twin.goes_on.set()
    outbox._thread.join(60.0)
    assert twin.written == ["0"]  # who has closed it delivers the rest in another way

"""An outbox: what a run has for a store is delivered in order, while the run goes on.

with Outbox(open_store(url), folder) as outbox:
    outbox.put(chunk)

As long as the store answers, items go from memory. Where it does not, is too slow, or refuses one,
they wait as files, and are tried again until they are delivered: by this outbox, by the next one in
this folder, or by `voltwin db deliver`. None is ever left out: those after it wait behind it. What
has been delivered twice is written once, see `Store.write`.
"""

import math
from collections import deque
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from voltwin.store.interface import Chunk, Store, StoreError, StoreUnavailableError
from voltwin.store.outbox.delivering import send
from voltwin.store.outbox.files import (
    Item,
    held,
    number_of,
    read_item,
    waiting,
    write_item,
)

_MOST_BYTES = 64 << 20  # of items in memory
_LEAST_PAUSE_S, _MOST_PAUSE_S = 0.1, 10.0  # between two attempts, each twice the one before


@dataclass
class _Waiting:
    """An item that waits: in memory, in a file, or both."""

    number: int  # by which it stands among others
    item: Item | None
    path: Path | None = None
    bytes: int = 0  # in memory


class Outbox:
    """Delivers items to a store, in the order of `put`, on a thread of its own.

    Attributes:
        refusal: what the store said when it last refused an item; None if it has answered since.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        """Begin with what an earlier outbox has left in the folder, made if there is none.

        Raises:
            StoreError: another process delivers from this folder.
            OSError: the folder cannot be made or read.
        """
        self._store, self._folder = store, folder
        with ExitStack() as stack:
            stack.enter_context(held(folder))
            self._queue = deque(_Waiting(number_of(path), None, path) for path in waiting(folder))
            self._held = stack.pop_all()
        self._number = self._queue[-1].number + 1 if self._queue else 0
        self._kept_bytes = 0
        self._is_away = False
        self._is_stuck = False  # nobody waits for room any more, until it takes an item
        self.refusal: StoreError | None = None
        self._failure: Exception | None = None
        self._patience_s = 0.0  # at the end: how long the store may take for an item
        self._deadline: float | None = None  # when to end, delivered or not
        self._is_closed = False
        self._hurries = False  # the end is near: the next attempt is made at once
        self._changed = Condition()
        self._thread = Thread(target=self._deliver, name="outbox", daemon=True)
        self._thread.start()

    @property
    def left(self) -> int:
        """How many items are not delivered yet."""
        with self._changed:
            return len(self._queue)

    @property
    def is_away(self) -> bool:
        """Whether the store took nothing when it was last asked."""
        return self._is_away

    def wait_for_room(self, most: float = 10.0) -> None:
        """Wait while the memory for items is full and the store takes some. Who puts more than that
        at once has it written to files, which is slower than the store mostly is.

        Args:
            most: how long to wait [s].
        """
        with self._changed:
            self._is_stuck = not self._changed.wait_for(self._has_room, most)

    def _has_room(self) -> bool:
        ends = (
            self._is_away
            or self._is_stuck
            or self._failure is not None
            or self._deadline is not None
        )
        return ends or self._kept_bytes < _MOST_BYTES // 2

    def put(self, item: Item) -> None:
        """Have an item delivered. This waits for a file at most, never for the store.

        Raises:
            OSError: it must wait in a file, which cannot be written.
            ValueError: the outbox is closed.
        """
        with self._changed:
            self._raise_failure()
            if self._deadline is not None:
                raise ValueError("the outbox is closed")
            one = _Waiting(self._number, item, bytes=_size(item))
            self._number += 1
            self._kept_bytes += one.bytes
            self._queue.append(one)
            if self._is_away or self._kept_bytes > _MOST_BYTES:
                self._to_file(one)
            self._changed.notify_all()

    def close(self, wait: float = 30.0) -> int:
        """Deliver the rest, and return how many items are left: they stay in the folder.

        Args:
            wait: how long nothing may be delivered until it is given up [s]: a store that is slow
                is waited for.

        Raises:
            OSError: what is left cannot be written to files.
        """
        with self._changed:
            self._patience_s, self._deadline = wait, monotonic() + wait
            self._hurries = True
            self._changed.notify_all()
        left = None
        while self._thread.is_alive() and left != (left := self.left):
            self._thread.join(wait + 1.0)  # it may be waiting for an answer that does not come
        with self._changed:
            self._is_closed, self._deadline = True, -math.inf
            with self._held:
                self._all_to_files()
            self._raise_failure()
            return len(self._queue)

    def emptied(self) -> "Outbox":
        """Throw away what this one, closed, has left, and return another in its folder."""
        for path in waiting(self._folder):
            path.unlink()
        return Outbox(self._store, self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            with suppress(StoreError, OSError):
                self.close()

    def _deliver(self) -> None:
        """Deliver one item after the other, until there is nothing more to do or no time left."""
        pause = _LEAST_PAUSE_S
        while (one := self._next()) is not None:
            try:
                item = read_item(one.path) if one.item is None and one.path else one.item
                assert item
                send(self._store, item)
            except StoreError as error:
                if not self._wait(pause, error):
                    return
                pause = min(2 * pause, _MOST_PAUSE_S)
            except Exception as error:  # the run has to know, whatever it is
                self._fail(error)
                return
            else:
                self._done(one)
                pause = _LEAST_PAUSE_S

    def _next(self) -> _Waiting | None:
        """Return the item to deliver next, when there is one; None at the end."""
        with self._changed:
            while not self._queue and self._deadline is None:
                self._changed.wait()
            return self._queue[0] if self._queue and self._has_time() else None

    def _done(self, one: _Waiting) -> None:
        with self._changed:
            if self._is_closed:  # a store that hung has answered: others see to what is left
                return
            self._is_away, self._is_stuck, self.refusal = False, False, None
            self._queue.popleft()
            self._forget(one)
            if self._deadline is not None and self._patience_s:
                self._deadline = monotonic() + self._patience_s
            if one.path:
                one.path.unlink(missing_ok=True)
            self._changed.notify_all()

    def _wait(self, pause: float, why: StoreError) -> bool:
        """Let some time pass, and return whether to go on. All that waits is in files by then.

        Who refuses may have been made read-only, say, and take it later: it is asked again as long
        as the run goes on, and once at its end.
        """
        with self._changed:
            self._is_away = True
            self.refusal = None if isinstance(why, StoreUnavailableError) else why
            self._changed.notify_all()
            try:
                self._all_to_files()
            except OSError as error:
                self._failure = error
                return False
            if self.refusal and self._deadline is not None and not self._hurries:
                return False
            until = monotonic() + pause
            while not self._hurries and (now := monotonic()) < self._limit(until):
                self._changed.wait(self._limit(until) - now)
            self._hurries = False
            return self._has_time()

    def _limit(self, until: float) -> float:
        return until if self._deadline is None else min(until, self._deadline)

    def _has_time(self) -> bool:
        return self._deadline is None or monotonic() < self._deadline

    def _fail(self, error: Exception) -> None:
        with self._changed:
            self._failure = error
            self._changed.notify_all()

    def _all_to_files(self) -> None:
        for one in self._queue:
            if one.path is None:
                self._to_file(one)

    def _to_file(self, one: _Waiting) -> None:
        """Write an item that is in memory to a file, and keep it there alone."""
        assert one.item
        one.path = write_item(self._folder, one.number, one.item)
        self._forget(one)

    def _forget(self, one: _Waiting) -> None:
        self._kept_bytes -= one.bytes
        one.item, one.bytes = None, 0

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure


def _size(item: Item) -> int:
    return sum(rows.nbytes for rows in item.tables.values()) if isinstance(item, Chunk) else 0

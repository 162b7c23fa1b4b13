"""A twin as the server knows it: what it is, where it stands, which process has it, who watches."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

from voltwin_server.limits.allowance import Allowance
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import CONFLICT, NOT_FOUND, TOO_MANY_COMMANDS, ProblemError, later
from voltwin_server.twins.ends import End
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.lines import Lines
from voltwin_server.twins.link import Link
from voltwin_server.twins.memory import Need, guessed_bytes
from voltwin_server.twins.record import Position, TwinRecord
from voltwin_server.twins.watching import Watching
from voltwin_server.twins.wire import Report

_MOST_WAITING = 100  # orders that one twin has not answered
AT_ONCE_S = 10  # commands at once are those of so many seconds: a scrub bar sends many


@dataclass(eq=False)
class Known:
    """A twin of the server. Used in one event loop.

    Attributes:
        record: what it is.
        folder: that it is in.
        report: where it stands, or stood when it was last heard of.
        link: to the process that has it in memory; None while it sleeps.
        leaving: done when that process has let go of it; None unless it is about to.
        recovering: done when it is known where the twin is since its process has died.
        changing: held by who renames it, copies it, takes from its snapshots or adds to them, or
            deletes it: one at a time.
        watchings: of those who watch it.
        used_at: when somebody last watched it or asked it something, monotonic time [s].
        waking_bytes: that it takes when it is brought into memory, about.
        told: the number of the last command that those who watch were told of.
        lines: of its journal.
        allowances: of commands, by who gives them.
        is_deleted: nobody shall have it any more.
    """

    record: TwinRecord
    folder: TwinFolder
    report: Report
    link: Link | None = None
    leaving: "asyncio.Future[Any] | None" = None
    recovering: "asyncio.Future[Any] | None" = None
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    watchings: list[Watching] = field(default_factory=list)
    used_at: float = field(default_factory=monotonic)
    waking_bytes: int = 0
    told: int = 0
    waiting: int = 0
    budget_bytes: int = 0
    is_deleted: bool = False
    died_at: list[float] = field(default_factory=list)
    allowances: dict[str, Allowance] = field(default_factory=dict)
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.folder.journal)

    @classmethod
    def of(cls, record: TwinRecord, folder: TwinFolder, position: Position) -> "Known":
        """Return a twin that sleeps."""
        known = cls(record, folder, report_of(position))
        known.told = position.number
        known.waking_bytes = position.waking_bytes or guessed_bytes(
            record.stations, record.horizon_s, record.vehicles
        )
        return known

    @property
    def state(self) -> str:
        """Where it is in few words: asleep, paused or playing."""
        if self.link is None:
            return "asleep"
        return "playing" if self.report.playing else "paused"

    @property
    def need(self) -> Need:
        """What decides whether it sleeps: while it is being brought in, what it will have then."""
        in_use = bool(self.watchings) or self.waiting > 0
        size = self.report.bytes or self.waking_bytes
        return Need(size, in_use, self.report.playing, self.used_at)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Have it stay in memory while somebody waits for an answer of it.

        Raises:
            ProblemError: too many wait already.
        """
        if self.waiting >= _MOST_WAITING:
            text = f"{self.waiting} requests wait for this twin already."
            raise later(text)
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1
            self.used_at = monotonic()

    def refuse_hasty(self, by: str, per_s: int) -> None:
        """Refuse a command of somebody who gives too many: each is written, and stays.

        Args:
            by: who gives it.
            per_s: how many they may give for long.

        Raises:
            ProblemError: that is so.
        """
        if by not in self.allowances:
            self.allowances[by] = Allowance(per_s, AT_ONCE_S * per_s)
        if not self.allowances[by].take(1, monotonic()):
            raise ProblemError(
                TOO_MANY_COMMANDS,
                f"You give this twin more than {per_s} commands a second.",
                headers={"Retry-After": "1"},
            )

    def refuse_deleted(self) -> None:
        """Refuse what nobody can do any more.

        Raises:
            ProblemError: it has been deleted.
        """
        if self.is_deleted:
            raise ProblemError(NOT_FOUND, "The twin has been deleted.")

    @contextmanager
    def being_read(self) -> Iterator[None]:
        """Say what it means that files of the twin cannot be read.

        Raises:
            ProblemError: it has been deleted meanwhile, or they are damaged.
        """
        try:
            yield
        except FileNotFoundError as error:
            self.refuse_deleted()
            name = Path(error.filename or "a file").name
            raise self._damaged(f"{name} is missing") from None
        except ValueError as error:
            raise self._damaged(self.folder.told(error)) from None

    def _damaged(self, why: str) -> ProblemError:
        LOG.exception("a twin is damaged", extra={FIELDS: {"twin": self.record.id}})
        return ProblemError(CONFLICT, f"The twin's files are damaged: {why}")

    def asleep(self) -> None:
        """Know that no process has it any more."""
        self.link, self.leaving, self.budget_bytes = None, None, 0
        self.report = replace(self.report, playing=False, speed=0.0, late=False, bytes=0)

    def begin_frames(self) -> None:
        """Know that the next frame has all that there is."""
        for watching in self.watchings:
            watching.has_begun = True

    def tell_frame(self, frame: bytes) -> None:
        """Tell those who watch what is seen, once they have had all that there is."""
        for watching in list(self.watchings):
            if watching.has_begun:
                watching.listener.frame(frame)

    def tell(self, message: dict[str, Any]) -> None:
        """Tell those who watch something."""
        for watching in list(self.watchings):
            watching.listener.message(message)

    def tell_state(self) -> None:
        """Tell those who watch where it stands."""
        self.tell(state_message(self.report))

    def end_watching(self, reason: str, end: End = End.BROKEN) -> None:
        """Tell those who watch that there is nothing more to come."""
        watchings, self.watchings = self.watchings, []
        for watching in watchings:
            watching.listener.ended(reason, end)


def report_of(position: Position) -> Report:
    """Return the report of a twin that sleeps."""
    return Report(
        now=position.now,
        playing=False,
        wanted_speed=position.speed,
        speed=0.0,
        late=False,
        number=position.number,
        bytes=0,
        waking_bytes=position.waking_bytes,
    )


def state_message(report: Report) -> dict[str, Any]:
    """Return the message that tells where a twin stands."""
    return {
        "kind": "state",
        "now": report.now,
        "playing": report.playing,
        "speed": report.speed,
        "wanted_speed": report.wanted_speed,
        "late": report.late,
        "number": report.number,
    }

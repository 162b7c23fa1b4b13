"""The twins of a server: made, found, commanded, asked, watched; in memory or asleep."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

from voltwin.store.uuid7 import uuid7
from voltwin_server.jobs.begin import Life
from voltwin_server.logs import FIELDS, LOG
from voltwin_server.problems import CONFLICT, NOT_FOUND, TOO_MANY_TWINS, ProblemError
from voltwin_server.settings import Limits
from voltwin_server.twins.commands import checked
from voltwin_server.twins.ends import End
from voltwin_server.twins.folder import TwinFolder, delete_folder, folders_in, new_folder
from voltwin_server.twins.journal import Entry
from voltwin_server.twins.known import Known
from voltwin_server.twins.origins import Beginning
from voltwin_server.twins.record import TwinRecord
from voltwin_server.twins.residents import Residents
from voltwin_server.twins.watching import Listener, Watching
from voltwin_server.twins.wire import CHANGING, COPIES_AT_ONCE, COSTLY, Copied, Do

T = TypeVar("T")
STATES = ("playing", "paused", "asleep", "damaged")


@dataclass(frozen=True)
class TwinLimits:
    """How much twins may take.

    Attributes:
        processes: that have twins.
        bytes: that all together may have in memory.
        each: how many there may be, and what may be made of each.
    """

    processes: int
    bytes: int
    each: Limits = field(default_factory=Limits)


class Twins:
    """The twins of a server. Made and used in one event loop; `list`, `get`, `counts`, `bytes` and
    `warm` may be called by any thread, `stop` by any but the loop's."""

    def __init__(
        self, folder: Path, life: Life, limits: TwinLimits, *, json_logs: bool = False
    ) -> None:
        """Know the twins in a folder, all of them asleep.

        Args:
            folder: of all twins; made if there is none.
            life: of the server.
            limits: of all of them.
            json_logs: what processes log is JSON.

        Raises:
            OSError: the folder cannot be read or made.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._limits = folder, limits
        self._twins: dict[UUID, Known] = {}
        self._residents = Residents(
            self._twins,
            life,
            processes=limits.processes,
            bytes_=limits.bytes,
            limits=limits.each,
            json_logs=json_logs,
        )
        self._making: Counter[str] = Counter()  # twins that are being made, by caller
        self._copying = asyncio.Semaphore(COPIES_AT_ONCE)
        self._damaged: dict[UUID, str] = {}  # what is wrong, by twin
        for found in folders_in(folder):
            self._take_in(found)

    def _take_in(self, folder: TwinFolder) -> None:
        """Know the twin in a folder; one that cannot be read is left as it is."""
        try:
            self._twins[folder.id] = Known.of(folder.record(), folder, folder.position())
        except (OSError, ValueError) as error:
            why = self._damaged[folder.id] = folder.told(error)
            LOG.warning("a twin is damaged", extra={FIELDS: {"folder": folder.path, "why": why}})

    # What there is

    @property
    def folder(self) -> Path:
        """Of all twins."""
        return self._folder

    @property
    def is_loading(self) -> bool:
        """Whether the first process is being started."""
        return self._residents.is_loading

    @property
    def deaths(self) -> int:
        """How many processes have died."""
        return self._residents.deaths

    @property
    def bytes(self) -> int:
        """What all twins have in memory."""
        return sum(known.report.bytes for known in list(self._twins.values()))

    def __len__(self) -> int:
        return len(self._twins)

    def counts(self) -> dict[str, int]:
        """Return how many twins there are by state."""
        found = Counter(known.state for known in list(self._twins.values()))
        found["damaged"] = len(self._damaged)
        return {state: found[state] for state in STATES}

    def list(self, limit: int = 100, before: UUID | None = None) -> list[Known]:
        """Return twins, the newest first.

        Args:
            limit: how many at most.
            before: those that are older than this one.
        """
        ids = sorted(self._twins.copy(), reverse=True)
        older = (one for one in ids if before is None or one < before)
        found = (self._twins.get(one) for one in islice(older, limit))
        return [known for known in found if known is not None]

    def get(self, twin_id: UUID) -> Known:
        """Return a twin.

        Raises:
            ProblemError: there is none of this id, or it is damaged.
        """
        known = self._twins.get(twin_id)
        if twin_id in self._damaged:
            text = f"The twin is damaged ({self._damaged[twin_id]}). "
            text += "Its folder is left as it is; the server's log says where."
            raise ProblemError(CONFLICT, text)
        if known is None:
            raise ProblemError(NOT_FOUND, "There is no twin of this id.")
        return known

    # What is done to them

    async def create(self, beginning: Beginning, *, name: str, by: str) -> TwinRecord:
        """Make a twin, paused where it begins: when this returns, it outlives a power cut.

        Args:
            beginning: what it begins with.
            name: for people.
            by: who makes it.

        Raises:
            ProblemError: there are too many.
            OSError: it cannot be written; there is none.
        """
        with self.place_for(by):
            return await self.make(beginning, name=name, by=by)

    async def make(self, beginning: Beginning, *, name: str, by: str) -> TwinRecord:
        """Make a twin for which there is a place; as `create` besides."""
        record = beginning.record(uuid7(), name=name, by=by, created_at=datetime.now(UTC))
        folder = await asyncio.to_thread(
            new_folder,
            self._folder,
            record,
            beginning.recipe,
            beginning.position,
            beginning.asleep,
        )
        self._twins[record.id] = Known.of(record, folder, beginning.position)
        LOG.info("twin made", extra={FIELDS: {"twin": record.id, "caller": by}})
        return record

    @contextmanager
    def place_for(self, by: str) -> Iterator[None]:
        """Keep a place for a twin of a caller, while what it begins with is made.

        Raises:
            ProblemError: there are too many.
        """
        self.refuse_too_many(by)
        self._making[by] += 1
        try:
            yield
        finally:
            self._making[by] -= 1

    def refuse_too_many(self, by: str) -> None:
        """Refuse another twin of a caller where there are too many.

        Raises:
            ProblemError: there are.
        """
        own = sum(known.record.by == by for known in self._twins.values()) + self._making[by]
        if own >= self._limits.each.twins_per_token:
            most = f"{self._limits.each.twins_per_token:,} are allowed"
            raise ProblemError(TOO_MANY_TWINS, f"{own:,} twins are yours; {most}: delete some.")
        all_of_them = len(self._twins) + self._making.total()
        if all_of_them >= self._limits.each.twins:
            most = f"{self._limits.each.twins:,} are allowed"
            raise ProblemError(TOO_MANY_TWINS, f"There are {all_of_them:,} twins; {most}.")

    async def rename(self, twin_id: UUID, name: str) -> TwinRecord:
        """Give a twin another name.

        Raises:
            ProblemError: there is none of this id.
            OSError: it cannot be written; the name stays.
        """
        return await self.wholly(self._rename(twin_id, name))

    async def _rename(self, twin_id: UUID, name: str) -> TwinRecord:
        async with self.changing(twin_id) as known:
            record = replace(known.record, name=name)
            await asyncio.to_thread(known.folder.write_record, record)
            known.record = record
            return record

    @asynccontextmanager
    async def changing(self, twin_id: UUID) -> AsyncIterator[Known]:
        """Give a twin whose folder nobody else changes meanwhile.

        Raises:
            ProblemError: there is none of this id, or it has been deleted while others changed it.
        """
        known = self.get(twin_id)
        async with known.changing:
            known.refuse_deleted()
            yield known

    async def wholly(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what work returns, which is done to its end even if whoever asks goes away."""
        return await asyncio.shield(self._residents.spawn(work))

    async def delete(self, twin_id: UUID) -> None:
        """Delete a twin, its snapshots and all that is known of it.

        Raises:
            ProblemError: there is none of this id.
            OSError: it cannot be deleted.
        """
        known = self.get(twin_id)
        known.is_deleted = True
        del self._twins[twin_id]
        await self.wholly(self._delete(known))

    async def _delete(self, known: Known) -> None:
        try:
            async with known.changing:
                await self._residents.let_go(known, None)
                await asyncio.to_thread(delete_folder, known.folder)
        except OSError:
            known.is_deleted = False
            self._twins[known.record.id] = known
            raise
        known.end_watching("the twin has been deleted", End.DELETED)
        LOG.info("twin deleted", extra={FIELDS: {"twin": known.record.id}})

    async def command(self, twin_id: UUID, command: Mapping[str, Any], *, by: str) -> Entry:
        """Do something to a twin, and return its line in the journal.

        Args:
            twin_id: of the twin.
            command: as clients send it.
            by: who gives it.

        Raises:
            ProblemError: it cannot be done; nothing has changed. If its process dies meanwhile, the
                journal tells which it is; where that cannot be read either, the problem says so.
        """
        known = self.get(twin_id)
        fields = checked(command, known.record)
        known.refuse_hasty(by, self._limits.each.commands_per_second)
        return await self._residents.change(
            known, Do.COMMAND, fields, by, answer=lambda entry: entry
        )

    async def ask(self, twin_id: UUID, question: str, *arguments: Any) -> Any:
        """Return what a twin answers; see `questions`. It is brought into memory if it sleeps.

        Raises:
            ProblemError: it has no answer.
        """
        known = self.get(twin_id)
        if question in CHANGING:
            return await self._residents.change(
                known, Do.ASK, question, *arguments, answer=lambda entry: entry["outcomes"]
            )
        again = question not in COSTLY  # once, if its process dies meanwhile
        return await self._residents.order(known, Do.ASK, question, *arguments, again=again)

    async def copy(self, twin_id: UUID, at_s: float | None, folder: Path) -> Copied:
        """Return what a copy of a twin is, which sleeps in a folder from then on. Few are made at a
        time, whatever is asked.

        Raises:
            ProblemError: there is none.
        """
        async with self._copying:
            copied: Copied = await self.ask(twin_id, "copy", at_s, folder)
            return copied

    # Those who watch

    def watch(self, twin_id: UUID, listener: Listener) -> Watching:
        """Have somebody told what happens to a twin: where it stands and a key frame first.

        Raises:
            ProblemError: there is none of this id.
        """
        known = self.get(twin_id)

        def close(watching: Watching) -> None:
            if watching in known.watchings:
                known.watchings.remove(watching)
                known.used_at = monotonic()
                if not known.watchings and known.link and not known.leaving:
                    known.link.post(twin_id, Do.WATCHED, False)
                self._residents.make_room()

        watching = Watching(listener, close)
        known.watchings.append(watching)
        self._residents.spawn(self._residents.show(known))
        return watching

    # Where they are

    def warm(self, *, expected: bool = False) -> None:
        """Have a process started, if there are twins, or one is expected."""
        if self._twins or expected:
            self._residents.warm()

    def stop(self) -> None:
        """Put all twins down, each where it is, and end the processes."""
        self._residents.stop()

"""Copies of twins: forks, which are twins of their own at once, and snapshots, which may be."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from voltwin.store.uuid7 import uuid7
from voltwin_server.problems import NOT_FOUND, TOO_MUCH, ProblemError
from voltwin_server.twins.commands import moment_of
from voltwin_server.twins.files import PARTIAL
from voltwin_server.twins.known import Known
from voltwin_server.twins.origins import About, Beginning
from voltwin_server.twins.record import Origin, Position, TwinRecord
from voltwin_server.twins.snapshots import (
    Snapshot,
    delete,
    new_snapshot,
    snapshot_in,
    snapshots_of,
)
from voltwin_server.twins.twins import Twins
from voltwin_server.twins.wire import Copied


async def fork(
    twins: Twins, twin_id: UUID, *, name: str | None, at: float | str | None, by: str
) -> TwinRecord:
    """Make a twin that shares the past of another one.

    Args:
        twins: of the server.
        twin_id: of the other one.
        name: for people; the other one's unless given.
        at: up to when they are the same; where the other one stands, if None.
        by: who makes it.

    Raises:
        ProblemError: there is no such twin or time, or there are too many twins.
    """
    known = twins.get(twin_id)
    twins.refuse_too_many(by)
    at_s = None if at is None else moment_of(at, known.record, "body.at")
    with _place_in(twins.folder) as place:
        copied: Copied = await twins.ask(twin_id, "copy", at_s, place)
        beginning = Beginning(
            origin=Origin("twin", twin_id, copied.now),
            recipe=copied.recipe,
            about=About.of_twin(known.record),
            position=Position(copied.now, known.report.wanted_speed),
            asleep=place,
        )
        return await twins.create(beginning, name=name or known.record.name, by=by)


async def take_snapshot(twins: Twins, twin_id: UUID, *, by: str, most: int) -> Snapshot:
    """Keep a twin as it is.

    Args:
        twins: of the server.
        twin_id: of the twin.
        by: who takes it.
        most: that may be kept of a twin.

    Raises:
        ProblemError: there is no such twin, or it has as many snapshots as it may.
    """
    return await twins.wholly(_take_snapshot(twins, twin_id, by, most))


async def _take_snapshot(twins: Twins, twin_id: UUID, by: str, most: int) -> Snapshot:
    async with twins.changing(twin_id) as known:
        if len(await asyncio.to_thread(_all, known)) >= most:
            text = f"It has {most:,} snapshots, as many as are kept of a twin: delete some."
            raise ProblemError(TOO_MUCH, text)
        with _place_in(twins.folder) as place:
            copied: Copied = await twins.ask(twin_id, "copy", None, place)
            return await asyncio.to_thread(
                new_snapshot, known.folder, known.record, copied, place, by=by
            )


async def snapshots(twins: Twins, twin_id: UUID) -> list[Snapshot]:
    """Return the snapshots of a twin, the newest first.

    Raises:
        ProblemError: there is no such twin.
    """
    return await asyncio.to_thread(_all, twins.get(twin_id))


async def delete_snapshot(
    twins: Twins, twin_id: UUID, snapshot_id: UUID, refuse: Callable[[Snapshot], None]
) -> None:
    """Delete a snapshot.

    Args:
        twins: of the server.
        twin_id: of the twin.
        snapshot_id: of the snapshot.
        refuse: raises for one that must not be deleted.

    Raises:
        ProblemError: there is none of this id of this twin.
        OSError: it cannot be deleted.
    """
    await twins.wholly(_delete_snapshot(twins, twin_id, snapshot_id, refuse))


async def _delete_snapshot(
    twins: Twins, twin_id: UUID, snapshot_id: UUID, refuse: Callable[[Snapshot], None]
) -> None:
    async with twins.changing(twin_id) as known:
        found = await asyncio.to_thread(snapshot_in, known.folder, known.record, snapshot_id)
        if found is None:
            raise ProblemError(NOT_FOUND, "The twin has no snapshot of this id.")
        refuse(found)
        await asyncio.to_thread(delete, found)


async def create_from_snapshot(
    twins: Twins, snapshot_id: UUID, *, name: str | None, by: str
) -> TwinRecord:
    """Make a twin that is what another one was when a snapshot was taken.

    Raises:
        ProblemError: there is no such snapshot, or there are too many twins.
    """
    twins.refuse_too_many(by)
    snapshot = await asyncio.to_thread(_found, twins, snapshot_id)
    with _place_in(twins.folder) as place:
        recipe = await twins.wholly(_copied(twins, snapshot, place))
        beginning = Beginning(
            origin=Origin("snapshot", snapshot_id, snapshot.now),
            recipe=recipe,
            about=About.of_twin(snapshot.twin),
            position=Position(snapshot.now),
            asleep=place,
        )
        return await twins.create(beginning, name=name or snapshot.twin.name, by=by)


async def _copied(twins: Twins, snapshot: Snapshot, place: Path) -> str:
    """Copy what sleeps in a snapshot, and return its recipe."""
    async with twins.changing(snapshot.twin.id):
        try:
            await asyncio.to_thread(shutil.copytree, snapshot.asleep, place)
            return await asyncio.to_thread(lambda: snapshot.recipe)
        except OSError:
            if snapshot.folder.exists():
                raise
            raise _no_snapshot() from None


def _no_snapshot() -> ProblemError:
    return ProblemError(NOT_FOUND, "There is no snapshot of this id.")


def _all(known: Known) -> list[Snapshot]:
    return list(snapshots_of(known.folder, known.record))


def _found(twins: Twins, snapshot_id: UUID) -> Snapshot:
    for known in twins.list(limit=len(twins)):
        found = snapshot_in(known.folder, known.record, snapshot_id)
        if found is not None:
            return found
    raise _no_snapshot()


@contextmanager
def _place_in(twins: Path) -> Iterator[Path]:
    """Give a folder for a twin to sleep in until it has its place; what is left there is deleted,
    by the next start at the latest."""
    place = twins / f"{PARTIAL}{uuid7()}"
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)

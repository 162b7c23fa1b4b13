"""Several change a twin at once: each is told the truth, and nobody's request fails the server."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from tests.server.twins.place import LIMITS, Place, place_in

from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits
from voltwin_server.twins import copies
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.record import TwinRecord
from voltwin_server.twins.twins import TwinLimits
from voltwin_server.twins.wire import COPIES_AT_ONCE

MOST = 3


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("twins")) as place:
        yield place


@pytest.fixture
def twin(place: Place) -> UUID:
    return place.create()


def together(place: Place, *work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Return what comes of works that begin at once: what each returns, or the slug of its problem;
    any other error is one of the test."""

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*work, return_exceptions=True)

    found = place.run(all_of_them())
    for one in found:
        if isinstance(one, BaseException) and not isinstance(one, ProblemError):
            raise one
    return [one.kind.slug if isinstance(one, ProblemError) else one for one in found]


def take(place: Place, twin: UUID) -> Coroutine[Any, Any, Any]:
    return copies.take_snapshot(place.twins, twin, by="ann", most=MOST)


def test_no_more_snapshots_are_kept_than_are_allowed(place: Place, twin: UUID) -> None:
    found = together(place, *(take(place, twin) for _ in range(3 * MOST)))
    assert found.count("too-much") == 2 * MOST
    assert len(place.run(copies.snapshots(place.twins, twin))) == MOST


def test_of_several_names_one_is_had_and_written(place: Place, twin: UUID) -> None:
    names = [f"name {number}" for number in range(20)]
    found = together(place, *(place.twins.rename(twin, name) for name in names))
    assert [record.name for record in found] == names
    known = place.twins.get(twin)
    assert known.record == known.folder.record()
    assert known.record.name in names


class Held:
    """Holds who writes the record of a twin until the test lets them go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_there, self.may_go_on = Event(), Event()
        write = TwinFolder.write_record

        def held(folder: TwinFolder, record: TwinRecord) -> None:
            self.is_there.set()
            assert self.may_go_on.wait(60.0)
            write(folder, record)

        monkeypatch.setattr(TwinFolder, "write_record", held)


def test_what_waits_for_a_change_of_a_twin_that_is_then_deleted_is_told_so(
    place: Place, twin: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    (snapshot,) = together(place, take(place, twin))
    folder = place.twins.get(twin).folder.path

    async def race() -> list[Any]:
        held = Held(monkeypatch)
        first = asyncio.create_task(place.twins.rename(twin, "first"))
        await asyncio.to_thread(held.is_there.wait, 60.0)
        waiting = [
            asyncio.create_task(work)
            for work in (
                place.twins.rename(twin, "second"),
                take(place, twin),
                copies.delete_snapshot(place.twins, twin, snapshot.id, lambda _: None),
            )
        ]
        await asyncio.sleep(0)  # each has found the twin
        gone = asyncio.create_task(place.twins.delete(twin))
        await asyncio.sleep(0)
        monkeypatch.undo()
        held.may_go_on.set()
        await gone
        return [(await first).name, *await asyncio.gather(*waiting, return_exceptions=True)]

    name, *refused = place.run(race())
    assert name == "first"
    assert [one.kind.slug for one in refused] == ["not-found"] * 3
    assert not folder.exists()


def test_no_more_forks_are_made_at_once_than_twins_are_allowed(
    place: Place, twin: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, ask = [0, 0], place.twins.ask  # at once, and at most

    async def counted(twin_id: UUID, question: str, *arguments: Any) -> Any:
        assert question == "copy"
        copied[0] += 1
        copied[1] = max(copied)
        try:
            return await ask(twin_id, question, *arguments)
        finally:
            copied[0] -= 1

    monkeypatch.setattr(place.twins, "ask", counted)
    allowed = TwinLimits(1, LIMITS.bytes, Limits(twins_per_token=6))
    monkeypatch.setattr(place.twins, "_limits", allowed)
    found = together(
        place,
        *(copies.fork(place.twins, twin, name=None, at=None, by="eve") for _ in range(100)),
    )
    assert [one for one in found if isinstance(one, str)] == ["too-many-twins"] * 94
    assert len([known for known in place.twins.list() if known.record.by == "eve"]) == 6
    assert copied == [0, COPIES_AT_ONCE]
    assert place.twins._making.total() == 0
    for one in found:
        if not isinstance(one, str):
            place.run(place.twins.delete(one.id))


async def deleted_after(place: Place, twin: UUID, turns: int) -> None:
    """Delete a twin after some turns of the event loop."""
    for _ in range(turns):
        await asyncio.sleep(0)
    await place.twins.delete(twin)


@pytest.mark.parametrize("turns", [0, 1, 2, 5, 50])
def test_a_twin_is_deleted_while_all_is_done_with_it(place: Place, turns: int) -> None:
    twin = place.create()
    (snapshot,) = together(place, take(place, twin))
    found = together(
        place,
        copies.fork(place.twins, twin, name=None, at=None, by="bob"),
        take(place, twin),
        place.twins.rename(twin, "another"),
        copies.create_from_snapshot(place.twins, snapshot.id, name=None, by="bob"),
        place.twins.command(twin, {"do": "step", "seconds": 60}, by="ann"),
        place.twins.ask(twin, "stations"),
        deleted_after(place, twin, turns),
        deleted_after(place, twin, turns),
    )
    assert found[-2:] == [None, "not-found"]
    assert {one for one in found if isinstance(one, str)} <= {"not-found"}
    with pytest.raises(ProblemError, match="no twin of this id"):
        place.twins.get(twin)


def test_a_snapshot_is_deleted_once(place: Place, twin: UUID) -> None:
    (snapshot,) = together(place, take(place, twin))
    found = together(
        place,
        *(copies.delete_snapshot(place.twins, twin, snapshot.id, lambda _: None) for _ in range(3)),
        copies.create_from_snapshot(place.twins, snapshot.id, name=None, by="bob"),
    )
    assert sorted(map(str, found[:3])) == ["None", "not-found", "not-found"]
    assert found[3] == "not-found" or found[3].by == "bob"


def test_what_was_not_written_to_its_end_is_cleared_away(tmp_path: Path) -> None:
    with place_in(tmp_path) as place:
        twin = place.create()
        snapshots = place.twins.get(twin).folder.snapshots
    (snapshots / ".0190c5a1" / "asleep").mkdir(parents=True)
    with place_in(tmp_path) as again:
        assert list(snapshots.iterdir()) == []
        assert again.twins.get(twin).state == "asleep"

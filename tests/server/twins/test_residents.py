"""When a process dies, who watches its twins is told all that was done, once and in order."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, cast

import pytest
from tests.server.twins.place import Watcher, beginning
from tests.server.twins.test_folder import RECORD

from voltwin_server.jobs.begin import Life
from voltwin_server.problems import ProblemError
from voltwin_server.settings import Limits
from voltwin_server.twins import residents as residents_module
from voltwin_server.twins.folder import new_folder
from voltwin_server.twins.journal import Journal, did_message
from voltwin_server.twins.known import Known
from voltwin_server.twins.link import Link
from voltwin_server.twins.record import Position
from voltwin_server.twins.residents import Residents
from voltwin_server.twins.watching import Watching
from voltwin_server.twins.wire import Do, Told


class Process:
    """Stands for a process: it takes orders, and answers none by itself."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self.orders: list[Do] = []
        self.told_before: list[int] = []  # numbers of commands, when the first order came

    def post(self, twin: object, do: Do, *arguments: Any) -> "asyncio.Future[Any]":
        if not self.orders:
            self.told_before = numbers(self._watcher)
        self.orders.append(do)
        return asyncio.get_running_loop().create_future()


class Stage:
    """Residents with one twin, whose journal has three lines of which the first was told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.processes: list[Process] = []
        self.watcher = Watcher()
        monkeypatch.setattr(residents_module, "Hosts", lambda *_, **__: self)
        self.known = Known.of(
            RECORD, new_folder(folder, RECORD, beginning().recipe, Position()), Position()
        )
        journal = Journal(self.known.folder.journal)
        self.lines = [journal.append({"now": 0.0, "do": "play"}) for _ in range(3)]
        journal.close()
        self.residents = Residents(
            {RECORD.id: self.known},
            cast(Life, None),
            processes=1,
            bytes_=2**30,
            limits=Limits(),
            json_logs=False,
        )

    def link_for(self, twins_of: Callable[[Link], int]) -> Link:
        self.processes.append(Process(self.watcher))
        return cast(Link, self.processes[-1])

    async def begin(self) -> None:
        """Have the twin in a process, watched, and the first line told."""
        self.known.watchings.append(Watching(self.watcher, lambda _: None))
        await self.residents.opened(self.known)
        self.tell(self.lines[0])

    def tell(self, line: dict[str, Any]) -> None:
        """Have the process tell a line."""
        link = self.known.link
        assert link
        self.residents._on_told(link, Told(RECORD.id, did_message(line)))

    def die(self) -> None:
        """Have the process die."""
        assert self.known.link
        self.residents._on_died(self.known.link, "has died")


def numbers(watcher: Watcher) -> list[int]:
    return [one["number"] for one in watcher.of("did")]


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stage]:
    def play(act: Callable[[Stage], Coroutine[Any, Any, None]]) -> Stage:
        async def all_of_it() -> Stage:
            stage = Stage(tmp_path, monkeypatch)
            await stage.begin()
            await act(stage)
            return stage

        return asyncio.run(all_of_it())

    return play


def test_what_was_not_told_is_told_before_anybody_gives_an_order(
    played: Callable[..., Stage],
) -> None:
    async def act(stage: Stage) -> None:
        stage.die()
        ordered = asyncio.create_task(stage.residents.order(stage.known, Do.COMMAND, {}, "ann"))
        while len(stage.processes) < 2 or Do.COMMAND not in stage.processes[1].orders:
            await asyncio.sleep(0)
        stage.tell({"number": 4, "now": 0.0, "do": "play"})
        ordered.cancel()

    stage = played(act)
    assert stage.processes[1].told_before == [1, 2, 3]
    assert numbers(stage.watcher) == [1, 2, 3, 4]
    assert stage.watcher.messages[-2]["kind"] == "interrupted"
    assert stage.known.report.number == 3


def test_who_watches_a_twin_that_cannot_be_read_is_told_so(
    played: Callable[..., Stage], tmp_path: Path
) -> None:
    async def act(stage: Stage) -> None:
        with stage.known.folder.journal.open("a") as journal:
            journal.write("{}\n")
        stage.die()
        while stage.known.recovering is not None:
            await asyncio.sleep(0)

    stage = played(act)
    assert stage.watcher.reason == (
        "its process has died, and its files cannot be read: commands.jsonl:4: is damaged"
    )
    assert len(stage.processes) == 1


def test_a_twin_that_is_deleted_when_its_process_dies_stays_so(
    played: Callable[..., Stage],
) -> None:
    async def act(stage: Stage) -> None:
        stage.die()
        stage.known.is_deleted = True
        with pytest.raises(ProblemError, match="has been deleted"):
            await stage.residents.order(stage.known, Do.COMMAND, {}, "ann")

    assert len(played(act).processes) == 1

"""Twins in a folder of their own, with processes, in the event loop of a test."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from uuid import UUID

from voltwin.scenario.without_files import scenario_without_files
from voltwin.twin.recipe import Recipe
from voltwin_server.jobs.begin import Life
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.twins.ends import End
from voltwin_server.twins.journal import Entry
from voltwin_server.twins.origins import About, Beginning
from voltwin_server.twins.record import Origin
from voltwin_server.twins.twins import TwinLimits, Twins
from voltwin_server.twins.watching import Watching

T = TypeVar("T")

PATIENCE_S = 60.0
LIMITS = TwinLimits(processes=1, bytes=2**30)
CITY = scenario_without_files(SCENARIO)
RECIPE = Recipe(CITY, seed=3)


def beginning() -> Beginning:
    """Return that of the example's twin."""
    return Beginning(Origin("recipe"), RECIPE.to_json(), About.of(RECIPE))


class Place:
    """The twins in a folder, in an event loop of their own: a thread of the test."""

    def __init__(self, folder: Path, limits: TwinLimits = LIMITS) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self._life = Life.new()
        self.twins = self.run(self._made(folder, limits))

    async def _made(self, folder: Path, limits: TwinLimits) -> Twins:
        return Twins(folder, self._life, limits)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what work returns, done in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S)

    def create(self, *, by: str = "ann", name: str = "twin") -> UUID:
        return self.run(self.twins.create(beginning(), name=name, by=by)).id

    def do(self, twin: UUID, *, by: str = "ann", **command: Any) -> Entry:
        return self.run(self.twins.command(twin, command, by=by))

    def ask(self, twin: UUID, question: str, *arguments: Any) -> Any:
        return self.run(self.twins.ask(twin, question, *arguments))

    def watch(self, twin: UUID) -> "Watcher":
        watcher = Watcher()

        async def watch() -> Watching:
            return self.twins.watch(twin, watcher)

        watcher.watching = self.run(watch())
        return watcher

    def leave(self, watcher: "Watcher") -> None:
        async def leave() -> None:
            assert watcher.watching
            watcher.watching.close()

        self.run(leave())

    def processes(self) -> list[int]:
        return [link.pid for link in self.twins._residents._hosts._links if link.pid]

    def close(self) -> None:
        self.twins.stop()
        self._life.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def place_in(folder: Path, limits: TwinLimits = LIMITS) -> Iterator[Place]:
    """Give the twins in a folder, and end their processes."""
    place = Place(folder, limits)
    try:
        yield place
    finally:
        place.close()


class Watcher:
    """Keeps all that it is told."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.messages: list[dict[str, Any]] = []
        self.reason: str | None = None
        self.end: End | None = None
        self.watching: Watching | None = None

    def frame(self, frame: bytes) -> None:
        self.frames.append(frame)

    def message(self, message: dict[str, Any]) -> None:
        self.messages.append(message)

    def ended(self, reason: str, end: End) -> None:
        self.reason, self.end = reason, end

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the messages of a kind."""
        return [one for one in self.messages if one["kind"] == kind]

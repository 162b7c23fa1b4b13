"""Twins in a folder of their own, with processes, in the event loop of a test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from voltwin.scenario.without_files import scenario_without_files
from voltwin.twin.recipe import Recipe
from voltwin_server.jobs.begin import Life
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.twins.origins import About, Beginning
from voltwin_server.twins.record import Origin
from voltwin_server.twins.twins import TwinLimits, Twins

PATIENCE_S = 60.0
LIMITS = TwinLimits(processes=1, bytes=2**30)
CITY = scenario_without_files(SCENARIO)
RECIPE = Recipe(CITY, seed=3)


def beginning() -> Beginning:
    """Return that of the example's twin."""
    return Beginning(Origin("recipe"), RECIPE.to_json(), About.of(RECIPE))


@asynccontextmanager
async def twins_in(folder: Path, limits: TwinLimits = LIMITS) -> AsyncIterator[Twins]:
    """Give the twins in a folder, and end their processes."""
    life = Life.new()
    twins = Twins(folder, life, limits)
    try:
        yield twins
    finally:
        await asyncio.to_thread(twins.stop)
        life.close()


async def until(is_so: Callable[[], bool]) -> None:
    """Return as soon as something is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await asyncio.sleep(0.005)


class Watcher:
    """Keeps all that it is told."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.messages: list[dict[str, Any]] = []
        self.reason: str | None = None

    def frame(self, frame: bytes) -> None:
        self.frames.append(frame)

    def message(self, message: dict[str, Any]) -> None:
        self.messages.append(message)

    def ended(self, reason: str) -> None:
        self.reason = reason

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the messages of a kind."""
        return [one for one in self.messages if one["kind"] == kind]

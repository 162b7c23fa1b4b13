"""The demo that a new server has ready: the moving city on a Monday morning."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias
from uuid import UUID

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.templates import moving_city
from voltwin.scenario.without_files import scenario_without_files
from voltwin.scenario.yaml_text import read_yaml
from voltwin.store.interface import Store
from voltwin.store.records import ScenarioRecord
from voltwin.store.rows.scenario_rows import config_of, digest_of
from voltwin_server.logs import LOG
from voltwin_server.problems import NOT_FOUND, ProblemError
from voltwin_server.scenarios import Scenarios
from voltwin_server.twins.files import read_object, write_object
from voltwin_server.twins.known import Known
from voltwin_server.twins.origins import Origins
from voltwin_server.twins.record import TwinRecord
from voltwin_server.twins.twins import Twins

NAME, BY, AT = "Moving city", "demo", "7h"  # it is Monday 07:00 then
SEED = 1
_FILE = "demo.json"
_QUICK_S = 2.0  # a start that takes no longer needs no explanation

Stage: TypeAlias = Literal["compiling", "city", "simulating", "ready"]


@dataclass(frozen=True)
class Shown:
    """The demo.

    Attributes:
        scenario_id: of the city; None until it is stored.
        twin_id: of its twin; None until it is made.
        ready: whether the twin stands where it is shown from.
    """

    scenario_id: UUID | None = None
    twin_id: UUID | None = None
    ready: bool = False

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """Return what `as_fields` has told."""
        return cls(UUID(fields["scenario_id"]), UUID(fields["twin_id"]))

    def as_fields(self) -> dict[str, Any]:
        """Return it as plain values, for a file."""
        return {"scenario_id": str(self.scenario_id), "twin_id": str(self.twin_id)}


class Demo:
    """Prepares the demo of a server that has nothing yet. Used in one event loop.

    It is prepared once: who deletes it has deleted it, and a server with things of its own has
    none. A file in the folder of the server's data remembers which it is.
    """

    def __init__(
        self, data: Path, store: Store, scenarios: Scenarios, origins: Origins, twins: Twins
    ) -> None:
        """Have none yet.

        Args:
            data: folder of the server.
            store: of the server.
            scenarios: of its store.
            origins: of its twins.
            twins: of the server.
        """
        self._file = data / _FILE
        self._store, self._scenarios = store, scenarios
        self._origins, self._twins = origins, twins
        self._shown = Shown()
        self._is_compiling = False
        self._why_none = "This server was started without a demo."
        self._work: asyncio.Task[None] | None = None

    @property
    def is_preparing(self) -> bool:
        """Whether it is being prepared."""
        return self._work is not None and not self._work.done()

    @property
    def twin(self) -> Known | None:
        """Its twin; None unless it is ready, and there."""
        twin_id = self._shown.twin_id
        if not self._shown.ready or twin_id is None or not self._is_there(twin_id):
            return None
        return self._twins.get(twin_id)

    @property
    def stage(self) -> Stage:
        """What is being done for it."""
        if self._shown.ready:
            return "ready"
        if self._is_compiling:
            return "compiling"
        return "city" if self._shown.scenario_id is None else "simulating"

    def begin(self, then: Callable[[], None] = lambda: None) -> None:
        """Have it prepared in the background.

        Args:
            then: called when that is done, or has failed.
        """
        self._work = asyncio.get_running_loop().create_task(self._prepare(then))

    async def stop(self) -> None:
        """Give up what is not prepared yet."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait([self._work])

    async def shown(self, wait_s: float) -> Shown:
        """Return the demo.

        Args:
            wait_s: for how long at most it is waited for [s], if it is not ready.

        Raises:
            ProblemError: there is none.
        """
        if self._work is not None and self.is_preparing:
            await asyncio.wait([self._work], timeout=wait_s)
        if self._shown.twin_id is not None and not self._is_there(self._shown.twin_id):
            self._why_none = "The demo has been deleted."
        if self._why_none:
            raise ProblemError(NOT_FOUND, self._why_none)
        return self._shown

    async def _prepare(self, then: Callable[[], None]) -> None:
        watching = asyncio.get_running_loop().create_task(self._watch_compiler())
        try:
            self._why_none = ""
            await self._made()
        except Exception:  # a server without a demo is a server all the same
            LOG.exception("the demo cannot be prepared")
            self._why_none = "The demo could not be prepared; the log of the server says why."
        finally:
            watching.cancel()
        then()

    async def _watch_compiler(self) -> None:
        """Know of an engine that is being compiled: of a quick start nobody need ask."""
        await asyncio.sleep(_QUICK_S)
        self._is_compiling = not await asyncio.to_thread(_is_compiled)

    async def _made(self) -> None:
        """Have the demo there: the one of before, or a new one."""
        if self._file.exists():
            self._shown = Shown.of(read_object(self._file))
        else:
            await self._make()
        twin_id = self._shown.twin_id
        if twin_id is not None and self._is_there(twin_id):
            if not self._twins.get(twin_id).report.number:  # nobody has done anything to it
                await self._twins.command(twin_id, {"do": "seek", "at": AT}, by=BY)
            self._shown = replace(self._shown, ready=True)

    async def _make(self) -> None:
        """Make a new one, or go on with one that was broken off, unless the server has things of
        its own."""
        there = await asyncio.to_thread(self._store.scenarios, limit=2)
        twins = [one.record for one in self._twins.list(2)]
        is_new = max(len(there), len(twins)) < 2 and all(_is_of_demo(one, there) for one in twins)
        if is_new:
            self._twins.warm(expected=True)  # while the city is made
            city = await asyncio.to_thread(_city)
            is_new = all(one.digest == digest_of(config_of(city)) for one in there)
        if not is_new:
            self._why_none = "This server has things of its own already."
            return
        record = await asyncio.to_thread(self._scenarios.add, city)
        self._shown = Shown(record.id, None)
        twin = twins[0] if twins else await self._twin_of(record.id)
        self._shown = Shown(record.id, twin.id)
        await asyncio.to_thread(write_object, self._file, self._shown.as_fields(), sync=True)

    async def _twin_of(self, scenario_id: UUID) -> TwinRecord:
        beginning = await asyncio.to_thread(self._origins.of_scenario, scenario_id, SEED)
        return await self._twins.create(beginning, name=NAME, by=BY)

    def _is_there(self, twin_id: UUID) -> bool:
        with suppress(ProblemError):
            return bool(self._twins.get(twin_id))
        return False


def _is_of_demo(twin: TwinRecord, scenarios: Sequence[ScenarioRecord]) -> bool:
    """Return whether a twin was made for the demo, of one of these scenarios."""
    return twin.by == BY and twin.origin.id in {one.id for one in scenarios}


def _is_compiled() -> bool:
    from voltwin_bindings.compiled import is_compiled

    return is_compiled()


def _city() -> Scenario:
    return scenario_without_files(dict(read_yaml(moving_city())))

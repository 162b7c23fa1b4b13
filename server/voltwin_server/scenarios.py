"""Scenarios that requests are about: stored ones, made once and kept for a while, and new ones."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from voltwin.scenario.errors import Path, ScenarioError
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.without_files import scenario_without_files
from voltwin.store.interface import Store
from voltwin.store.records import ScenarioRecord
from voltwin.store.rows.scenario_rows import config_of, digest_of
from voltwin_server.limits.sizes import check_stations
from voltwin_server.models.scenarios import OfScenario
from voltwin_server.settings import Limits

_KEPT = 8  # scenarios in memory: one of a large city takes some 10 MB


@dataclass(frozen=True)
class Base:
    """The scenario that a request is about.

    Attributes:
        scenario: in full, valid.
        digest: of all that it says, see `ScenarioRecord`.
        record: in the store; None of one that is given in full, which is not stored yet.
    """

    scenario: Scenario
    digest: str
    record: ScenarioRecord | None = None


class Scenarios:
    """The scenarios of a store. Threads may share it; nobody changes what it gives."""

    def __init__(self, store: Store, limits: Limits) -> None:
        """Have none in memory.

        Args:
            store: that they are in.
            limits: of the server.
        """
        self._store, self._limits = store, limits
        self._lock = Lock()
        self._kept: OrderedDict[UUID, Scenario] = OrderedDict()
        self._deletions = 0

    def get(self, scenario_id: UUID) -> Scenario:
        """Return a stored scenario in full.

        Raises:
            UnknownIdError: there is none.
        """
        with self._lock:
            kept, deletions = self._kept.get(scenario_id), self._deletions
        scenario = self._store.scenario(scenario_id) if kept is None else kept
        self._keep(scenario_id, scenario, deletions)
        return scenario

    def there(self, scenario_id: UUID) -> Scenario:
        """Return a scenario in full that is in the store now: others may have deleted it.

        Raises:
            UnknownIdError: there is none.
        """
        self.record(scenario_id)
        return self.get(scenario_id)

    def delete(self, scenario_id: UUID) -> None:
        """Delete a scenario.

        Raises:
            UnknownIdError: there is none.
            NeededError: others were derived from it, or runs are of it.
        """
        self._store.delete_scenario(scenario_id)
        with self._lock:
            self._deletions += 1
            self._kept.pop(scenario_id, None)

    def record(self, scenario_id: UUID) -> ScenarioRecord:
        """Return what is known about a stored scenario.

        Raises:
            UnknownIdError: there is none.
        """
        return self._store.scenario_record(scenario_id)

    def valid(self, fields: Any, *place: str) -> Scenario:
        """Return the scenario of raw fields that a client sends.

        Args:
            fields: as in a scenario's file.
            place: of the fields in the request.

        Raises:
            ScenarioError: it is not valid, or names a file.
            ProblemError: it is too large.
        """
        with told_of(*place):
            if not isinstance(fields, dict):
                raise ScenarioError(["fields with values are expected (name: value)"], [()])
            scenario = scenario_without_files(fields)
        check_stations(scenario, self._limits)
        return scenario

    def add(self, scenario: Scenario) -> ScenarioRecord:
        """Store a valid scenario that stands alone."""
        deletions = self._deletions
        record = self._store.add_scenario(scenario)
        self._keep(record.id, scenario, deletions)
        return record

    def of(self, body: OfScenario) -> Base:
        """Return the scenario that a body is about. Nothing is stored: that is for when all that is
        asked for is known to be right.

        Raises:
            UnknownIdError: there is none of its id.
            ScenarioError: it is not valid, or names a file.
            ProblemError: it is too large.
        """
        if body.scenario_id is not None:
            record = self.record(body.scenario_id)
            return Base(self.get(record.id), record.digest, record)
        scenario = self.valid(body.scenario, "body", "scenario")
        return Base(scenario, digest_of(config_of(scenario)))

    def stored(self, base: Base) -> ScenarioRecord:
        """Return the record of a scenario that a request is about; a new one is stored."""
        return base.record or self.add(base.scenario)

    def _keep(self, scenario_id: UUID, scenario: Scenario, deletions: int) -> None:
        """Keep a scenario in memory, unless one has been deleted since it was looked up: that may
        have been this one."""
        with self._lock:
            if self._deletions > deletions:
                return
            self._kept[scenario_id] = scenario
            self._kept.move_to_end(scenario_id)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


@contextmanager
def told_of(*place: str | int) -> Iterator[None]:
    """Let problems with a scenario be told with their place in the request.

    Args:
        place: of the scenario, such as "body", "scenario".
    """
    try:
        yield
    except ScenarioError as error:
        paths: list[Path] = [(*place, *path) for path in error.paths]
        raise ScenarioError(error.lines, paths) from None

"""The runs of twins, as far as somebody has wanted to know of them, in the process that is asked.

Twins of one recipe share one. A run is simulated on from where it was, a moment at a time: others
are asked in between, and when nobody waits any more it stands still.
"""

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from voltwin.history.unfolding import Unfolding
from voltwin.scenario.extended import extended
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import NetworkTables
from voltwin_server.limits.sizes import check_looked_at
from voltwin_server.questions.kept import Kept
from voltwin_server.twins.files import read_object
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import MADE, made_since

_MOST_OF_ONE = 2  # a run that has let go of what was early may be simulated once more for that
_MOST_SOURCES = 200


@dataclass(frozen=True)
class _Began:
    """What a twin began with: digests, and the numbers of its draws. It never changes."""

    scenario: str
    made: str
    seed: int
    replication: int

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Self:
        """Return that of a recipe."""
        made = _digest(_whats(fields[MADE]))
        return cls(_digest(fields["scenario"]), made, fields["seed"], fields["replication"])


@dataclass(frozen=True)
class _Source:
    """What a twin is simulated from: what it began with, and a digest of what was made since."""

    began: _Began
    since: str


class Base:
    """A scenario as a twin began with it, made ready to be simulated."""

    def __init__(self, fields: dict[str, Any]) -> None:
        """Make it ready."""
        self.scenario = scenario_of(fields)
        self.tables = NetworkTables(self.scenario)

    def with_made(self, whats: list[Any]) -> tuple[Scenario, NetworkTables]:
        """Return the same with interventions behind its own, at the price of these."""
        if not whats:
            return self.scenario, self.tables
        full = extended(self.scenario, whats)
        return full, self.tables.extended(full)


_BEGAN = Kept[_Began](200)  # by file and when it was written to
_SINCE = Kept[str](200)  # likewise
_BASES = Kept[Base](3)
_UNFOLDINGS: OrderedDict[_Source, list[Unfolding]] = OrderedDict()
_SOURCES: OrderedDict[Path, _Source] = OrderedDict()  # of each twin, when it was asked about last


def unfolding_of(
    folder: Path, most_bytes: float, knows: Callable[[Unfolding], bool] = lambda run: True
) -> Unfolding:
    """Return the run of a twin as far as it is known; that of the least use lately goes.

    Args:
        folder: of the twin.
        most_bytes: that all of them may take together [B].
        knows: tells whether it has not let go of what is wanted. If it has, another is begun.

    Raises:
        ProblemError: this one alone takes more.
        FileNotFoundError: the twin has been deleted.
    """
    source = _source_of(folder)
    found = next(filter(knows, _UNFOLDINGS.get(source, [])), None)
    if found is None:
        let_go_over(most_bytes)
        source, found = _begun(folder, most_bytes)
        known = [*_UNFOLDINGS.get(source, []), found]
        _UNFOLDINGS[source] = known[-_MOST_OF_ONE:]
    _UNFOLDINGS.move_to_end(source)
    _note(folder, source)
    return found


def let_go_over(most_bytes: float) -> None:
    """Let runs go until the others take so much together [B]; the last that was used stays."""
    total = sum(run.bytes for runs in _UNFOLDINGS.values() for run in runs)
    while total > most_bytes and len(_UNFOLDINGS) > 1:
        _, runs = _UNFOLDINGS.popitem(last=False)
        total -= sum(run.bytes for run in runs)


def _note(folder: Path, source: _Source) -> None:
    """Know from what a twin is simulated; its former run goes, unless another twin has it."""
    former = _SOURCES.pop(folder, source)
    _SOURCES[folder] = source
    while len(_SOURCES) > _MOST_SOURCES:
        _SOURCES.popitem(last=False)
    if former not in _SOURCES.values():
        _UNFOLDINGS.pop(former, None)


def _begun(folder: Path, most_bytes: float) -> tuple[_Source, Unfolding]:
    """Begin the run of a twin; return from what, too, which is no longer what it was a moment ago
    if something is being made of the twin."""
    twin = TwinFolder(folder)
    fields, since = read_object(twin.recipe), _whats(made_since(twin.journal))
    began = _Began.of(fields)
    base = _BASES.get(began.scenario, lambda: Base(fields["scenario"]))
    scenario, tables = base.with_made([*_whats(fields[MADE]), *since])
    run = Unfolding(
        scenario,
        tables.parameters,
        seed=began.seed,
        replication=began.replication,
        most_bytes=most_bytes / (2 * _MOST_OF_ONE),
    )
    check_looked_at(run.bytes, most_bytes)
    return _Source(began, _digest(since)), run


def _source_of(folder: Path) -> _Source:
    """Return what a twin is simulated from now."""
    twin = TwinFolder(folder)
    recipe, journal = (folder, _written(twin.recipe)), (folder, _written(twin.journal))
    began = _BEGAN.get(recipe, lambda: _Began.of(read_object(twin.recipe)))
    return _Source(began, _SINCE.get(journal, lambda: _digest(_whats(made_since(twin.journal)))))


def _whats(made: list[dict[str, Any]]) -> list[Any]:
    """Return interventions and observations without who made them, and when."""
    return [one["what"] for one in made]


def _written(file: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written to; None where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

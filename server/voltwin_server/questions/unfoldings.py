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
from typing import Any

from voltwin.history.unfolding import Unfolding
from voltwin.scenario.extended import extended
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables import NetworkTables
from voltwin_server.limits.sizes import check_looked_at
from voltwin_server.questions.kept import Kept
from voltwin_server.twins.files import read_object
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import MADE, made_since, recipe_fields

_MOST_OF_ONE = 2  # a run that has let go of what was early may be simulated once more for that


@dataclass(frozen=True)
class _Source:
    """What a twin is simulated from: digests, and the numbers of its draws."""

    scenario: str
    made: str
    seed: int
    replication: int
    made_since: str


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


_BEGAN = Kept[tuple[str, str, int, int]](200)  # by file and when it was written to
_SINCE = Kept[str](200)  # likewise
_BASES = Kept[Base](3)
_UNFOLDINGS: OrderedDict[_Source, list[Unfolding]] = OrderedDict()


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
    known = _UNFOLDINGS.pop(source, [])
    found = next(filter(knows, known), None)
    if found is None:
        let_go_over(most_bytes)
        found = _begun(folder, source, most_bytes)
        known = [*known, found][-_MOST_OF_ONE:]
    _UNFOLDINGS[source] = known
    return found


def let_go_over(most_bytes: float) -> None:
    """Let runs go until the others take so much together [B]; the last that was used stays."""
    total = sum(run.bytes for runs in _UNFOLDINGS.values() for run in runs)
    while total > most_bytes and len(_UNFOLDINGS) > 1:
        _, runs = _UNFOLDINGS.popitem(last=False)
        total -= sum(run.bytes for run in runs)


def _begun(folder: Path, source: _Source, most_bytes: float) -> Unfolding:
    fields = recipe_fields(TwinFolder(folder))
    base = _BASES.get(source.scenario, lambda: Base(fields["scenario"]))
    scenario, tables = base.with_made([made["what"] for made in fields[MADE]])
    run = Unfolding(
        scenario,
        tables.parameters,
        seed=source.seed,
        replication=source.replication,
        most_bytes=most_bytes / (2 * _MOST_OF_ONE),
    )
    check_looked_at(run.bytes, most_bytes)
    return run


def _source_of(folder: Path) -> _Source:
    """Return what a twin is simulated from now."""
    twin = TwinFolder(folder)
    began = _BEGAN.get((folder, _written(twin.recipe)), lambda: _began(twin))
    written = folder, _written(twin.journal)
    since = _SINCE.get(written, lambda: _digest([one["what"] for one in made_since(twin.journal)]))
    return _Source(*began, since)


def _began(twin: TwinFolder) -> tuple[str, str, int, int]:
    """Return what a twin began with: a file that is never written again."""
    fields = read_object(twin.recipe)
    made = _digest([one["what"] for one in fields[MADE]])
    return _digest(fields["scenario"]), made, fields["seed"], fields["replication"]


def _written(file: Path) -> tuple[int, int] | None:
    """Return what changes when a file is written to; None where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

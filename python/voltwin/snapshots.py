"""What a simulation's snapshot holds besides the state of its engine: scenario, recipe, waits."""

from pathlib import Path
from typing import Any, NamedTuple

from voltwin.kpis.exact_waits import ExactWaits
from voltwin.scenario.differing import differing_fields
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.files import scenario_of
from voltwin.scenario.same_run import same_run
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.validated import validated
from voltwin_bindings.kernel_state import KernelState, content_of, state_of
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_bindings.snapshot_file import Content, read_snapshot, write_snapshot

_SHOWN = 5  # changed fields that a message names
_WAITS = "waits."  # before the names of the arrays that exact waits are made of


class Recipe(NamedTuple):
    """What a run was started with."""

    scenario: Scenario
    seed: int
    replication: int


class Snapshot(NamedTuple):
    """A run to go on from."""

    recipe: Recipe
    state: KernelState
    waits: dict[str, Any] | None  # as `ExactWaits.saved`; None for a run without a log


def write(file: Path, recipe: Recipe, state: KernelState, waits: ExactWaits | None) -> None:
    """Write a run where it stands to a file, all that it needs to go on from there.

    Raises:
        SnapshotError: the file cannot be written, or is no snapshot and would be lost.
    """
    values = {
        "scenario": recipe.scenario.model_dump(mode="json", by_alias=True),
        "seed": recipe.seed,
        "replication": recipe.replication,
    }
    arrays = {_WAITS + name: array for name, array in (waits.saved() if waits else {}).items()}
    write_snapshot(file, content_of(state, values, arrays))


def read(file: Path) -> Snapshot:
    """Return the run in a file.

    Raises:
        SnapshotError: the file cannot be read, is no snapshot, damaged, or of another version or
            platform.
    """
    content = read_snapshot(file)
    try:
        state = state_of(content)
        scenario = scenario_of(content.values["scenario"])
    except (SnapshotError, ScenarioError) as error:
        raise SnapshotError(f"{file}: {error}") from None
    recipe = Recipe(scenario, content.values["seed"], content.values["replication"])
    return Snapshot(recipe, state, _waits(content))


def in_place_of(scenario: Scenario, changed: Scenario) -> Scenario:
    """Return a changed scenario, validated, that a run of the other one can go on with.

    Raises:
        SnapshotError: it would have run in another way from its start.
        ScenarioError: it is not valid.
    """
    changed = validated(changed)
    fields = differing_fields(scenario, changed)
    if fields and not same_run(scenario, changed):
        more = f" and {len(fields) - _SHOWN} more" if len(fields) > _SHOWN else ""
        raise SnapshotError(
            f"{', '.join(fields[:_SHOWN])}{more}: cannot be changed in mid-run; only what is read "
            "from the results can, such as economics and names. Run the changed scenario from its "
            "start: seed and replication give it the same random numbers"
        )
    return changed


def _waits(content: Content) -> dict[str, Any] | None:
    names = [name for name in content.arrays if name.startswith(_WAITS)]
    return {name.removeprefix(_WAITS): content.arrays[name] for name in names} or None

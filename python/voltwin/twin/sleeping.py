"""A twin that sleeps: its recipe and where it stands, in one file that is there as a whole."""

from pathlib import Path
from typing import NamedTuple

from voltwin.simulation import Simulation
from voltwin.twin.recipe import Recipe
from voltwin.twin.recipe_text import plain, recipe_of
from voltwin_bindings.kernel_state import KernelState, content_of, state_of
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_bindings.snapshot_file import read_snapshot, write_snapshot

FILE = "asleep.snapshot"


class Asleep(NamedTuple):
    """What is in the folder of a twin that sleeps."""

    recipe: Recipe
    now: float  # [s]
    state: KernelState | None  # None where another build or platform has written it


def write(folder: Path, recipe: Recipe, simulation: Simulation) -> None:
    """Write a twin to a folder, which is made if there is none.

    Raises:
        SnapshotError: it cannot be written; what was there before still is.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SnapshotError(f"{folder}: cannot be made: {error.strerror or error}") from error
    values = {"recipe": plain(recipe), "now": simulation.now}
    write_snapshot(folder / FILE, content_of(simulation.state(), values, {}))


def read(folder: Path) -> Asleep:
    """Return what sleeps in a folder.

    Raises:
        SnapshotError: there is nothing, or it is damaged.
        RecipeError: this version cannot read its recipe.
    """
    content = read_snapshot(folder / FILE)
    if "recipe" not in content.values:
        raise SnapshotError(f"{folder / FILE}: is the snapshot of a run, not of a twin")
    recipe, now = recipe_of(content.values["recipe"]), float(content.values["now"])
    try:
        state = state_of(content)
    except SnapshotError:
        return Asleep(recipe, now, None)
    return Asleep(recipe, now, state)

"""A twin that sleeps: its recipe and where it stands, in one file that is there as a whole.

Some of its kept states are in it too, so that the first seek back is not simulated from the start.
"""

from pathlib import Path
from typing import NamedTuple

from voltwin.twin.kept_states import KeptStates
from voltwin.twin.recipe import Recipe
from voltwin.twin.recipe_text import plain, recipe_of
from voltwin.twin.timeline import Timeline
from voltwin_bindings.kept_content import content_of_kept, kept_of
from voltwin_bindings.kept_state import KeptState
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_bindings.snapshot_file import read_snapshot, write_snapshot

FILE = "asleep.snapshot"
KEPT_BYTES = 32 << 20  # of kept states in the file, at most


class Standing(NamedTuple):
    """Where a run stood."""

    state: KeptState
    kept: list[KeptState]  # to go back to, that of the start first


class Asleep(NamedTuple):
    """What is in the folder of a twin that sleeps."""

    recipe: Recipe
    now: float  # [s]
    reached: float  # [s]
    standing: Standing | None  # None where another build or platform has written it


def write(folder: Path, recipe: Recipe, timeline: Timeline) -> None:
    """Write a twin to a folder, which is made if there is none.

    Raises:
        SnapshotError: it cannot be written; what was there before still is.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SnapshotError(f"{folder}: cannot be made: {error.strerror or error}") from error
    values = {"recipe": plain(recipe), "now": timeline.now, "reached": timeline.reached}
    kept = KeptStates(timeline.kept, min(KEPT_BYTES, timeline.kept.budget_bytes))
    write_snapshot(folder / FILE, content_of_kept([timeline.run.keep(), *kept], values))


def read(folder: Path) -> Asleep:
    """Return what sleeps in a folder.

    Raises:
        SnapshotError: there is nothing, or it is damaged.
        RecipeError: this version cannot read its recipe.
    """
    content = read_snapshot(folder / FILE)
    values = content.values
    if "recipe" not in values:
        raise SnapshotError(f"{folder / FILE}: is the snapshot of a run, not of a twin")
    recipe, now, reached = recipe_of(values["recipe"]), values["now"], values["reached"]
    try:
        state, *kept = kept_of(content)
    except SnapshotError:
        return Asleep(recipe, now, reached, None)
    return Asleep(recipe, now, reached, Standing(state, kept))

"""Where a run of the kernel stands, to go on from: as arrays in memory, or in a snapshot."""

import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from voltwin_bindings.nested import Flat, flattened, rebuilt
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_bindings.snapshot_file import Content
from voltwin_core import jit
from voltwin_core.sources import source_hash
from voltwin_core.station.world import World

_WORLD = "world."  # before the paths of its arrays


class KernelState(NamedTuple):
    """All that the rest of a run depends on."""

    world: World  # without room for a log
    now: float  # [s]
    slab_s: float  # length of the next slab of a run with its log on [s]


def content_of(state: KernelState, values: dict[str, Any], arrays: dict[str, Any]) -> Content:
    """Return what a snapshot of a run holds.

    Args:
        state: of the run.
        values: plain ones to be kept with it.
        arrays: to be kept with it.
    """
    flat = flattened(state.world)
    engine = {"now": state.now, "slab_s": state.slab_s, "shared": flat.shared}
    world = {_WORLD + path: array for path, array in flat.arrays.items()}
    return Content(of_this_build({**values, "engine": engine}), {**arrays, **world})


def state_of(content: Content) -> KernelState:
    """Return the state of the run in a snapshot.

    Raises:
        SnapshotError: it was written by another engine, or on another platform: the numbers would
            not be those of the run as it was.
    """
    refuse_other_builds(content.values)
    engine = content.values["engine"]
    paths = [path for path in content.arrays if path.startswith(_WORLD)]
    arrays = {path.removeprefix(_WORLD): content.arrays[path] for path in paths}
    return KernelState(
        rebuilt(World, Flat(arrays, engine["shared"])), engine["now"], engine["slab_s"]
    )


def of_this_build(values: dict[str, Any]) -> dict[str, Any]:
    """Return plain values of a snapshot, with who writes it."""
    return {**values, "origin": _origin()}


@cache
def _origin() -> dict[str, str]:
    """Return what has to be the same for a run to go on bit by bit."""
    return {
        "voltwin": version("voltwin"),
        "kernel": source_hash(Path(jit.__file__).parent),
        "machine": platform.machine(),
        "system": platform.system(),
        "math_library": " ".join(platform.libc_ver()).strip(),
    }


def refuse_other_builds(values: dict[str, Any]) -> None:
    """Refuse the state of a run that another engine, or another platform, has written.

    Raises:
        SnapshotError: the numbers would not be those of the run as it was.
    """
    written, here = values["origin"], _origin()
    if written["kernel"] != here["kernel"]:
        same = written["voltwin"] == here["voltwin"]
        which = "another build of it" if same else f"Voltwin {here['voltwin']}"
        raise SnapshotError(
            f"was written by Voltwin {written['voltwin']}, and this is {which}, whose engine "
            "differs; go on with the one that wrote it, or run the scenario from its start"
        )
    names = ("machine", "system", "math_library")
    there, now = ([origin[name] for name in names] for origin in (written, here))
    if there != now:
        raise SnapshotError(
            f"was written on another platform ({', '.join(filter(None, there))}; this is "
            f"{', '.join(filter(None, now))}), where the last bit of a number may be another one; "
            "go on where it was written, or run the scenario from its start"
        )

"""What must be equal where runs are to stand together: the engine, and what decides last bits."""

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from voltwin_core.sources import source_hash

# What numbers come from; of `voltwin` not the rest, which shows them.
_PARTS = (
    "voltwin_core",
    "voltwin_bindings",
    "voltwin.scenario",
    "voltwin.travel",
    "voltwin.kpis",
)


def fingerprint() -> dict[str, str]:
    """Return the engine and the platform, as runs of one experiment share them.

    NumPy computes exponentials by instructions of the processor at hand; which ones decides last
    bits, as do the math library and the versions of the compilers.
    """
    return dict(_found())


@cache  # what has been loaded stays what it is
def _found() -> Mapping[str, str]:
    from numpy.lib.introspect import opt_func_info

    vectors = opt_func_info(func_name="^exp$", signature="float64")["exp"]
    return {
        "voltwin": version("voltwin"),
        "engine": "-".join(_hash(part) for part in _PARTS),
        "machine": platform.machine(),
        "system": platform.system(),
        "math_library": " ".join(platform.libc_ver()).strip(),
        "vectors": next(iter(vectors.values()))["current"],
        **{name: version(name) for name in ("numpy", "numba", "llvmlite")},
    }


def _hash(package: str) -> str:
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    return source_hash(Path(spec.submodule_search_locations[0]))[:8]


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return what differs between two fingerprints, such as `numpy 2.4.6, now 2.5.0`."""
    names = dict.fromkeys([*one, *other])
    return [
        f"{name} {one.get(name)}, now {other.get(name)}"
        for name in names
        if one.get(name) != other.get(name)
    ]

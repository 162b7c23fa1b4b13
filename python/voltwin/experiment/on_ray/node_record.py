"""What a node is like, as far as results depend on it."""

from functools import cache
from pathlib import Path

import voltwin
import voltwin_bindings
import voltwin_core
from voltwin.store.recipe import platform_record
from voltwin_core.jit import source_hash

NodeRecord = dict[str, str]

CODE = "code of Voltwin"
_PACKAGES = (voltwin_core, voltwin_bindings, voltwin)
_WITHOUT_EFFECT = ("cores",)


@cache
def node_record() -> NodeRecord:
    """Return what decides the last bit of a result here: our sources, and the platform."""
    code = "-".join(source_hash(folder) for folder in package_folders())
    platform = {name: str(what) for name, what in platform_record().items()}
    return {CODE: code} | {k: v for k, v in platform.items() if k not in _WITHOUT_EFFECT}


def package_folders() -> list[Path]:
    """Return the folders of our packages, from the ground up."""
    return [Path(package.__path__[0]) for package in _PACKAGES]


def differing(here: NodeRecord, there: NodeRecord) -> list[str]:
    """Return in words what is different there."""
    names = dict.fromkeys([*here, *there])
    return [
        f"{name} is {there.get(name)}, not {here.get(name)}"
        for name in names
        if here.get(name) != there.get(name)
    ]

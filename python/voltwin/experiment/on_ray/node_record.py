"""What a node is like, as far as results depend on it."""

from functools import cache
from pathlib import Path

import voltwin
import voltwin_bindings
import voltwin_core
from voltwin.experiment.fingerprint import fingerprint
from voltwin_core.sources import source_hash

NodeRecord = dict[str, str]

CODE = "code"


@cache
def node_record() -> NodeRecord:
    """Return our code, all of it, and what else decides results here."""
    return {CODE: "-".join(map(source_hash, package_folders())), **fingerprint()}


def package_folders() -> list[Path]:
    """Return the folders of our packages, from the ground up."""
    return [Path(package.__path__[0]) for package in (voltwin_core, voltwin_bindings, voltwin)]


def differing(here: NodeRecord, there: NodeRecord) -> list[str]:
    """Return in words what is different there."""
    names = dict.fromkeys([*here, *there])
    return [
        f"{name} {there.get(name)}, here {here.get(name)}"
        for name in names
        if here.get(name) != there.get(name)
    ]

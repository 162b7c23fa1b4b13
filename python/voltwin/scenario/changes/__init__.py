"""Changes of a scenario as data: where, what is done there, and by how much.

change = Change.parse("stations[region=North].chargers+=2")
variant = changed(scenario, [change])
changes_between(scenario, variant)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.scenario.changes.change import Change as Change
    from voltwin.scenario.changes.changing import changed as changed
    from voltwin.scenario.changes.changing import levels_of as levels_of
    from voltwin.scenario.changes.difference import changes_between as changes_between

__all__ = ["Change", "changed", "changes_between", "levels_of"]

# Where each of them lives; fetched when first asked for, so that nothing heavy is imported before.
_HOMES = {
    "Change": "change",
    "changed": "changing",
    "changes_between": "difference",
    "levels_of": "changing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'voltwin.scenario.changes' has no attribute {name!r}")
    return getattr(import_module(f"voltwin.scenario.changes.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

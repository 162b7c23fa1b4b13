"""All checks there are, by the modules that hold them. They are imported when they are asked for.

A module of checks has `CHECKS`, and belongs to one room for each group.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from voltwin.scenario.names import did_you_mean
from voltwin.validation.trust.check import GROUPS, Check

MODULES = (
    "voltwin.validation.theory_checks",
    "voltwin.validation.physics_checks",
    "voltwin.validation.demand_checks",
    "voltwin.validation.engine_checks",
    "voltwin.validation.known_errors",
    "voltwin.validation.reality",
)


class UnknownCheckError(ValueError):
    """A name that no check and no group has."""


@cache
def checks() -> dict[str, Check]:
    """Return all checks by name, group by group.

    Raises:
        ValueError: Two checks have one name, or one that a group has.
    """
    found = [check for module in MODULES for check in import_module(module).CHECKS]
    twice = [name for name, n in Counter([*GROUPS, *(c.name for c in found)]).items() if n > 1]
    if twice:
        raise ValueError(f"two checks, or a check and a group, have one name: {', '.join(twice)}")
    order = list(GROUPS)
    return {check.name: check for check in sorted(found, key=lambda c: order.index(c.group))}


def chosen(names: Iterable[str]) -> list[Check]:
    """Return the checks of these names and groups in the order of the table; all if none is named.

    Raises:
        UnknownCheckError: No check and no group is called so.
    """
    every, wanted = checks(), list(dict.fromkeys(names))
    known = [*GROUPS, *every]
    for name in wanted:
        if name not in known:
            raise UnknownCheckError(_unknown(name, known))
    return [c for c in every.values() if not wanted or c.name in wanted or c.group in wanted]


def _unknown(name: str, known: list[str]) -> str:
    return (
        f'no check or group "{name}"{did_you_mean(name, known)}; '
        "`voltwin validate --list` shows all"
    )

"""Variants of a scenario, as a server is told of them: by what is different."""

import os
from collections.abc import Mapping
from typing import TypeAlias

from voltwin.arguments import valid_scenario
from voltwin.client.scenarios import AnyChanges, AnyScenario, RemoteScenario, texts_of, uuid_in
from voltwin.scenario.changes import changes_between
from voltwin.scenario.scenario import Scenario

AnyVariant: TypeAlias = Scenario | os.PathLike[str] | AnyChanges
_FILES = (".yaml", ".yml", ".json")


def said_of_variants(base: AnyScenario, variants: Mapping[str, AnyVariant]) -> dict[str, list[str]]:
    """Return the changes of each variant, by name.

    Args:
        base: that they are variants of.
        variants: by name: a scenario, the file that it is in (.yaml or .json), or changes.

    Raises:
        ScenarioError: a scenario is not valid, or a file holds none.
        TypeError: a variant is given in full, and the base only by its id.
    """
    return {name: _changes(base, variant) for name, variant in variants.items()}


def _changes(base: AnyScenario, variant: AnyVariant) -> list[str]:
    in_file = isinstance(variant, str) and variant.lower().endswith(_FILES)
    if in_file or isinstance(variant, Scenario | os.PathLike):
        other = valid_scenario(variant)  # type: ignore[arg-type]  # no changes
        return [str(change) for change in changes_between(_in_full(base), other)]
    return texts_of(variant)


def _in_full(base: AnyScenario) -> Scenario:
    if isinstance(base, RemoteScenario):
        return base.scenario()
    if uuid_in(base) is not None:
        raise TypeError("base: is an id; give client.scenarios.get(id) with variants in full")
    return valid_scenario(base)  # type: ignore[arg-type]  # no UUID

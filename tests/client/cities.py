"""Scenarios that the client's tests send, and tables that they compare."""

import math
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.scenario.scenario import Scenario
from voltwin.scenario.templates import first_fleet
from voltwin.scenario.without_files import scenario_without_files
from voltwin.scenario.yaml_text import read_yaml
from voltwin_server.models.example_scenario import SCENARIO


def city(name: str = "two stations") -> Scenario:
    """Return two stations and a day."""
    return scenario_without_files({**SCENARIO, "name": name})


def fleet() -> Scenario:
    """Return three stations, and a small fleet that drives between them."""
    return scenario_without_files(read_yaml(first_fleet()))


def null(value: Any) -> Any:
    """Return a value as JSON has it."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def assert_same(one: pa.Table, other: pa.Table) -> None:
    """Let through tables of the same rows; a NaN is one like another."""
    assert one.column_names == other.column_names
    for name in one.column_names:
        left, right = (table.column(name) for table in (one, other))
        if pa.types.is_floating(left.type):
            np.testing.assert_array_equal(left.to_numpy(), right.to_numpy())
        else:
            assert left.to_pylist() == right.to_pylist()

"""The counts of branches that machine code is made with: of the kernel that there is."""

import inspect
from functools import cache
from importlib import import_module

import pytest

from voltwin_core.branches import kept_counts

LINES = sorted({(function, line) for function, line, _ in kept_counts()})


@cache
def lines_of(function: str) -> set[str]:
    module, _, name = function.rpartition(".")
    source = inspect.getsource(getattr(import_module(module), name))
    return {line.strip() for line in source.splitlines()}


def test_what_a_station_does_is_counted() -> None:
    assert {"voltwin_core.station.handlers.on_full", "voltwin_core.swap._happen"} <= {
        function for function, _ in LINES
    }


@pytest.mark.parametrize(("function", "line"), LINES, ids=str)
def test_each_line_is_there_still(function: str, line: str) -> None:
    assert line in lines_of(function), "count the branches anew: make branches"

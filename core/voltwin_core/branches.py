"""Which way each branch of a kernel usually goes, as counted, for the optimiser to know.

Without that it holds both ways for equally likely, and what seldom happens takes registers and
room from what always does. The counts lie beside this file, by function and line of source; a line
that has changed since then goes without. `make branches` counts anew. Results are the same with
any counts, or none.
"""

# Numba's compiler has no types.
# mypy: disable-error-code="misc, import-untyped, no-any-return, unused-ignore"

import json
import linecache
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from llvmlite.ir import Constant, IntType, PointerType
from numba.core import ir
from numba.core.lowering import Lower

COUNTS = Path(__file__).with_name("branches.json")

Branch = tuple[str, str, int]  # function, line of source, which of the branches on that line
Counts = dict[str, dict[str, list[list[int]]]]  # function: line: how often so, how often not

_WORD = IntType(64)
_MOST = 2**31 - 1  # weights are words of 32 bits


class BranchCounter:
    """Room for the counts of every branch that is compiled while it is in use."""

    in_use: ClassVar["BranchCounter | None"] = None

    def __init__(self) -> None:
        self._times: dict[Branch, Any] = {}

    def addresses(self, branch: Branch) -> tuple[int, int]:
        """Return where in memory it is counted how often a branch goes so, and how often not."""
        times = self._times.setdefault(branch, np.zeros(2, np.int64))
        return times.ctypes.data, times.ctypes.data + times.itemsize

    def counts(self) -> Counts:
        """Return what has been counted, of lines that were reached."""
        found: Counts = {}
        for (function, line, _), times in sorted(self._times.items()):
            found.setdefault(function, {}).setdefault(line, []).append(times.tolist())
        return {
            function: reached for function, lines in found.items() if (reached := _reached(lines))
        }


def _reached(lines: dict[str, list[list[int]]]) -> dict[str, list[list[int]]]:
    return {line: on_line for line, on_line in lines.items() if any(map(any, on_line))}


@contextmanager
def counting() -> Iterator[BranchCounter]:
    """Have all that is compiled within count its branches: it counts as long as the counter is
    kept, and is never taken from the cache of kernels, nor put into it. What has been compiled
    before does not count."""
    BranchCounter.in_use = counter = BranchCounter()
    try:
        yield counter
    finally:
        BranchCounter.in_use = None


class BranchLowering(Lower):
    """Numba's lowering of a function, with the weights of its branches."""

    def lower(self) -> None:
        """Lower a function. Branches on one line are told apart by their order."""
        self._on_line: Counter[str] = Counter()
        super().lower()

    def lower_inst(self, inst: Any) -> None:
        """Lower one instruction."""
        super().lower_inst(inst)
        if isinstance(inst, ir.Branch):
            branch, lowered = self._branch(inst), self.builder.block.terminator
            if BranchCounter.in_use is not None:
                self._count(BranchCounter.in_use, branch, lowered)
            elif any(times := kept_counts().get(branch, [])):
                lowered.set_weights(weights(*times))

    def _branch(self, inst: Any) -> Branch:
        function = self.func_ir.func_id
        line = linecache.getline(inst.loc.filename, inst.loc.line).strip()
        self._on_line[line] += 1
        return f"{function.modname}.{function.func_qualname}", line, self._on_line[line] - 1

    def _count(self, counter: BranchCounter, branch: Branch, lowered: Any) -> None:
        """Add one to one of two numbers in memory, just before a branch is taken."""
        so, otherwise = (
            Constant(_WORD, address).inttoptr(PointerType(_WORD))
            for address in counter.addresses(branch)
        )
        builder = self.builder
        builder.position_before(lowered)
        place = builder.select(lowered.operands[0], so, otherwise)
        builder.store(builder.add(builder.load(place), Constant(_WORD, 1)), place)
        builder.position_at_end(builder.block)


def weights(*times: int) -> list[int]:
    """Return times as words of 32 bits, none of them 0: nothing is sure never to happen."""
    unit = max(times) // _MOST + 1
    return [so_often // unit + 1 for so_often in times]


@cache
def kept_counts() -> dict[Branch, list[int]]:
    """Return the counts that lie beside this file."""
    counts: Counts = json.loads(COUNTS.read_text(encoding="utf-8"))
    return {
        (function, line, number): times
        for function, lines in counts.items()
        for line, on_line in lines.items()
        for number, times in enumerate(on_line)
    }

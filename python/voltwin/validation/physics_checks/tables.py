"""Rows for single primitives of the core, which take tables."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from voltwin.validation.network import Curve
from voltwin_core.charging import Knot
from voltwin_core.record import Record, Table

_R = TypeVar("_R", bound=Record)
_OTHER = (0.5, 1e6), (0.4, 1e-6)  # knots that belong to other curves


class Knots(NamedTuple):
    """A charge curve as primitives take it: `time_to(*knots, ...)`."""

    knots: Table[Knot]
    first: int
    number: int


def table_of(record: type[_R], rows: Sequence[tuple[Any, ...]]) -> Table[_R]:
    """Return rows as a table."""
    return record.adopt(np.array(list(rows), record.dtype))


def knots_of(curve: Curve) -> Knots:
    """Return a curve as primitives take it, among knots that are not its own."""
    return Knots(table_of(Knot, [_OTHER[0], *curve, _OTHER[1]]), 1, len(curve))

"""A road graph as plain text, as a scenario holds it, and as arrays.

One line a node: `lon lat` [degrees]. One line a link: `from to metres seconds`, nodes counted from
0 in the order of their lines; a link leads one way.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_NODES = 500_000
_LINK = "from to metres seconds"


class Roads(NamedTuple):
    """Nodes and one-way links."""

    lon: Floats  # of each node [degrees]
    lat: Floats
    source: Ints  # of each link
    target: Ints
    km: Floats
    seconds: Floats


def as_text(nodes: Iterable[tuple[float, ...]], links: Iterable[tuple[float, ...]]) -> list[str]:
    """Return the texts of nodes, (lon, lat) each, and links, (from, to, metres, seconds) each."""
    return [
        "".join(" ".join(f"{x:.10g}" for x in row) + "\n" for row in rows)
        for rows in (nodes, links)
    ]


@lru_cache(maxsize=8)
def parsed(nodes: str, links: str) -> Roads:
    """Return the graph in two texts; arrays are not to be written to.

    Raises:
        ValueError: a line is not as it should be, or names a node that is not there.
    """
    lon, lat = _columns("nodes", nodes, "lon lat")
    source, target, metres, seconds = _columns("links", links, _LINK)
    if len(lon) > MOST_NODES:
        raise ValueError(f"has {len(lon):,} nodes; at most {MOST_NODES:,} are allowed")
    _refuse("nodes", "degrees east and north", (np.abs(lon) > 180.0) | (np.abs(lat) > 90.0))
    ends = np.concatenate([source, target])
    wrong = (ends < 0) | (ends >= len(lon)) | (ends != np.floor(ends))
    wrong = wrong[: len(source)] | wrong[len(source) :]
    _refuse("links", f"numbers of nodes, 0 to {len(lon) - 1}", wrong)
    _refuse("links", "metres, 0 or more, and seconds above 0", (metres < 0.0) | (seconds <= 0.0))
    return Roads(
        lon, lat, source.astype(np.int64), target.astype(np.int64), metres / 1000.0, seconds
    )


def _columns(what: str, text: str, columns: str) -> list[Floats]:
    """Return the columns of a text of numbers."""
    width = len(columns.split())
    lines = text.splitlines()
    if not lines:
        raise ValueError(f"has no {what}; one line each is expected: {columns}")
    try:
        table = np.array(text.split(), np.float64).reshape(len(lines), width)
        if np.isfinite(table).all() and all(len(line.split()) == width for line in lines):
            return [column.copy() for column in table.T]
    except ValueError:
        pass
    number = next(i for i, line in enumerate(lines, 1) if not _is_row(line, width))
    raise ValueError(f'{what}, line {number}: "{lines[number - 1][:40]}" is not {columns}')


def _is_row(line: str, width: int) -> bool:
    try:
        return len(line.split()) == width and all(abs(float(x)) < 1e300 for x in line.split())
    except ValueError:
        return False


def _refuse(what: str, wanted: str, wrong: npt.NDArray[np.bool_]) -> None:
    if wrong.any():
        raise ValueError(f"{what}, line {int(wrong.argmax()) + 1}: must be {wanted}")

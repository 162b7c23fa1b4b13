"""Surges of a scenario into the tables of its streams of arrivals."""

from collections.abc import Sequence

import numpy as np

from voltwin.scenario.demand import Surge
from voltwin.scenario.station import Station
from voltwin.scenario.surges import Steps, SurgesByPlace
from voltwin.scenario.tables.growing import Rows
from voltwin_core.demand import POISSON, Source
from voltwin_core.demand import Surge as Step
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

_Span = tuple[int, int]  # of a station's steps: the first, and how many


def with_surges(
    tables: Parameters, stations: Sequence[Station], surges: Sequence[Surge]
) -> Parameters:
    """Return tables with more surges behind those that are in them.

    Stations that had the same steps, and to which the same of the surges apply, have one product;
    equal steps stand in the table once.

    Args:
        tables: of the stations.
        stations: of the scenario.
        surges: that are added, in their order.
    """
    where, sources = SurgesByPlace(surges), as_array(tables.sources).copy()
    former, steps = as_array(tables.surges), _SharedSteps()
    spans: dict[tuple[_Span, tuple[int, ...]], _Span] = {}
    for source, station in zip(sources, stations, strict=True):
        if source["kind"] != POISSON:
            continue
        before, numbers = (
            (int(source["first_surge"]), int(source["surges"])),
            where.numbers(station),
        )
        kind = before, numbers
        if kind not in spans:
            rows = former[before[0] :][: before[1]]
            spans[kind] = steps.put(_times(rows, where.at(numbers)) if numbers else rows)
        source["first_surge"], source["surges"] = spans[kind]
    return tables._replace(sources=Source.adopt(sources), surges=Step.adopt(steps.fill()))


def _times(rows: Rows, surges: Sequence[Surge]) -> Rows:
    """Return the rows of a product with more surges."""
    product = Steps(rows["at_s"], rows["factor"]).times(surges)
    longer = np.zeros(len(product.at_s), Step.dtype)
    longer["at_s"], longer["factor"] = product
    return longer


class _SharedSteps:
    """Runs of rows of the table of steps, each there once."""

    def __init__(self) -> None:
        self._runs: list[Rows] = []
        self._length = 0
        self._first: dict[bytes, int] = {}

    def put(self, run: Rows) -> _Span:
        """Return where an equal run stands."""
        key = run.tobytes()
        if key not in self._first:
            self._first[key] = self._length
            self._runs.append(run)
            self._length += len(run)
        return self._first[key], len(run)

    def fill(self) -> Rows:
        """Return all rows, one at least, so that kernels can be given them."""
        return np.concatenate(self._runs) if self._length else np.zeros(1, Step.dtype)

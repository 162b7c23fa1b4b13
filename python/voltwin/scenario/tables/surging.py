"""Surges of a scenario into the tables of its streams of arrivals."""

import math
from collections.abc import Sequence

from voltwin.scenario.demand import Surge
from voltwin.scenario.derived import surge_applies, whole_demand
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.tables.shelf import Shelf
from voltwin_core.demand import POISSON, Source
from voltwin_core.demand import Surge as Step
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters


def with_surges(tables: Parameters, scenario: Scenario) -> Parameters:
    """Return tables with the surges of a scenario's demand and interventions, and no others."""
    surges = whole_demand(scenario).surges
    sources, steps = as_array(tables.sources).copy(), Shelf[tuple[float, float]]()
    for row, station in zip(sources, scenario.stations, strict=True):
        if row["kind"] == POISSON:
            run = _steps([surge for surge in surges if surge_applies(surge, station)])
            row["first_surge"], row["surges"] = steps.put(run), len(run)
    return tables._replace(sources=Source.adopt(sources), surges=Step.adopt(steps.fill(Step.dtype)))


def _steps(surges: Sequence[Surge]) -> list[tuple[float, float]]:
    """Return the product of all surges as (from, factor) steps."""
    times = sorted({time for surge in surges for time in (surge.start, surge.end)})
    return [
        (time, math.prod(surge.factor for surge in surges if surge.start <= time < surge.end))
        for time in times
    ]

"""What is kept of each run besides its totals: a row for each place, in the order of places."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import PLACES
from voltwin.experiment.tables import Column


def places_of(plan: Plan, kept: str) -> Column:
    """Return what the rows of a kept table stand for: regions, stations, hours, or classes."""
    places: Column = pa.array(_PLACES[kept](plan))
    return places


def _regions(plan: Plan) -> Sequence[str]:
    return list(dict.fromkeys(station.region for station in plan.base.stations))


def _stations(plan: Plan) -> Sequence[str]:
    return [station.id for station in plan.base.stations]


def _fleet(plan: Plan) -> Sequence[str]:
    return ["fleet"]


def _classes(plan: Plan) -> Sequence[str]:
    fleet = plan.base.fleet
    return [of.id for of in fleet.classes] if fleet else []


def _hours(plan: Plan) -> Any:
    """Return when the local hours begin that are observed, in local time, as the KPIs' do."""
    start, hour = np.datetime64(plan.base.start.replace(tzinfo=None), "s"), np.timedelta64(1, "h")
    end = start + np.timedelta64(int(np.ceil(plan.until_s)), "s")
    begin = np.arange(start.astype("datetime64[h]").astype("datetime64[s]"), end, hour)
    observed = begin + hour > start + np.timedelta64(int(plan.base.warm_up), "s")
    return begin[observed].astype("datetime64[ms]")


_PLACES: dict[str, Callable[[Plan], Any]] = {
    "by_region": _regions,
    "by_station": _stations,
    "by_hour": _hours,
    "fleet": _fleet,
    "fleet_by_class": _classes,
    "fleet_by_hour": _hours,
}
assert set(_PLACES) == set(PLACES)

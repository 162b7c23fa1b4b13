"""Small networks and their stories, for tests that state the model in numbers.

Unless said otherwise a battery holds 50 kWh and is charged with a flat 60 kW and no losses, without
a cool-down: 0.2 to 0.8 (ready) takes 1800 s, 0.8 to 0.9 (full) another 300 s. A swap takes 60 s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from voltwin.reference import ReferenceEngine
from voltwin.validation.network import Arrivals, Network, Site, Steps, Type, parameters
from voltwin_bindings.event_log import SCHEMA
from voltwin_core.draws import run_key
from voltwin_core.station.parameters import Parameters

HOUR_S = 3600.0
MONDAY = 96  # the local hour 1970-01-05T00:00
KEY = run_key(1, 0)


def coming_at(*times: float) -> Arrivals:
    """Return a trace of arrivals at these times [s]."""
    return Arrivals(times=times)


def site(*times: float, stock: tuple[float, ...] = (0.9,), ring: int = 5, **more: Any) -> Site:
    """Return a station of one battery type: arrivals, SoC of its batteries, vehicles outside."""
    arrivals = more.pop("arrivals", coming_at(*times))
    return Site((stock,), (ring,), (1.0,), arrivals, **more)


def network(*sites: Site, kinds: tuple[Type, ...] = (Type(),), hours: float = 4.0) -> Parameters:
    """Return the tables of a network that starts on a Monday at midnight."""
    return parameters(Network(kinds, sites, hours * HOUR_S, first_hour=MONDAY))


def from_then_on(before: float, *changes: tuple[float, float]) -> Steps:
    """Return a weekly schedule: a value, and changes of it at seconds after the start."""
    return ((0.0, before), *changes)


@dataclass(frozen=True)
class Story:
    """The event log of a run, to be asked what happened. "No value" is None in it, not NaN."""

    rows: list[dict[str, Any]]

    def __iter__(self) -> Iterator[tuple[float, str]]:
        """Yield time [s] and kind of all rows."""
        return ((row["time"], row["kind"]) for row in self.rows)

    @property
    def kinds(self) -> list[str]:
        return [row["kind"] for row in self.rows]

    def of(self, **who: int | str) -> list[tuple[float, str]]:
        """Return time and kind of the rows about someone: `of(vehicle=3)`."""
        return [(row["time"], row["kind"]) for row in self.about(**who)]

    def about(self, **what: int | str) -> list[dict[str, Any]]:
        """Return the rows that have these values."""
        return [row for row in self.rows if all(row[name] == what[name] for name in what)]

    def the(self, kind: str, **what: int) -> dict[str, Any]:
        """Return the only row of its kind that has these values."""
        (row,) = self.about(kind=kind, **what)
        return row

    def column(self, kind: str, name: str) -> list[Any]:
        """Return a column of all rows of a kind."""
        return [row[name] for row in self.about(kind=kind)]


def story_of(engine: ReferenceEngine) -> Story:
    """Return what has happened since the last time."""
    rows = pa.Table.from_batches(engine.drain(), SCHEMA).to_pylist()
    return Story([{k: None if v != v else v for k, v in row.items()} for row in rows])  # noqa: PLR0124


def run(*sites: Site, kinds: tuple[Type, ...] = (Type(),), hours: float = 4.0) -> Story:
    """Run a network to its horizon and return its story."""
    engine = ReferenceEngine(network(*sites, kinds=kinds, hours=hours), KEY)
    engine.advance(hours * HOUR_S)
    return story_of(engine)

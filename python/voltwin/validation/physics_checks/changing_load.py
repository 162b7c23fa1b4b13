"""Stations whose load is known beforehand and changes by the quarter of an hour.

Each charger has a battery that never fills and takes the charger's full power. Chargers go out of
order for some quarters and come back, at each station and in each run at other times.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from voltwin.scenario.files import scenario_of
from voltwin.scenario.references import resolve
from voltwin.simulation import Simulation

DAY = 96  # quarters
_QUARTER_S = 900.0
_NEVER_FULL_KWH = 1e6


class Out(NamedTuple):
    """A charger out of order, in quarters of an hour from the start."""

    charger: int
    first: int
    end: int


class Site(NamedTuple):
    """Chargers of a station by their power [kW], and when they are out of order."""

    chargers: tuple[float, ...]
    outs: tuple[Out, ...] = ()

    def kw(self, quarter: int) -> float:
        """Return the load in a quarter of an hour from the start [kW]."""
        away = {out.charger for out in self.outs if out.first <= quarter < out.end}
        return sum(kw for number, kw in enumerate(self.chargers) if number not in away)


def random_sites(of: np.random.Generator, days: int) -> tuple[Site, ...]:
    """Return two stations, each of two to four chargers of which each is out of order now and then.

    Their first chargers take turns, so their peaks are at different times.
    """
    turns = _random_edges(of, days)
    others = (0, *turns, DAY * days)
    return tuple(_random_site(of, days, first) for first in (turns, others))


def _random_site(of: np.random.Generator, days: int, first: tuple[int, ...]) -> Site:
    chargers = tuple(of.uniform(20.0, 150.0, int(of.integers(2, 5))).tolist())
    edges = first, *(_random_edges(of, days) for _ in chargers[1:])
    outs = (
        Out(charger, begin, end)
        for charger, at in enumerate(edges)
        for begin, end in zip(at[::2], at[1::2], strict=True)
        if begin < end
    )
    return Site(chargers, tuple(outs))


def _random_edges(of: np.random.Generator, days: int) -> tuple[int, ...]:
    """Return quarters at which a charger goes out of order, and comes back, and so on."""
    edges = of.choice(np.arange(DAY * days), 2 * int(of.integers(2, 7)), replace=False)
    return tuple(np.sort(edges).tolist())


def bill_of(
    sites: tuple[Site, ...],
    start: datetime,
    days: int,
    tariff: Mapping[str, Any],
    folder: Path | None = None,
) -> dict[str, Any]:
    """Return the totals of a run of stations under a tariff, whose file is in the folder."""
    fields = {
        "start": start.isoformat(),
        "horizon": f"{days}d",
        "battery_types": [_kind(max(kw for site in sites for kw in site.chargers))],
        "economics": {"currency": "USD", "tariff": dict(tariff)},
        "stations": [_station(number, site) for number, site in enumerate(sites)],
        "interventions": [out for number, site in enumerate(sites) for out in _outs(number, site)],
    }
    scenario = scenario_of(resolve(fields, folder or Path()))
    row: dict[str, Any] = Simulation(scenario, log=False).run().total.to_pylist()[0]
    return row


def _kind(kw: float) -> dict[str, Any]:
    return {
        "id": "large",
        "capacity_kwh": _NEVER_FULL_KWH,
        "charge_curve": {"points": [[0, kw], [1, kw]]},
        "cool_down": {"minimum": 0},
    }


def _station(number: int, site: Site) -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "chargers": [{"count": 1, "power_kw": kw, "efficiency": 1} for kw in site.chargers],
        "batteries": {"large": {"count": len(site.chargers), "soc": 0}},
        "trace": [],
    }


def _outs(number: int, site: Site) -> Iterator[dict[str, Any]]:
    for out in site.outs:
        yield {
            "kind": "charger_out",
            "at": _QUARTER_S * out.first,
            "station": f"s{number}",
            "charger": out.charger,
            "for": _QUARTER_S * (out.end - out.first),
        }

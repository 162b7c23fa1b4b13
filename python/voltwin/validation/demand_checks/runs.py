"""Runs of scenarios, and what is read of their event logs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from voltwin.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin_core.station.events import KINDS

Floats = npt.NDArray[np.float64]
Rows = dict[str, npt.NDArray[Any]]  # by column
Row = dict[str, Any]  # of a scenario file

STANDARD = {"id": "standard", "capacity_kwh": 40, "charge_curve": {"power_kw": 80}}
DAY_S = 86_400.0


class Streams(NamedTuple):
    """Arrivals of equal length at several stations, one station after the other."""

    station: npt.NDArray[np.int64]
    time: Floats  # rising at each station [s]

    def counts(self, stations: int, edges: Floats) -> Floats:
        """Return how many came to each station between edges [s], shape (stations, edges - 1).

        Who comes outside them is not counted.
        """
        slot = np.searchsorted(edges, self.time, side="right") - 1
        slots = len(edges) - 1
        inside = (slot >= 0) & (slot < slots)
        cell = self.station[inside] * slots + slot[inside]
        counted = np.bincount(cell, minlength=stations * slots)
        return counted.reshape(stations, slots).astype(np.float64)


def turned_away(number: int, **arrivals: Any) -> Row:
    """Return a station that serves nobody, so that nothing but arrivals happens there."""
    return {"id": f"s{number:03}", "chargers": 0, "batteries": 0, **arrivals}


def scenario_of(stations: Sequence[Row], **others: Any) -> Scenario:
    """Return a scenario of these stations with one battery type."""
    return Scenario.model_validate(
        {"battery_types": [STANDARD], "stations": list(stations), **others}
    )


def rows_of(simulation: Simulation, kinds: Sequence[str], columns: Sequence[str]) -> Rows:
    """Run to the end, and return columns of the rows of some kinds, `kind` as its name's place
    among all."""
    codes = [KINDS.index(kind) for kind in kinds]
    found: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in ("kind", *columns)}
    for batch in simulation.stream():
        of_kind: Any = batch.column("kind")
        of_row = np.asarray(of_kind.indices.to_numpy())
        kept = np.isin(of_row, codes)
        found["kind"].append(of_row[kept])
        for name in columns:
            found[name].append(np.asarray(batch.column(name).to_numpy())[kept])
    return {name: np.concatenate(parts) for name, parts in found.items()}


def arrivals(scenario: Scenario, seed: int, replication: int = 0) -> Streams:
    """Run a scenario and return who came when, by its log."""
    return arrivals_in(Simulation(scenario, seed=seed, replication=replication))


def arrivals_in(simulation: Simulation) -> Streams:
    """Return who came when in a run that goes on to its end, from the first row that is not handed
    out on."""
    found = rows_of(simulation, ["arrival"], ["station", "time"])
    order = np.argsort(found["station"], kind="stable")
    return Streams(found["station"][order].astype(np.int64), found["time"][order])

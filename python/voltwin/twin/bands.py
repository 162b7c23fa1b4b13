"""Bands of a forecast: quantiles of every station's measures over replications, as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Floats = npt.NDArray[np.floating]

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
COLUMNS = tuple(f"q{round(100 * p):02d}" for p in PROBABILITIES)
LEVELS = ("ready", "queue")  # at an instant; the others are of a slot
MEASURES = {
    "ready": "ready batteries at the end of the slot, those that vehicles have claimed included",
    "queue": "vehicles in the lines at the end of the slot",
    "swaps": "swaps that end in the slot",
    "lost": "vehicles lost in the slot, for any reason",
    "power_kw": "mean power of all chargers over the slot, grid side [kW]",
}


def band_quantiles(values: npt.ArrayLike) -> Floats:
    """Return the quantiles of PROBABILITIES over replications, shape (..., quantiles).

    Type 6 of Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566: at rank p (n + 1), between
    ranks interpolated. Then one more replication lies below the quantile with probability p, which
    is what a band promises of what comes; that needs n of 19 or more for 5 and 95 %. With fewer the
    least and the greatest value stand there.

    Args:
        values: shape (replications, ...).
    """
    found = np.quantile(np.asarray(values, float), PROBABILITIES, axis=0, method="weibull")
    return np.moveaxis(found, 0, -1)


@dataclass(frozen=True)
class Forecast:
    """What may come in the next hours: bands by slot of 15 minutes of local time.

    Attributes:
        start: of the scenario.
        issued_s: when it was made [s] from the start; the first slot begins there.
        seed: of the draws.
        replications: that the bands are of.
        stations: their ids.
        regions: their names, in the order in which stations name them.
        end_s: of each slot [s].
        by_station: of each of MEASURES, shape (slots, stations, quantiles).
        by_region: the same of sums over a region's stations, shape (slots, regions, quantiles).
        total: the same of the sum over all stations, shape (slots, quantiles).
        begun: of each of LEVELS at `issued_s`, shape (stations,): median.
        latest: of each of LEVELS, what was observed last at `issued_s`, shape (stations,); NaN
            where nothing was.
    """

    start: datetime
    issued_s: float
    seed: int
    replications: int
    stations: tuple[str, ...]
    regions: tuple[str, ...]
    end_s: Floats
    by_station: Mapping[str, Floats]
    by_region: Mapping[str, Floats]
    total: Mapping[str, Floats]
    begun: Mapping[str, Floats]
    latest: Mapping[str, Floats]

    @property
    def begin_s(self) -> Floats:
        """When each slot begins [s]."""
        return np.array([self.issued_s, *self.end_s[:-1]])

    def table(self, stations: Sequence[str] | None = None) -> pa.Table:
        """Return a row for each station, measure and slot: `station`, `measure`, `begin` and `end`
        (local time), `begin_s` and `end_s` [s], and the quantiles `q05` to `q95`.

        Args:
            stations: ids of those that are wanted, all by default.

        Raises:
            ValueError: there is no such station.
        """
        return self._table("station", self.stations, self.by_station, stations)

    def region_table(self, regions: Sequence[str] | None = None) -> pa.Table:
        """Return a row for each region, measure and slot of the sum over its stations, with the
        columns of `table`, `region` instead of `station`.

        Args:
            regions: names of those that are wanted, all by default.

        Raises:
            ValueError: there is no such region.
        """
        return self._table("region", self.regions, self.by_region, regions)

    def total_table(self) -> pa.Table:
        """Return a row for each measure and slot of the sum over all stations, with the columns of
        `table` but `station`."""
        return pa.table(self._columns(np.stack([self.total[name] for name in MEASURES])[None]))

    def _table(
        self,
        place: str,
        known: Sequence[str],
        bands_of: Mapping[str, Floats],
        wanted: Sequence[str] | None,
    ) -> pa.Table:
        """Return the rows of some places, whose names stand in a column of what they are."""
        chosen = _numbers(place, known, wanted)
        bands = [bands_of[name][:, chosen].swapaxes(0, 1) for name in MEASURES]
        names = pa.array([known[number] for number in chosen], pa.string())
        places = np.repeat(np.arange(len(chosen)), len(MEASURES) * len(self.end_s))
        return pa.table({place: names.take(places), **self._columns(np.stack(bands, axis=1))})

    def _columns(self, bands: Floats) -> dict[str, Any]:
        """Return columns for bands of shape (things, measures, slots, quantiles)."""
        things, measures, slots = bands.shape[:3]
        kinds = np.tile(np.repeat(np.arange(measures, dtype=np.int8), slots), things)
        times = {"begin": self.begin_s, "end": self.end_s}
        local = {name: np.tile(self._local(of), things * measures) for name, of in times.items()}
        seconds = {f"{name}_s": np.tile(of, things * measures) for name, of in times.items()}
        values = bands.reshape(-1, len(COLUMNS))
        return {
            "measure": pa.DictionaryArray.from_arrays(kinds, pa.array(list(MEASURES))),
            **{name: pa.array(of) for name, of in {**local, **seconds}.items()},
            **{name: pa.array(values[:, q]) for q, name in enumerate(COLUMNS)},
        }

    def _local(self, seconds: Floats) -> npt.NDArray[np.datetime64]:
        start = np.datetime64(self.start.replace(tzinfo=None), "ms")
        return start + np.round(1000.0 * np.asarray(seconds)).astype("timedelta64[ms]")


def _numbers(place: str, known: Sequence[str], wanted: Sequence[str] | None) -> list[int]:
    if wanted is None:
        return list(range(len(known)))
    number_of = {name: number for number, name in enumerate(known)}
    for name in wanted:
        if name not in number_of:
            from voltwin.scenario.names import did_you_mean

            raise ValueError(f'there is no {place} "{name}"{did_you_mean(name, number_of)}')
    return [number_of[name] for name in wanted]

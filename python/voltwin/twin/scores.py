"""How well forecasts were met by what was observed later.

Of each forecast that covered the time of an observation: whether the bands of 50 and 90 % held it,
and the mean pinball loss of its quantiles, against persistence as the plain rival: what had been
seen last when the forecast was made, or else stood there, for all hours to come.

The pinball loss of the quantile q with probability p is (p - 1{y < q}) (y - q), proper for that
quantile: Gneiting and Raftery (2007), Journal of the American Statistical Association 102(477),
section 6.1, doi:10.1198/016214506000001437.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from voltwin.twin.bands import LEVELS, PROBABILITIES, Floats, Forecast
from voltwin.twin.sightings import Sighting
from voltwin_core.calendar import HOUR_S

LEADS_H = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0)  # borders, upper ones included
SUMS = ("n", "held_50", "held_90", "pinball", "persistence")
MOST_BYTES = 32 << 20  # of the forecasts that are kept; the first go first

_P = np.array(PROBABILITIES)

Integers = npt.NDArray[np.int64]


class KeptForecast(NamedTuple):
    """A forecast, as little of it as scoring needs."""

    number: int  # from 1, in the order of being kept
    replications: int
    instants_s: Floats  # the first is when it was made
    bands: npt.NDArray[np.float32]  # (levels, instants, stations, quantiles)
    rival: npt.NDArray[np.float32]  # (levels, stations): persistence

    @property
    def issued_s(self) -> float:
        """When it was made [s]."""
        return float(self.instants_s[0])


class _Seen(NamedTuple):
    """Sightings side by side."""

    at: Floats  # [s]
    station: Integers
    level: Integers  # its place in LEVELS
    value: Floats

    def some(self, chosen: Integers) -> "_Seen":
        """Return those of some places."""
        return _Seen(self.at[chosen], self.station[chosen], self.level[chosen], self.value[chosen])


def pinball(quantiles: Floats, observed: npt.ArrayLike) -> Floats:
    """Return the mean pinball loss of the quantiles of PROBABILITIES.

    Args:
        quantiles: shape (..., quantiles).
        observed: shape (...,).
    """
    beyond = np.asarray(observed, float)[..., None] - quantiles
    loss: Floats = np.maximum(_P * beyond, (_P - 1.0) * beyond).mean(axis=-1)
    return loss


class Scores:
    """Forecasts of one twin, and the sums of how they were met."""

    def __init__(self, stations: Sequence[str], most_bytes: int = MOST_BYTES) -> None:
        """Begin with none.

        Args:
            stations: ids of the twin's.
            most_bytes: of forecasts that are kept; the latest is in any case.
        """
        self.stations = tuple(stations)
        self.kept: list[KeptForecast] = []
        self.sums: Floats = np.zeros((len(LEVELS), len(LEADS_H) - 1, len(self.stations), len(SUMS)))
        self._most_bytes = most_bytes

    def keep(self, forecast: Forecast) -> bool:
        """Keep a forecast in place of one that was made at the same time of the run, unless that
        one has more replications. Return whether it is kept.

        Raises:
            ValueError: it is of other stations.
        """
        if forecast.stations != self.stations:
            raise ValueError("forecast: is of other stations than the scores")
        same = [kept for kept in self.kept if kept.issued_s == forecast.issued_s]
        if any(kept.replications > forecast.replications for kept in same):
            return False
        others = [kept for kept in self.kept if kept.issued_s != forecast.issued_s]
        number = max((kept.number for kept in self.kept), default=0) + 1
        self.put([*others, _kept(forecast, number)])
        return True

    def put(self, kept: Iterable[KeptForecast]) -> None:
        """Have forecasts kept instead of those that are, the first let go if they are too much."""
        self.kept = list(kept)
        while len(self.kept) > 1 and self.bytes > self._most_bytes:
            self.kept.pop(0)

    @property
    def bytes(self) -> int:
        """What the forecasts that are kept take."""
        return sum(kept.bands.nbytes for kept in self.kept)

    def see(self, sightings: Iterable[Sighting]) -> None:
        """Hold what was seen against the forecasts that covered its time."""
        found = list(sightings)
        if not found:
            return
        at, station, level, value = zip(*found, strict=True)
        levels = np.array([LEVELS.index(name) for name in level])
        seen = _Seen(np.array(at), np.array(station), levels, np.array(value))
        for kept in self.kept:
            lead = _leads(kept, seen.at)
            chosen = np.flatnonzero(lead >= 0)
            if len(chosen):
                self._score(kept, seen.some(chosen), lead[chosen])

    def _score(self, kept: KeptForecast, seen: _Seen, lead: Integers) -> None:
        band = _at(kept, seen)
        q05, q25, _, q75, q95 = np.moveaxis(band, -1, 0)
        rival = kept.rival[seen.level, seen.station].astype(float)
        sums = (
            np.ones(len(lead)),
            (q25 <= seen.value) & (seen.value <= q75),
            (q05 <= seen.value) & (seen.value <= q95),
            pinball(band, seen.value),
            0.5 * np.abs(seen.value - rival),  # the pinball loss of five equal quantiles
        )
        np.add.at(self.sums, (seen.level, lead, seen.station), np.stack(sums, axis=-1))

    def total(self) -> pa.Table:
        """Return a row for each level: how many observations were held against forecasts (`n`: one
        for each forecast that covered it), the shares that the bands held (`coverage_50`,
        `coverage_90`), the mean pinball losses of forecasts and of `persistence`, and the `skill`,
        1 - pinball / persistence: above 0 if forecasts are the better ones."""
        return _table({"measure": list(LEVELS)}, self.sums.sum(axis=(1, 2)))

    def by_lead(self) -> pa.Table:
        """Return the same by how long before the forecast was made, above `lead_from_h` up to
        `lead_to_h` [h], where anything was observed."""
        named = {
            "measure": np.repeat(LEVELS, len(LEADS_H) - 1),
            "lead_from_h": np.tile(LEADS_H[:-1], len(LEVELS)),
            "lead_to_h": np.tile(LEADS_H[1:], len(LEVELS)),
        }
        return _where_any(_table(named, self.sums.sum(axis=2).reshape(-1, len(SUMS))))

    def by_station(self) -> pa.Table:
        """Return the same by station, where anything was observed."""
        named = {
            "measure": np.repeat(LEVELS, len(self.stations)),
            "station": list(self.stations) * len(LEVELS),
        }
        return _where_any(_table(named, self.sums.sum(axis=1).reshape(-1, len(SUMS))))


def _kept(forecast: Forecast, number: int) -> KeptForecast:
    """Return as little of a forecast as scoring needs."""
    bands = np.stack([_from_the_begin(forecast, level) for level in LEVELS])
    rival = np.stack([_persistence(forecast, level) for level in LEVELS])
    return KeptForecast(
        number=number,
        replications=forecast.replications,
        instants_s=np.array([forecast.issued_s, *forecast.end_s]),
        bands=bands.astype(np.float32),
        rival=rival.astype(np.float32),
    )


def _from_the_begin(forecast: Forecast, level: str) -> Floats:
    """Return bands from `issued_s` on, where they are one number."""
    begun = np.repeat(forecast.begun[level][:, None], len(PROBABILITIES), axis=1)
    return np.concatenate([begun[None], forecast.by_station[level]])


def _persistence(forecast: Forecast, level: str) -> Floats:
    latest = forecast.latest[level]
    return np.where(np.isnan(latest), forecast.begun[level], latest)


def _leads(kept: KeptForecast, at: Floats) -> Integers:
    """Return the place in LEADS_H of times [s]; -1 of what the forecast does not cover."""
    lead = np.searchsorted(LEADS_H, (at - kept.issued_s) / HOUR_S) - 1
    covered = (kept.issued_s < at) & (at <= kept.instants_s[-1]) & (lead < len(LEADS_H) - 1)
    return np.where(covered, lead, -1)


def _at(kept: KeptForecast, seen: _Seen) -> Floats:
    """Return the quantiles where and when something was seen, between two instants on a straight
    line, at an instant exactly its own; shape (sightings, quantiles)."""
    instants = kept.instants_s
    before = np.searchsorted(instants, seen.at, side="right") - 1
    after = np.minimum(before + 1, len(instants) - 1)
    low = kept.bands[seen.level, before, seen.station].astype(float)
    high = kept.bands[seen.level, after, seen.station].astype(float)
    gap = np.where(after > before, instants[after] - instants[before], 1.0)
    slope = (high - low) / gap[:, None]
    band: Floats = low + slope * (seen.at - instants[before])[:, None]
    return band


def _table(named: Mapping[str, Any], sums: Floats) -> pa.Table:
    n, held_50, held_90, loss, rival = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {
            "n": n.astype(np.int64),
            "coverage_50": held_50 / n,
            "coverage_90": held_90 / n,
            "pinball": loss / n,
            "persistence": rival / n,
            "skill": 1.0 - loss / rival,
        }
    values["skill"][rival == 0.0] = np.nan
    return pa.table(
        {
            **{name: pa.array(of) for name, of in named.items()},
            **{name: pa.array(of, from_pandas=True) for name, of in values.items()},
        }
    )


def _where_any(table: pa.Table) -> pa.Table:
    return table.take(np.flatnonzero(table["n"].to_numpy()))

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
MOST_BYTES = 32 << 20  # of the forecasts that are kept; the oldest go first

_P = np.array(PROBABILITIES)


class Kept(NamedTuple):
    """A forecast, as little of it as scoring needs."""

    issued_s: float
    instants_s: Floats  # the first is `issued_s`
    bands: npt.NDArray[np.float32]  # (levels, instants, stations, quantiles)
    rival: npt.NDArray[np.float32]  # (levels, stations): persistence


def pinball(quantiles: Floats, observed: float) -> float:
    """Return the mean pinball loss of the quantiles of PROBABILITIES, shape (quantiles,)."""
    beyond = observed - quantiles
    return float(np.maximum(_P * beyond, (_P - 1.0) * beyond).mean())


class Scores:
    """Forecasts of one twin, and the sums of how they were met."""

    def __init__(self, stations: Sequence[str], most_bytes: int = MOST_BYTES) -> None:
        """Begin with none.

        Args:
            stations: ids of the twin's.
            most_bytes: of forecasts that are kept; the latest is in any case.
        """
        self.stations = tuple(stations)
        self.kept: list[Kept] = []
        self.sums = np.zeros((len(LEVELS), len(LEADS_H) - 1, len(self.stations), len(SUMS)))
        self._most_bytes = most_bytes

    def keep(self, forecast: Forecast) -> None:
        """Keep a forecast, in place of one that was made at the same time of the run.

        Raises:
            ValueError: it is of other stations.
        """
        if forecast.stations != self.stations:
            raise ValueError("forecast: is of other stations than the scores")
        bands = np.stack([_from_the_begin(forecast, level) for level in LEVELS])
        rival = np.stack([_persistence(forecast, level) for level in LEVELS])
        instants = np.array([forecast.issued_s, *forecast.end_s])
        new = Kept(forecast.issued_s, instants, bands.astype(np.float32), rival.astype(np.float32))
        self.kept = [kept for kept in self.kept if kept.issued_s != new.issued_s]
        self.kept.append(new)
        while len(self.kept) > 1 and self.bytes > self._most_bytes:
            self.kept.pop(0)

    @property
    def bytes(self) -> int:
        """What the forecasts that are kept take."""
        return sum(kept.bands.nbytes for kept in self.kept)

    def see(self, sightings: Iterable[Sighting]) -> None:
        """Hold what was seen against the forecasts that covered its time."""
        for seen in sightings:
            for kept in self.kept:
                if kept.issued_s < seen.at <= kept.instants_s[-1]:
                    self._score(kept, seen)

    def _score(self, kept: Kept, seen: Sighting) -> None:
        level = LEVELS.index(seen.level)
        lead_h = (seen.at - kept.issued_s) / HOUR_S
        lead = int(np.searchsorted(LEADS_H, lead_h)) - 1
        if not 0 <= lead < len(LEADS_H) - 1:
            return
        band = _at(kept.instants_s, kept.bands[level, :, seen.station], seen.at)
        q05, q25, _, q75, q95 = band
        rival = np.full(len(band), kept.rival[level, seen.station])
        self.sums[level, lead, seen.station] += (
            1.0,
            q25 <= seen.value <= q75,
            q05 <= seen.value <= q95,
            pinball(band, seen.value),
            pinball(rival, seen.value),
        )

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


def _from_the_begin(forecast: Forecast, level: str) -> Floats:
    """Return bands from `issued_s` on, where they are one number."""
    begun = np.repeat(forecast.begun[level][:, None], len(PROBABILITIES), axis=1)
    return np.concatenate([begun[None], forecast.by_station[level]])


def _persistence(forecast: Forecast, level: str) -> Floats:
    latest = forecast.latest[level]
    return np.where(np.isnan(latest), forecast.begun[level], latest)


def _at(instants_s: Floats, bands: Floats, at: float) -> Floats:
    """Return the quantiles at a time, between two instants on a straight line."""
    return np.array([np.interp(at, instants_s, bands[:, q]) for q in range(bands.shape[1])])


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

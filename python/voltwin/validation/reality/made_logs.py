"""Logs that the model has made of parameters that are known, one for each station."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from voltwin.calibration.log import Log
from voltwin.running import run
from voltwin.scenario.files import scenario_of
from voltwin.scenario.scenario import Scenario

_START = np.datetime64("2026-01-05T00:00:00", "s")
_ROWS = ("arrival", "swap_begin", "swap_end")


@dataclass(frozen=True)
class Truth:
    """Parameters of a station, as a scenario has them."""

    per_day: float = 240.0  # arrivals
    day_variance: float = 0.05
    hour_variance: float = 0.05
    soc_mean: float = 0.25
    soc_concentration: float = 12.0
    swap_median_s: float = 120.0
    swap_sigma: float = 0.3
    profile: str = "commuter"

    def scenario(self, stations: int, days: int) -> Scenario:
        """Return a scenario with equal stations that turn next to nobody away."""
        soc = {"kind": "beta", "mean": self.soc_mean, "concentration": self.soc_concentration}
        swap = {"kind": "lognormal", "median": self.swap_median_s, "sigma": self.swap_sigma}
        demand: dict[str, Any] = {"profile": self.profile}
        if self.day_variance:
            demand["day_factor"] = {"variance": self.day_variance}
        if self.hour_variance:
            demand["hour_jitter"] = {"variance": self.hour_variance}
        return scenario_of(
            {
                "name": "known",
                "start": f"{_START}+00:00",
                "horizon": f"{days}d",
                "battery_types": [
                    {
                        "id": "standard",
                        "capacity_kwh": 40,
                        "charge_curve": {"power_kw": 400},
                        "arrival_soc": soc,
                    }
                ],
                "demand": demand,
                "station_defaults": {
                    "bays": 6,
                    "queue_places": 10,
                    "chargers": {"count": 30, "power_kw": 400},
                    "batteries": 30,
                    "swap_time": swap,
                    "swaps_per_day": self.per_day,
                },
                "stations": [{"id": f"s{number}"} for number in range(stations)],
            }
        )


@lru_cache(maxsize=4)
def made_logs(truth: Truth, stations: int, days: int, seed: int) -> tuple[Log, ...]:
    """Return the log of each of some equal stations that share nothing.

    Args:
        truth: their parameters.
        stations: how many.
        days: that are simulated.
        seed: of the run.
    """
    events = run(truth.scenario(stations, days), seed=seed, events=True).events
    kind: Any = events["kind"].combine_chunks()  # a dictionary of kinds
    names = kind.dictionary.to_pylist()
    code = kind.indices.to_numpy()
    kept = np.flatnonzero(np.isin(code, [names.index(name) for name in _ROWS]))
    vehicle = events["vehicle"].to_numpy()[kept]
    kept = kept[np.argsort(vehicle, kind="stable")]  # of each vehicle in turn, in order of time
    columns = {name: events[name].to_numpy()[kept] for name in ("time", "station", "soc")}
    code = code[kept]
    arrival = np.flatnonzero(code == names.index("arrival"))
    ended = np.minimum(arrival + 2, len(code) - 1)
    served = code[ended] == names.index("swap_end")
    service = np.where(served, columns["time"][ended] - columns["time"][ended - 1], np.nan)
    at = _START + np.floor(columns["time"][arrival]).astype("timedelta64[s]")
    of = columns["station"][arrival]
    soc = columns["soc"][arrival]
    return tuple(
        Log.of(at[of == s], soc=soc[of == s], service_s=service[of == s], name=f"s{s}")
        for s in range(stations)
    )

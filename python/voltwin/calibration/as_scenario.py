"""What was fitted as a scenario: that part alone, and with all else that a run needs."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import numpy as np

from voltwin.calibration.counts import HOURS
from voltwin.calibration.demand import Demand
from voltwin.calibration.laws import Law
from voltwin.calibration.log import Log
from voltwin.importing.options import BATTERY_KWH, CHARGER_KW
from voltwin.scenario.battery_type import BatteryType, CcCv
from voltwin.scenario.distributions import Fixed
from voltwin.scenario.files import scenario_of as of_fields
from voltwin.scenario.scenario import Scenario
from voltwin.scenario.sizing import charge_hours, sized
from voltwin.scenario.station import Chargers, Station
from voltwin.scenario.week import DAYS

TYPE = "standard"
READY_SOC: float = BatteryType.model_fields["ready_soc"].default  # of the scenario that is written
_MEAN_SOC = 0.2  # of returned batteries where no column tells: that of the default


class Fitted(NamedTuple):
    """The fields of a scenario that a log tells."""

    demand: dict[str, Any]
    station_defaults: dict[str, Any]
    battery_type: dict[str, Any]
    stations: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Return them as a scenario has them; battery types and stations lack what no log tells."""
        found = {"demand": self.demand, "stations": self.stations}
        if self.station_defaults:
            found["station_defaults"] = self.station_defaults
        if self.battery_type:
            found["battery_types"] = [{"id": TYPE, **self.battery_type}]
        return found


def fitted(demand: Demand, soc: Law | None, service: Law | None) -> Fitted:
    """Return the fields of a scenario that were fitted."""
    fields: dict[str, Any] = {"profile": profile_of(demand)}
    if demand.day_variance:
        fields["day_factor"] = {"variance": _few(demand.day_variance)}
    if demand.hour_variance:
        fields["hour_jitter"] = {"variance": _few(demand.hour_variance)}
    per_day = 24.0 * demand.profile.mean
    stations = [
        {"id": name or "all", "swaps_per_day": _few(per_day * float(share))}
        for name, share in zip(demand.stations, demand.share, strict=True)
    ]
    return Fitted(
        fields,
        {} if service is None else {"swap_time": service.fields},
        {} if soc is None else {"arrival_soc": soc.fields},
        stations,
    )


def profile_of(demand: Demand) -> list[float] | dict[str, list[float]]:
    """Return the factors by hour of the week, as a scenario has them: by days, or 24 if all days
    are alike."""
    week = np.round(demand.profile.factors, 4).reshape(7, HOURS)
    if (week == week[0]).all():
        return [float(value) for value in week[0]]
    return {day: [float(value) for value in of] for day, of in zip(DAYS, week, strict=True)}


def scenario_of(log: Log, demand: Demand, soc: Law | None, service: Law | None) -> Scenario:
    """Return a scenario that runs: from the Monday after the log on, with stations sized by a rule
    of thumb for the demand that was fitted.

    Raises:
        ScenarioError: what was fitted is beyond what a scenario takes.
    """
    found = fitted(demand, soc, service)
    usual = Station.model_fields["swap_time"].default
    assert isinstance(usual, Fixed)
    curve = CcCv(power_kw=CHARGER_KW)
    kind = BatteryType(id=TYPE, capacity_kwh=BATTERY_KWH, charge_curve=curve)
    mean_soc = _MEAN_SOC if soc is None else min(soc.mean, kind.ready_soc)
    charge_h = charge_hours(kind, Chargers(count=1, power_kw=CHARGER_KW), mean_soc)
    swap_s = usual.value if service is None else service.mean
    peak = float(demand.profile.factors.max()) / HOURS
    own = {"id": TYPE, "capacity_kwh": BATTERY_KWH, "charge_curve": {"power_kw": CHARGER_KW}}
    fields = {
        "name": f"{log.name}, calibrated",
        "start": next_monday(log).isoformat(),
        "battery_types": [{**own, **found.battery_type}],
        "demand": found.demand,
        **({"station_defaults": found.station_defaults} if service else {}),
        "stations": [_equipped(station, peak, charge_h, swap_s) for station in found.stations],
    }
    return of_fields(fields)


def _equipped(
    station: Mapping[str, Any], peak: float, charge_h: float, swap_s: float
) -> dict[str, Any]:
    size = sized(station["swaps_per_day"] * peak, charge_h, swap_s)
    in_bays = int(station["swaps_per_day"] * peak * swap_s / 3600.0)  # those that swaps hold
    return {
        **station,
        "bays": size.bays,
        "chargers": {"count": size.chargers, "power_kw": CHARGER_KW},
        "batteries": size.batteries + in_bays,
    }


def next_monday(log: Log) -> datetime:
    """Return the midnight after the log that begins a Monday, in its local time."""
    last = log.at[-1].astype("datetime64[D]").item()
    offset = timezone(timedelta(seconds=log.utc_offset_s or 0))
    monday = last + timedelta(days=7 - last.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=offset)


def _few(value: float) -> float:
    return float(f"{value:.5g}")

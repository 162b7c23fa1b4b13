"""What a log has told so far: where every battery is, and what each station is doing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voltwin.validation.replay.charge import Charge, Curve
from voltwin.validation.replay.outages import Outages
from voltwin_core.record import as_array
from voltwin_core.station.parameters import NO_RESERVE, SHARE, Parameters

VEHICLE, BAY, QUEUE, CHARGER, HAND, RACK = "vehicle", "bay", "queue", "charger", "hand", "rack"
TRUCK = "truck"

Row = Mapping[str, Any]  # of a log, by column, with its kind in words


@dataclass
class Station:
    """A station, as far as the log tells."""

    number: int
    first_charger: int
    chargers: int
    places: int
    limit_kw: float
    shares: bool
    reserve: int
    cheap: bool
    is_open: bool
    stock: int  # batteries at the station
    racks: int
    out: Outages = field(default_factory=Outages)
    charges: dict[int, Charge] = field(default_factory=dict)
    bays: dict[int, tuple[int, float]] = field(default_factory=dict)  # who is in it since when
    waiting: dict[int, bool] = field(default_factory=dict)  # vehicle: has it a claim
    queued: int = 0
    racked: int = 0
    now: float = 0.0
    at_once: Counter[str] = field(default_factory=Counter)  # rows at this instant by kind

    @property
    def may_start(self) -> bool:
        """Whether the price lets charges start."""
        if self.reserve == NO_RESERVE or self.cheap:
            return True
        ready = sum(charge.ready for charge in self.charges.values()) + self.racked
        return ready - sum(self.waiting.values()) < self.reserve


class Told:
    """All stations and batteries while a log is read; `features` is what has happened."""

    def __init__(self, parameters: Parameters) -> None:
        self.features: Counter[str] = Counter()
        self.is_fleet = bool(len(as_array(parameters.fleet.vehicles)))
        self.charger_kw: list[float] = as_array(parameters.chargers)["power_kw"].tolist()
        types = as_array(parameters.battery_types)
        names = types.dtype.names or ()
        self._kinds = [dict(zip(names, row, strict=True)) for row in types.tolist()]
        knots = as_array(parameters.knots).tolist()
        self._curves = [
            Curve(knots[kind["first_knot"] :][: kind["knots"]], kind["full_soc"])
            for kind in self._kinds
        ]
        batteries = as_array(parameters.batteries)
        self._type_of: list[int] = batteries["battery_type"].tolist()
        self.place: list[str] = [VEHICLE] * len(batteries)
        self.soc: list[float] = batteries["soc"].tolist()
        self.soh: list[float] = batteries["soh"].tolist()
        rows = as_array(parameters.stations)
        self.stations = [_at_start(parameters, number) for number in range(len(rows))]
        for station, row in zip(self.stations, rows, strict=True):
            self._stock_up(
                station, range(row["first_battery"], row["first_battery"] + station.stock)
            )
        if len(self._kinds) > 1:
            self.features["several battery types"] += 1

    def _stock_up(self, s: Station, batteries: range) -> None:
        for b in batteries:
            ready = self.soc[b] >= self.kind_of(b)["ready_soc"]
            self.place[b] = RACK if ready else QUEUE
            s.queued += not ready
            s.racked += ready

    def kind_of(self, battery: int) -> Mapping[str, Any]:
        """Return the row of a battery's type."""
        return self._kinds[self._type_of[battery]]

    def curve_of(self, battery: int) -> Curve:
        """Return the charge curve of a battery's type."""
        return self._curves[self._type_of[battery]]

    def move(self, battery: int, origins: tuple[str, ...], place: str) -> str:
        """Bring a battery to a place; return what is wrong with where it was."""
        was, self.place[battery] = self.place[battery], place
        return "" if was in origins else f"battery {battery} was in: {was}"


def _at_start(parameters: Parameters, number: int) -> Station:
    row = as_array(parameters.stations)[number]
    return Station(
        number,
        row["first_charger"],
        row["chargers"],
        row["queue_places"],
        _value_at_start(parameters, row["first_limit"], row["limits"]),
        bool(row["grid_rule"] == SHARE),
        row["reserve"],
        row["cheap_at_start"] == 1,
        _value_at_start(parameters, row["first_hours"], row["hours"]) != 0.0,
        int(row["inventory"]),
        int(row["racks"]),
    )


def _value_at_start(parameters: Parameters, first: int, count: int) -> float:
    """Return the value of a weekly schedule that is in force at the start."""
    steps = as_array(parameters.steps)[first:][:count]
    now = as_array(parameters.clock)["week_phase_s"][0]
    past = steps["at_s"] <= now
    return float(steps["value"][past][-1] if past.any() else steps["value"][-1])

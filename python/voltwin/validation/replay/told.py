"""What a log has told so far: where every battery is, and what each station is doing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voltwin.validation.replay.charge import Charge, Curve
from voltwin.validation.replay.outages import Outages
from voltwin.validation.replay.seeing import Seeing, seeings
from voltwin_core.record import as_array
from voltwin_core.station.parameters import NO_RESERVE, SHARE, Parameters

VEHICLE, BAY, QUEUE, CHARGER, HAND, RACK = "vehicle", "bay", "queue", "charger", "hand", "rack"
TRUCK, UNOBSERVED = "truck", "unobserved"

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
    bays: dict[int, tuple[int, float, int]] = field(default_factory=dict)  # who is in it, since
    # when, and the battery taken
    waiting: dict[int, bool] = field(default_factory=dict)  # vehicle: has it a claim
    queued: int = 0
    racked: int = 0
    most_waiting: int = 0  # vehicles; more than places where more were seen
    seeing: Seeing | None = None  # the observation that is under way
    just_come: int = -1  # a vehicle that was seen, and has not yet joined a line
    seen_on: tuple[int, int, int] | None = None  # a battery comes to a charger, after so many rows
    to_see: list[Seeing] = field(default_factory=list)  # in order
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
        self.type_of: list[int] = batteries["battery_type"].tolist()
        self.carried: list[int] = as_array(parameters.vehicles)["battery"].tolist()  # by vehicle
        self.place: list[str] = [VEHICLE] * len(batteries)
        self.at: list[int] = batteries["station"].tolist()  # where it is, or was last
        self.soc: list[float] = batteries["soc"].tolist()
        self.soh: list[float] = batteries["soh"].tolist()
        rows = as_array(parameters.stations)
        self.stations = [_at_start(parameters, number) for number in range(len(rows))]
        for station, row in zip(self.stations, rows, strict=True):
            self._stock_up(
                station, range(row["first_battery"], row["first_battery"] + station.stock)
            )
        self._fill_pools(parameters)
        if len(self._kinds) > 1:
            self.features["several battery types"] += 1

    def _stock_up(self, s: Station, batteries: range) -> None:
        for b in batteries:
            ready = self.soc[b] >= self.kind_of(b)["ready_soc"]
            self.place[b] = RACK if ready else QUEUE
            s.queued += not ready
            s.racked += ready

    def _fill_pools(self, parameters: Parameters) -> None:
        """Fill the unobserved pools, by (station, battery type)."""
        settings = as_array(parameters.settings)[0]
        self.own_vehicles = int(settings["vehicles"])
        self.batteries: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.vehicles: dict[tuple[int, int], set[int]] = defaultdict(set)
        for v in range(self.own_vehicles, len(self.carried)):
            station = int(as_array(parameters.batteries)["station"][self.carried[v]])
            self.vehicles[station, self.type_of[self.carried[v]]].add(v)
        in_vehicles = set(self.carried)
        for b in range(int(settings["batteries"]), len(self.soc)):
            if b not in in_vehicles:
                station = int(as_array(parameters.batteries)["station"][b])
                self.batteries[station, self.type_of[b]].add(b)
                self.place[b] = UNOBSERVED

    def kind_of(self, battery: int) -> Mapping[str, Any]:
        """Return the row of a battery's type."""
        return self._kinds[self.type_of[battery]]

    def curve_of(self, battery: int) -> Curve:
        """Return the charge curve of a battery's type."""
        return self._curves[self.type_of[battery]]

    def leaves(self, s: Station, vehicle: int) -> None:
        """Put a vehicle that leaves into its unobserved pool, if it has come from one."""
        if vehicle >= self.own_vehicles:
            self.vehicles[s.number, self.type_of[self.carried[vehicle]]].add(vehicle)

    def move(self, s: Station, battery: int, origins: tuple[str, ...], place: str) -> str:
        """Bring a battery to a place at a station; return what is wrong with where it was."""
        was, self.place[battery] = self.place[battery], place
        self.at[battery] = s.number
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
        most_waiting=row["queue_places"],
        to_see=list(seeings(parameters, number)),
    )


def _value_at_start(parameters: Parameters, first: int, count: int) -> float:
    """Return the value of a weekly schedule that is in force at the start."""
    steps = as_array(parameters.steps)[first:][:count]
    now = as_array(parameters.clock)["week_phase_s"][0]
    past = steps["at_s"] <= now
    return float(steps["value"][past][-1] if past.any() else steps["value"][-1])

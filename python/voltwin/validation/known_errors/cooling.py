"""A battery that cools down on its charger is not charging: it draws nothing, and its time there is
no time of charging."""

from collections.abc import Iterator

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.runs import in_order, run
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import exact
from voltwin.validation.trust.verdict import Sample, Verdict
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.cells import CHARGING, COOLING, SLOTS_PER_HOUR, TOPPING

SEED = 908
BATTERIES = 4  # of a station, each on a charger of its own from the start
COOL_S = 1.5 * HOUR_S
_KW = 60.0
_STATIONS = {Effort.QUICK: 10, Effort.FULL: 100}
_TOLERANCE = 1e-9  # relative


def warm(stations: int, cool_s: float = COOL_S) -> Network:
    """Return stations whose batteries all cool for the first hour and a half; vehicles come when
    these are charged, and bring others that cool as long."""
    kind = Type(capacity_kwh=60.0, curve=((0.0, _KW), (1.0, _KW)), cool_minimum_s=cool_s)
    site = Site(
        inventory=((0.2,) * BATTERIES,),
        ring=(8,),
        shares=(1.0,),
        arrivals=Arrivals(times=(3.0 * HOUR_S, 3.2 * HOUR_S, 3.3 * HOUR_S)),
        bays=2,
        chargers=((_KW, 1.0),) * BATTERIES,
    )
    return Network((kind,), (site,) * stations, horizon_s=8.0 * HOUR_S)


def drawing_while_cooling(log: Columns) -> tuple[int, int]:
    """Return how many rows about batteries that cool there are, and how many state a power."""
    cooling, of, wrong = set[int](), 0, 0
    for kind, charger, power_kw in in_order(log, ("kind", "charger", "power_kw")):
        if kind == "placed":
            cooling.add(charger)
        elif charger in cooling and kind in ("cooled", "charger_out"):
            cooling.remove(charger)
        if charger in cooling:
            of, wrong = of + 1, wrong + (power_kw > 0.0)
    return of, wrong


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield what is drawn, and how time is booked, while batteries cool."""
    stations = _STATIONS[effort]
    done = run(warm(stations), SEED)
    of, wrong = drawing_while_cooling(done.log)
    yield none_of("rows of batteries that cool with power", wrong, of, seed=SEED, of_what="rows")
    cells, sample = done.cells(), Sample(SEED, f"{stations} stations, {BATTERIES} batteries each")
    states = cells.state_s.sum(axis=0) / HOUR_S  # [h], by hour of the run and state
    charging = states[:, CHARGING] + states[:, TOPPING]
    drawn = float(cells.grid_kwh.sum())
    for what, expected, got, unit in (
        ("energy while all cool", 0.0, float(cells.grid_kwh[:, :SLOTS_PER_HOUR].sum()), "kWh"),
        ("time of charging while all cool", 0.0, float(charging[0]), "h"),
        ("time of cooling then", float(stations * BATTERIES), float(states[0, COOLING]), "h"),
        ("energy of the run, from its time of charging", _KW * float(charging.sum()), drawn, "kWh"),
    ):
        yield exact(what, expected, got, _TOLERANCE * expected, unit=unit, sample=sample)


CHECK = Check(
    "cooling",
    "errors",
    "a battery that cools on its charger draws nothing and is not charging",
    "docs/model.md, placed and cooled; the error: cool-down counted as use of chargers",
    found,
)

"""A run begins with the state that is given: each battery with its own SoC, ready or to be
charged, and with what is there."""

from collections.abc import Iterator

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.runs import in_order, run
from voltwin.validation.laws import fixed
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_core.calendar import HOUR_S

SEED = 912
READY_SOC = 0.8
_BATTERIES, _VEHICLES = 16, 24  # of a station
_STATIONS = {Effort.QUICK: 20, Effort.FULL: 200}
_FIRST = ("placed", "swap_begin")  # rows that can be the first of a battery


def given_socs(stations: int) -> list[list[float]]:
    """Return the SoCs of the batteries at the start, by station, no two alike."""
    count = stations * _BATTERIES
    socs = [0.05 + 0.9 * (n * 7919 % count) / count for n in range(count)]
    return [socs[n * _BATTERIES :][:_BATTERIES] for n in range(stations)]


def stocked(socs: list[list[float]]) -> Network:
    """Return stations with batteries of these SoCs, where vehicles come until all that were ready
    are handed out."""
    kind = Type(ready_soc=READY_SOC, full_soc=0.96, arrival_soc=fixed(0.1))
    sites = tuple(
        Site(
            inventory=(tuple(of_station),),
            ring=(_VEHICLES,),
            shares=(1.0,),
            arrivals=Arrivals(times=tuple(60.0 * (k + 1) for k in range(_BATTERIES))),
            bays=_BATTERIES,
            chargers=((60.0, 1.0),) * _BATTERIES,
        )
        for of_station in socs
    )
    return Network((kind,), sites, horizon_s=12.0 * HOUR_S)


def numbered(socs: list[list[float]]) -> dict[int, tuple[int, float]]:
    """Return station and SoC of each battery of the stock. They are numbered station by station,
    the stock before the batteries in vehicles."""
    return {
        station * (_BATTERIES + _VEHICLES) + n: (station, soc)
        for station, of_station in enumerate(socs)
        for n, soc in enumerate(of_station)
    }


def begins(log: Columns, given: dict[int, tuple[int, float]]) -> tuple[int, int, int]:
    """Return how many batteries of the stock never show, how many begin with another SoC or at
    another station, and how many that are ready are charged first, or the other way round."""
    left, other, confused = dict(given), 0, 0
    for kind, station, battery, soc in in_order(log, ("kind", "station", "battery", "soc")):
        if kind in _FIRST and battery in left:
            at_start = left.pop(battery)
            other += (station, soc) != at_start
            confused += (kind == "placed") != (at_start[1] < READY_SOC)
    return len(left), other, confused


def found(effort: Effort) -> Iterator[Verdict]:
    """Yield how many batteries begin otherwise than given."""
    socs = given_socs(_STATIONS[effort])
    given = numbered(socs)
    unseen, other, confused = begins(run(stocked(socs), SEED).log, given)
    for what, wrong in (
        ("batteries that never show", unseen),
        ("batteries that begin otherwise than given", other),
        ("ready batteries charged first, or others handed out", confused),
    ):
        yield none_of(what, wrong, len(given), seed=SEED, of_what="batteries")


CHECK = Check(
    "given-state",
    "errors",
    "a run begins with the state that is given",
    "docs/model.md, entities and numbering; asked for: to start from a given state",
    found,
)

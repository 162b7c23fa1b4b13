"""The few numbers that say how a run went."""

from typing import TYPE_CHECKING, Any, NamedTuple

from voltwin.wording.headline import who_came
from voltwin.wording.quantities import NONE, duration, energy, money, number, power, share, times

if TYPE_CHECKING:
    from voltwin.results import Run

Row = dict[str, Any]  # of a KPI table


class Tile(NamedTuple):
    """A number, what it is, and a number beside it."""

    label: str
    value: str
    beside: str
    is_bad: bool = False


def tiles(run: "Run") -> list[Tile]:
    """Return the KPIs of the network, eight of them, after four of a fleet; none if nothing was
    observed."""
    total = run.kpis.total.to_pylist()[0]
    if total["observed_h"] == 0.0:
        return []
    target = duration(run.kpis.target_wait_s).replace(".0 ", " ")
    arrivals, lost = total["arrivals"], total["lost"]
    who = who_came(run.kpis).partition(" ")[0]
    found = [
        Tile("served", share(total["served_share"]), f"{number(total['swaps'])} swaps"),
        Tile(
            "lost",
            share(total["lost_share"]),
            f"{number(lost)} of {number(arrivals)} {who}",
            bool(lost),
        ),
        Tile(f"served within {target}", share(total["within_target_share"]), f"of all {who}"),
        Tile("95 % waited at most", duration(total["wait_p95_s"]), _half(total)),
        Tile("chargers charging", share(total["charger_utilisation"]), _chargers(total)),
        Tile("energy drawn", energy(total["grid_kwh"]), _delivered(total)),
        Tile("peak power", power(total["peak_kw"]), "largest mean of 15 minutes"),
    ]
    currency = run.kpis.currency
    if currency is None:
        found.insert(4, _bays(total))
    else:
        beside = f"{money(total['margin_per_swap'])} per swap"
        is_bad = total["margin"] < 0.0
        found.append(Tile(f"margin, {currency}", money(total["margin"]), beside, is_bad))
    return [*(_fleet(run.kpis.fleet.to_pylist()[0]) if run.kpis.has_fleet else ()), *found]


def _fleet(fleet: Row) -> list[Tile]:
    """Return four numbers of a fleet."""
    trips, stranded, cancelled = (fleet[n] for n in ("trips", "stranded", "trips_cancelled"))
    if trips + cancelled == 0:
        return []
    per_km = NONE if fleet["kwh_per_km"] is None else f"{fleet['kwh_per_km']:.3f}"
    is_bad = bool(stranded or cancelled)
    return [
        Tile("vehicles", number(fleet["vehicles"]), f"{number(trips)} trips"),
        Tile(
            "a vehicle, on a day",
            f"{fleet['km_per_vehicle_day']:,.0f} km",
            f"{fleet['trips_per_vehicle_day']:.1f} trips, "
            f"{fleet['swaps_per_vehicle_day']:.2f} swaps",
        ),
        Tile(
            "driven",
            energy(fleet["driven_kwh"]),
            f"{per_km} kWh/km",
        ),
        Tile("trips cancelled", share(cancelled / (trips + cancelled)), _given_up(fleet), is_bad),
    ]


def _given_up(fleet: Row) -> str:
    stranded = fleet["stranded"]
    told = f"stranded {times(stranded)}" if stranded else "none stranded"
    return f"{number(fleet['trips_cancelled'])}; {told}"


def _half(total: Row) -> str:
    if not total["swaps"]:
        return "nobody was served"
    half = total["wait_p50_s"]
    return f"half waited at most {duration(half)}" if half else "half did not wait"


def _chargers(total: Row) -> str:
    out = total.get("charger_out_share")  # which runs of an earlier version do not have
    if out:
        return f"{share(out)} of the time out of order"
    return f"{share(total['charger_cooling_share'])} of the time cooling"


def _bays(total: Row) -> Tile:
    swaps_h = total["swaps"] / total["observed_h"]
    beside = f"{swaps_h:,.{0 if swaps_h >= 99.5 else 1}f} swaps per hour"
    if total.get("bay_out_share"):
        beside = f"{share(total['bay_out_share'])} of the time out of order"
    return Tile("bays in use", share(total["bay_utilisation"]), beside)


def _delivered(total: Row) -> str:
    return f"{energy(total['delivered_kwh'])} delivered"

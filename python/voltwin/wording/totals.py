"""The totals of a run for people, as labels and numbers: the terminal and a notebook show these."""

from typing import Any, NamedTuple

from voltwin.kpis.kpi_tables import KpiTables
from voltwin.wording.headline import CAUSES, who_came
from voltwin.wording.quantities import NONE, duration, energy, money, number, power, share

Row = dict[str, Any]  # of a KPI table
Lines = list[tuple[str, ...]]


class Block(NamedTuple):
    """A heading, and lines of a label and one number or two."""

    title: str
    lines: Lines


def scope(kpis: KpiTables) -> str:
    """Return what was observed: how many stations, for how long, since when."""
    total = kpis.total.to_pylist()[0]
    stations = f"{number(total['stations'])} station{'' if total['stations'] == 1 else 's'}"
    hours = total["observed_h"]
    observed = f"{hours:,.0f} h observed" if hours >= 999.5 else f"{hours:.4g} h observed"
    if total["observed_h"] == 0.0:
        return f"{stations}, nothing observed"
    first = kpis.by_hour["hour"][0].as_py()
    return f"{stations}, {observed} from the hour of {first:%a %Y-%m-%d %H:%M}, local time"


def money_totals(kpis: KpiTables) -> tuple[Block, Block] | None:
    """Return what came in and what it cost, if the scenario has economics."""
    if kpis.currency is None:
        return None
    total = kpis.total.to_pylist()[0]
    return (
        Block(f"Money [{kpis.currency}]", _income(total, has_fleet=kpis.has_fleet)),
        Block(f"Costs [{kpis.currency}]", _costs(total)),
    )


def fleet_totals(kpis: KpiTables) -> tuple[Block, Block] | None:
    """Return what vehicles that live in the city did, all together and each on a day, if there are
    any."""
    if not kpis.has_fleet:
        return None
    fleet = kpis.fleet.to_pylist()[0]
    return Block("Fleet", _of_fleet(fleet)), Block("A vehicle, on a day", _of_vehicle(fleet))


def totals(kpis: KpiTables) -> tuple[list[Block], list[Block]]:
    """Return what became of vehicles, and the work of stations."""
    total = kpis.total.to_pylist()[0]
    return (
        [
            Block(_who(kpis), _came(total, kpis.target_wait_s)),
            Block("Wait of those served", _waits(total)),
        ],
        [
            Block("Use of time", _use(total)),
            Block("Batteries at stations, mean", _batteries(total)),
            Block("Energy", _energy(total)),
        ],
    )


def _who(kpis: KpiTables) -> str:
    """Return the heading of what arrives: vehicles, if each comes once."""
    who = who_came(kpis)
    return "Vehicles" if who == "arrivals" else who.capitalize()


def _of_fleet(fleet: Row) -> Lines:
    return [
        ("vehicles", number(fleet["vehicles"])),
        ("trips begun", number(fleet["trips"])),
        ("  cancelled", number(fleet["trips_cancelled"])),
        ("drives to stations", number(fleet["drives_to_stations"])),
        ("stranded", number(fleet["stranded"])),
        ("driven", energy(fleet["driven_kwh"])),
    ]


def _of_vehicle(fleet: Row) -> Lines:
    def mean(name: str, digits: int) -> str:
        value = fleet[name]
        return NONE if value is None else f"{value:,.{digits}f}"

    return [
        ("trips", mean("trips_per_vehicle_day", 1)),
        ("swaps", mean("swaps_per_vehicle_day", 2)),
        ("km", mean("km_per_vehicle_day", 1)),
        ("  of these to stations", share(fleet["station_km_share"])),
        ("kWh per km", mean("kwh_per_km", 3)),
    ]


def _came(total: Row, target_wait_s: float) -> Lines:
    target = duration(target_wait_s).replace(".0 ", " ")
    of_all = total["arrivals"]

    def line(label: str, name: str) -> tuple[str, ...]:
        return label, number(total[name]), share(total[name] / of_all if of_all else None)

    causes = [line(f"  {CAUSES[name][0]}", name) for name in CAUSES if total[name]]
    return [
        ("arrived", number(of_all), ""),
        line("served", "swaps"),
        line(f"  within {target}", "within_target"),
        line("lost", "lost"),
        *causes,
        *([line("diverted", "diverted")] if total["diverted"] else []),
        *([line("not there any more", "unseen")] if total["unseen"] else []),
        line("still inside", "inside"),
    ]


def _waits(total: Row) -> Lines:
    return [
        ("mean", duration(total["wait_mean_s"])),
        ("half, at most", duration(total["wait_p50_s"])),
        ("95 %, at most", duration(total["wait_p95_s"])),
        ("99 %, at most", duration(total["wait_p99_s"])),
    ]


def _use(total: Row) -> Lines:
    return [
        ("bays in use", share(total["bay_utilisation"])),
        ("chargers charging", share(total["charger_utilisation"])),
        ("chargers cooling", share(total["charger_cooling_share"])),
        ("chargers without power", share(total["charger_suspended_share"])),
        *((what, share(part)) for what, part in _out_of_order(total) if part),
    ]


def _out_of_order(total: Row) -> list[tuple[str, float | None]]:
    """Return the shares out of order, which runs of an earlier version do not have."""
    return [
        ("chargers out of order", total.get("charger_out_share")),
        ("bays out of order", total.get("bay_out_share")),
    ]


def _batteries(total: Row) -> Lines:
    def mean(*states: str) -> str:
        values = [total[f"mean_{state}"] for state in states]
        return NONE if None in values else f"{sum(values):,.1f}"

    return [
        ("ready", mean("rack", "topping")),
        ("charging to ready", mean("cooling", "charging", "suspended")),
        ("waiting for a charger", mean("queued")),
        ("in bays", mean("in_bay")),
    ]


def _energy(total: Row) -> Lines:
    cycles = total["cycles_mean"]
    return [
        ("drawn from the grid", energy(total["grid_kwh"])),
        ("peak, 15 minutes", power(total["peak_kw"])),
        ("delivered to vehicles", energy(total["delivered_kwh"])),
        ("full cycles per battery", NONE if cycles is None else f"{cycles:,.2f}"),
    ]


def _income(total: Row, *, has_fleet: bool) -> Lines:
    lost = [] if has_fleet else [("lost revenue", money(total["lost_revenue"]))]
    return [
        ("revenue", money(total["revenue"])),
        *lost,
        ("margin", money(total["margin"])),
        ("margin per swap", money(total["margin_per_swap"])),
        ("cost per swap", money(total["cost_per_swap"])),
    ]


def _costs(total: Row) -> Lines:
    return [
        ("energy", money(total["energy_cost"])),
        ("demand charge", money(total["demand_charge"])),
        ("  for a full month", money(total["demand_charge_month"])),
        ("capital", money(total["capital_cost"])),
        ("rent", money(total["rent"])),
        ("together", money(total["cost"])),
    ]

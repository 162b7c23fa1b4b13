"""The few numbers that say how a run went."""

from typing import TYPE_CHECKING, Any, NamedTuple

from voltwin.report.money import amount, currency
from voltwin.report.quantities import duration, energy, number, power, share

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
    """Return the KPIs of the network; none if nothing was observed."""
    total = run.kpis.total.to_pylist()[0]
    if total["observed_h"] == 0.0:
        return []
    target = duration(run.kpis.target_wait_s).replace(".0 ", " ")
    arrivals, lost = total["arrivals"], total["lost"]
    found = [
        Tile("served", share(total["served_share"]), f"{number(total['swaps'])} swaps"),
        Tile(
            "lost",
            share(total["lost_share"]),
            f"{number(lost)} of {number(arrivals)} arrivals",
            bool(lost),
        ),
        Tile(f"served within {target}", share(total["within_target_share"]), "of all arrivals"),
        Tile("95 % waited at most", duration(total["wait_p95_s"]), _half(total)),
        Tile("chargers in use", share(total["charger_utilisation"]), _bays(total)),
        Tile("energy drawn", energy(total["grid_kwh"]), _delivered(total)),
        Tile("peak power", power(total["peak_kw"]), "mean of 15 minutes"),
    ]
    if "margin" in total:
        per_swap = amount(total.get("margin_per_swap"))
        label = f"margin, {currency(run.scenario)}".rstrip(", ")
        is_bad = (total["margin"] or 0.0) < 0.0
        found.append(Tile(label, amount(total["margin"]), f"{per_swap} per swap", is_bad))
    return found


def _half(total: Row) -> str:
    return f"half at most {duration(total['wait_p50_s'])}" if total["swaps"] else "nobody served"


def _bays(total: Row) -> str:
    return f"bays {share(total['bay_utilisation'])}"


def _delivered(total: Row) -> str:
    return f"{energy(total['delivered_kwh'])} delivered"

"""What happened in a run, in a few sentences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from voltwin.kpis.columns import LOST
from voltwin.wording.quantities import duration, number, share, times

if TYPE_CHECKING:
    from voltwin.kpis.kpi_tables import KpiTables

Row = dict[str, Any]  # of a KPI table

# Why vehicles were lost: as a cause, and within a sentence.
CAUSES = {
    "lost_closed": ("closed", "the station was closed"),
    "lost_stockout": ("no battery", "no charged battery was left"),
    "lost_queue_full": ("queue full", "all queue places were taken"),
    "reneged": ("patience", "patience ran out"),
}


def headline_of(kpis: "KpiTables") -> str:
    """Return what the vehicles of a fleet did, if there is one, and what became of all who came."""
    said = headline(kpis.total.to_pylist()[0], who_came(kpis))
    if not kpis.has_fleet or kpis.total["observed_h"][0].as_py() == 0.0:
        return said
    return f"{_of_fleet(kpis.fleet.to_pylist()[0])} {said}"


def _of_fleet(fleet: Row) -> str:
    vehicles, trips, stranded = (fleet[name] for name in ("vehicles", "trips", "stranded"))
    who = "One vehicle" if vehicles == 1 else f"{number(vehicles)} vehicles"
    what = "one trip" if trips == 1 else f"{number(trips)} trips"
    said = f"{who} made {what if trips else 'no trip'}"
    if stranded:
        said += f" and stranded {times(stranded)}"
    return f"{said}.{_cancelled(fleet['trips_cancelled'], trips)}"


def _cancelled(cancelled: int, made: int) -> str:
    """Return how many of the trips that came due were not made, if any."""
    if not cancelled:
        return ""
    of_all = share(cancelled / (cancelled + made))
    what = "One trip was" if cancelled == 1 else f"{number(cancelled)} trips were"
    return f" {what} cancelled ({of_all} of those due)."


def who_came(kpis: "KpiTables") -> str:
    """Return what a row of totals counts: where a vehicle may come to several stations on its way
    to one swap, it is visits."""
    several = kpis.has_fleet or kpis.total["diverted"][0].as_py()
    return "visits to stations" if several else "arrivals"


def headline(total: Row, who: str = "arrivals") -> str:
    """Return what became of all who came.

    Args:
        total: the row of the network.
        who: what it counts, as `who_came` says.
    """
    arrivals, swaps, lost, inside = (total[n] for n in ("arrivals", "swaps", "lost", "inside"))
    diverted, unseen = total["diverted"], total["unseen"]
    if total["observed_h"] == 0.0:
        return "Nothing was observed: the run has not left its warm-up."
    if arrivals == 0:
        return "No vehicle arrived."
    if swaps == arrivals:
        said = [f"All {number(arrivals)} {who} were served."]
    else:
        served = f"{number(swaps)} of {number(arrivals)} {who}"
        said = [f"{served} were served ({share(total['served_share'])})."]
        said.append(_losses(total) if lost else "None was lost.")
    if diverted:
        were = _were(diverted, "was", "were")
        said.append(f"{number(diverted)} {were} diverted to another station.")
    if unseen:
        were = _were(unseen, "was", "were")
        said.append(f"{number(unseen)} {were} not there any more when the station was observed.")
    if inside:
        said.append(f"{number(inside)} {_were(inside, 'is', 'are')} still inside.")
    if swaps:
        said.append(_waits(total))
    return " ".join(said)


def main_cause(row: Mapping[str, int]) -> str | None:
    """Return for which reason most vehicles were lost, as a column's name; None if none was."""
    cause = max(LOST, key=lambda name: row[name])
    return cause if row[cause] else None


def because(row: Mapping[str, int]) -> str:
    """Return why vehicles were lost: `mostly because patience ran out`; some must have been.

    >>> because({"lost_closed": 2, "lost_stockout": 1, "lost_queue_full": 0, "reneged": 1})
    'most often because the station was closed'
    """
    cause = max(LOST, key=row.__getitem__)
    return f"{how_often(row, cause)}because {CAUSES[cause][1]}"


def how_often(row: Mapping[str, int], cause: str) -> str:
    """Return for which part of those lost a cause holds: nothing for all, or words before it."""
    lost = sum(row[name] for name in LOST)
    return "" if row[cause] == lost else "mostly " if 2 * row[cause] > lost else "most often "


def _losses(total: Row) -> str:
    lost = total["lost"]
    were = _were(lost, "was", "were")
    return f"{number(lost)} {were} lost ({share(total['lost_share'])}), {because(total)}."


def _waits(total: Row) -> str:
    half, most = total["wait_p50_s"], total["wait_p95_s"]
    if most == 0.0:
        return "At least 95 % of those served did not wait at all."
    if half == 0.0:
        return f"Half of those served did not wait, 95 % waited at most {duration(most)}."
    return f"Half of those served waited at most {duration(half)}, 95 % at most {duration(most)}."


def _were(count: int, one: str, many: str) -> str:
    return one if count == 1 else many

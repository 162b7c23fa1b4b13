from typing import Any

import pyarrow as pa
import pytest

from voltwin.kpis.columns import LOST
from voltwin.kpis.kpi_tables import KpiTables
from voltwin.wording.headline import (
    CAUSES,
    because,
    headline,
    headline_of,
    main_cause,
    who_came,
)


def total(**values: Any) -> dict[str, Any]:
    """Return a row of totals: 100 arrivals served without a wait, changed by `values`."""
    row: dict[str, Any] = {"observed_h": 24.0, "arrivals": 100, "swaps": 100, "inside": 0}
    row |= (
        dict.fromkeys((*LOST, "diverted", "unseen"), 0)
        | {"wait_p50_s": 0.0, "wait_p95_s": 0.0}
        | values
    )
    row["lost"] = sum(row[name] for name in LOST)
    row["served_share"], row["lost_share"] = (
        row[name] / row["arrivals"] if row["arrivals"] else None for name in ("swaps", "lost")
    )
    return row


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        (total(observed_h=0.0), "Nothing was observed: the run has not left its warm-up."),
        (total(arrivals=0, swaps=0), "No vehicle arrived."),
        (
            total(),
            "All 100 arrivals were served. At least 95 % of those served did not wait at all.",
        ),
        (
            total(swaps=99, inside=1, wait_p95_s=30.0),
            "99 of 100 arrivals were served (99.0 %). None was lost. 1 is still inside. "
            "Half of those served did not wait, 95 % waited at most 30 s.",
        ),
        (
            total(swaps=90, lost_closed=2, reneged=6, inside=2, wait_p50_s=42.0, wait_p95_s=504.0),
            "90 of 100 arrivals were served (90.0 %). 8 were lost (8.0 %), mostly because patience "
            "ran out. 2 are still inside. Half of those served waited at most 42 s, 95 % at most "
            "8.4 min.",
        ),
        (
            total(swaps=92, lost_closed=4, reneged=2, lost_queue_full=2),
            "92 of 100 arrivals were served (92.0 %). 8 were lost (8.0 %), most often because the "
            "station was closed. At least 95 % of those served did not wait at all.",
        ),
        (
            total(swaps=97, diverted=2, lost_stockout=1),
            "97 of 100 arrivals were served (97.0 %). 1 was lost (1.0 %), because no charged "
            "battery was left. 2 were diverted to another station. At least 95 % of those served "
            "did not wait at all.",
        ),
        (
            total(swaps=99, unseen=1),
            "99 of 100 arrivals were served (99.0 %). None was lost. 1 was not there any more when "
            "the station was observed. At least 95 % of those served did not wait at all.",
        ),
        (
            total(arrivals=1, swaps=0, lost_stockout=1),
            "0 of 1 arrivals were served (0.0 %). 1 was lost (100.0 %), because no charged battery "
            "was left.",
        ),
    ],
)
def test_headline(row: dict[str, Any], sentences: str) -> None:
    assert headline(row) == sentences


class Fleet(KpiTables):
    def _make(self, name: str) -> pa.Table:
        fleet = {"vehicles": 12, "trips": 3400, "stranded": 2, "trips_cancelled": 0}
        return pa.Table.from_pylist([fleet if name == "fleet" else total()])


class Diverting(KpiTables):
    def _make(self, name: str) -> pa.Table:
        return pa.Table.from_pylist([total(swaps=97, diverted=3)])


class Refused(KpiTables):
    """Of 50 trips due one was made."""

    def _make(self, name: str) -> pa.Table:
        fleet = {"vehicles": 2, "trips": 1, "stranded": 0, "trips_cancelled": 49}
        return pa.Table.from_pylist([fleet if name == "fleet" else total()])


def test_of_a_fleet_it_is_said_first_what_the_vehicles_did() -> None:
    assert headline_of(Fleet(60.0)) == headline(total())
    said = headline_of(Fleet(60.0, has_fleet=True))
    of_stations = headline(total(), "visits to stations")
    assert said == f"12 vehicles made 3,400 trips and stranded twice. {of_stations}"


def test_trips_that_were_not_made_are_said() -> None:
    said = headline_of(Refused(60.0, has_fleet=True))
    assert said.startswith("2 vehicles made one trip. 49 trips were cancelled (98.0 % of those due")


def test_a_vehicle_that_is_sent_on_comes_several_times() -> None:
    assert "97 of 100 visits to stations were served" in headline_of(Diverting(60.0))
    assert who_came(Diverting(60.0)) == who_came(Fleet(60.0, has_fleet=True))
    assert who_came(Fleet(60.0)) == "arrivals"


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        ({"reneged": 3}, "because patience ran out"),
        ({"reneged": 3, "lost_closed": 2}, "mostly because patience ran out"),
        ({"reneged": 3, "lost_closed": 3}, "most often because the station was closed"),
        (
            {"lost_queue_full": 4, "lost_stockout": 3, "reneged": 2},
            "most often because all queue places were taken",
        ),
    ],
)
def test_mostly_is_more_than_half(causes: dict[str, int], words: str) -> None:
    assert because({**dict.fromkeys(LOST, 0), **causes}) == words


def test_every_loss_has_a_cause() -> None:
    assert tuple(CAUSES) == LOST


def test_main_cause() -> None:
    assert main_cause(total()) is None
    assert main_cause(total(lost_closed=1, lost_queue_full=3)) == "lost_queue_full"

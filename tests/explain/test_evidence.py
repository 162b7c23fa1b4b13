"""What a station's own numbers name."""

from typing import Any

import pytest
from tests.explain.constructed import PLENTY, scenario, station

from voltwin.explain.evidence import Evidence, evidence
from voltwin.explain.trouble import DELAYS, LOSES
from voltwin.kpis.columns import LOST

# Ten chargers, none idle; a vehicle in ten is lost for want of a battery, and none waits.
USUAL: dict[str, Any] = {
    "arrivals": 1000,
    "swaps": 900,
    "lost": 100,
    "late": 0,
    "overdue": 0,
    "lost_by": {**dict.fromkeys(LOST, 0), "lost_stockout": 100},
    "wait_mean_s": 0.0,
    "bays_in_use": 0.3,
    "charging": 0.9,
    "cooling": 0.1,
    "suspended": 0.0,
    "queued": 3.0,
    "topping": 0.0,
    "rack": 0.2,
    "observed": True,
    "target_s": 300.0,
    "bays": 1,
    "chargers": 10,
    "batteries": 20,
    "types": 1,
    "closed_h": 0.0,
    "waits": False,
    "limited": 0.0,
}


def of(**changes: Any) -> Evidence:
    return Evidence(**{**USUAL, **changes})


def lost_by(**counts: int) -> dict[str, int]:
    return {**dict.fromkeys(LOST, 0), **counts}


@pytest.mark.parametrize(
    ("changes", "binds"),
    [
        ({}, "chargers"),
        ({"charging": 0.5, "queued": 0.0}, "batteries"),
        # 4 idle chargers, 3 batteries queued: a mean over an hour in which each was short in turn.
        ({"charging": 0.5, "queued": 3.0}, "batteries"),
        ({"charging": 0.5, "queued": 3.0, "limited": 1.0}, "grid"),
        ({"charging": 0.6, "queued": 0.0, "suspended": 0.3, "limited": 1.0}, "grid"),
        # A charger idles half the time: the limit may keep half a battery, chargers keep the rest.
        ({"charging": 0.85, "queued": 7.0, "limited": 1.0}, "chargers"),
        # Two idle all the time: beside them, all seven wait for power.
        ({"charging": 0.7, "queued": 7.0, "limited": 1.0}, "grid"),
        ({"charging": 0.7, "queued": 7.0}, "chargers"),  # without a limit, never the grid
        # As much, where energy is dear for half of the time: then nothing but the price holds it.
        ({"charging": 0.7, "queued": 7.0, "dear": 0.5}, "price"),
        # With a limit beside it, what the price does not hold the limit does.
        ({"charging": 0.6, "queued": 3.0, "dear": 0.6, "limited": 1.0}, "price"),
        ({"charging": 0.6, "queued": 3.0, "dear": 0.4, "limited": 1.0}, "grid"),
        # All charge under set-points that leave nothing of the limit.
        ({"shares": True, "limited": 0.5, "use": 0.45}, "grid"),
        ({"shares": True, "limited": 0.5, "use": 0.44}, "chargers"),
        ({"shares": False, "limited": 0.5, "use": 0.45}, "chargers"),
        # None may start at all.
        ({"charging": 0.0, "cooling": 0.0, "queued": 20.0, "limited": 1.0}, "grid"),
        ({"chargers": 0, "charging": 0.0, "cooling": 0.0, "queued": 20.0}, "chargers"),
        ({"lost_by": lost_by(lost_closed=51, lost_stockout=49)}, "hours"),
        ({"lost_by": lost_by(lost_closed=49, lost_stockout=51)}, "chargers"),
        ({"lost_by": lost_by(lost_queue_full=60, lost_stockout=40)}, "bays"),
        # Where it loses, only those lost name what binds; where it delays, the late ones do, and
        # nobody waits for a battery here.
        ({"late": 1000}, "chargers"),
        ({"late": 1001}, "bays"),
        ({"waits": True, "late": 101, "lost_by": lost_by(reneged=100)}, "chargers"),
        ({"waits": True, "lost_by": lost_by(reneged=100), "rack": 3.5}, "bays"),
        ({"waits": True, "lost_by": lost_by(reneged=100), "rack": 2.5}, "chargers"),
        ({"waits": True, "lost_by": lost_by(reneged=100), "rack": 0.9, "queued": 0.0}, "chargers"),
    ],
)
def test_the_numbers_name_what_is_short(changes: dict[str, Any], binds: str) -> None:
    assert of(**changes).binds == binds


@pytest.mark.parametrize(
    ("lost", "late", "trouble", "troubled"),
    [
        (0, 0, None, 0),
        (0, 9, None, 0),  # of 900 served: 1 %
        (0, 10, DELAYS, 10),
        (1, 0, LOSES, 1),
        (1, 10, LOSES, 1),
        (1, 11, DELAYS, 12),
        (5, 9, LOSES, 5),
        (100, 500, LOSES, 100),
    ],
)
def test_ten_late_weigh_less_than_one_lost(
    lost: int, late: int, trouble: str | None, troubled: int
) -> None:
    numbers = of(lost=lost, late=late, lost_by=lost_by(reneged=lost))
    assert (numbers.trouble, numbers.troubled) == (trouble, troubled)


def test_the_grid_holds_what_is_suspended_and_what_queues_beside_idle_chargers() -> None:
    numbers = of(charging=0.5, suspended=0.2, queued=3.0, limited=1.0)  # 2 of 10 idle
    assert numbers.idle_chargers == pytest.approx(2.0)
    assert numbers.held_by_grid == pytest.approx(2.0 + 3.0)
    brief = of(charging=0.85, queued=3.0, limited=1.0)  # 0.5 of 10 idle: for a short time
    assert brief.held_by_grid == pytest.approx(0.5)
    assert of(charging=0.5, queued=3.0).held_by_grid == 0.0  # without a limit nothing is held


def test_facts_are_those_of_the_station() -> None:
    night = station(
        batteries={"std": [0.1, 0.9]},
        chargers=[{"count": 2, "power_kw": 60}, {"count": 1, "power_kw": 120}],
        opening_hours={"weekday": "06:00-20:00", "weekend": "closed"},
        grid_limit_kw=[100.0] + ["unlimited"] * 23,
        policy="wait",
    )
    city = scenario(night)
    row = {
        **dict.fromkeys((*LOST, "diverted", "unseen"), 0),
        "arrivals": 9,
        "swaps": 7,
        "lost": 2,
        "within_target": 4,
        "wait_mean_s": 5.0,
        "observed_h": 24.0,
        "bay_out_share": 0.25,
        "charger_out_share": None,
    }
    means = dict.fromkeys(["charging", "cooling", "suspended", "queued", "topping"], 0.0)
    more = {"bays_in_use": 0.5, "rack": 2.0, "limited": 1.0}
    found = evidence({**row}, means | more, city.stations[0], 60.0, 2, moved=True)
    assert (found.late, found.batteries, found.chargers) == (3 + 2, 2, 3)
    assert (found.bays, found.waits, found.limited) == (PLENTY["bays"], True, 1.0)
    assert (found.bay_out_h, found.charger_out_h) == (6.0, 0.0)
    assert found.stock == pytest.approx(0.5 * PLENTY["bays"] + 2.0)
    assert found.closed_h == pytest.approx((5 * 10 + 2 * 24) / 7)

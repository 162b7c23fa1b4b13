"""What next units bring decides where it is clear; the station's numbers decide elsewhere."""

from typing import Any

import pytest
from tests.explain.test_evidence import lost_by, of

from voltwin.explain.gains import Gain, Gains
from voltwin.explain.verdict import needs_pairs, verdict


def saved(**counts: int) -> Gains:
    return {tuple(name.split("_")): Gain(None, count, 0, None) for name, count in counts.items()}


@pytest.mark.parametrize(
    ("single", "binds"),
    [
        (saved(charger=0, battery=0, bay=50), "bays"),  # clear, whatever the numbers say
        (saved(charger=30, battery=20, bay=0), "chargers"),
        (saved(charger=20, battery=24), "chargers"),  # about the same: the numbers decide
        (saved(charger=20, battery=26), "batteries"),
        (saved(battery=20, bay=24), "bays"),  # about the same, but none that the numbers name
        (saved(charger=1, battery=9, bay=0), "chargers"),  # less than 10 %: the numbers decide
        (saved(charger=0, battery=9, bay=0), "batteries"),  # but not for what brings nothing
        (saved(charger=0, battery=4, bay=0), "unclear"),  # where the others' may be chance
        (saved(battery=10), "batteries"),
        (saved(charger=-5, battery=-9), "chargers"),
        ({}, "chargers"),
    ],
)
def test_of_a_hundred_lost_where_the_numbers_name_chargers(single: Gains, binds: str) -> None:
    evidence = of()
    assert evidence.binds == "chargers"
    assert verdict(evidence, single, {}).binds == binds


@pytest.mark.parametrize(("brought", "binds"), [(4, "unclear"), (5, "bays")])
def test_fewer_than_five_vehicles_may_be_chance(brought: int, binds: str) -> None:
    few = of(lost=10, lost_by=lost_by(lost_stockout=10))
    assert verdict(few, saved(charger=0, bay=brought), {}).binds == binds


@pytest.mark.parametrize(
    ("lost", "single", "binds"),
    [
        (4, saved(charger=4), "unclear"),
        (4, {}, "unclear"),
        (5, saved(charger=1, bay=4), "chargers"),
        (5, saved(charger=0, bay=0), "chargers"),
        (5, saved(charger=0, bay=1), "unclear"),
    ],
)
def test_too_few_lost_tell_nothing(lost: int, single: Gains, binds: str) -> None:
    few = of(lost=lost, lost_by=lost_by(lost_stockout=lost))
    assert verdict(few, single, {}).binds == binds


@pytest.mark.parametrize(("single", "binds"), [(saved(bay=0), "hours"), (saved(bay=1), "unclear")])
def test_closed_is_closed_even_for_one(single: Gains, binds: str) -> None:
    one = of(lost=1, lost_by=lost_by(lost_closed=1))
    assert verdict(one, single, {}).binds == binds


def test_at_a_station_that_delays_vehicles_in_time_count() -> None:
    late = of(lost=0, late=100, waits=True, lost_by=lost_by())
    gains: Gains = {("charger",): Gain(None, 0, 5, -1.0), ("bay",): Gain(None, 0, 60, -9.0)}
    assert verdict(late, gains, {}).binds == "bays"


@pytest.mark.parametrize(
    ("pairs", "binds"),
    [
        (saved(charger_battery=40, charger_grid=90), "chargers and grid"),
        (saved(charger_battery=9), "chargers"),  # does not help either
        (saved(battery_bay=27), "chargers"),  # 5 and 9 alone make 14: less than twice that
        (saved(battery_bay=28), "batteries and bays"),
    ],
)
def test_two_bind_together_if_they_bring_far_more_than_apart(pairs: Gains, binds: str) -> None:
    single = saved(charger=2, battery=5, bay=9, grid=-3)
    assert needs_pairs(of(), single)
    assert verdict(of(), single, pairs).binds == binds


@pytest.mark.parametrize(
    ("changes", "single", "needed"),
    [
        ({}, saved(charger=9, battery=9), True),
        ({}, saved(charger=10), False),
        ({"lost": 9, "lost_by": lost_by(reneged=9)}, saved(charger=0), False),  # too few to tell
    ],
)
def test_pairs_are_tried_where_nothing_helps_alone(
    changes: dict[str, Any], single: Gains, needed: bool
) -> None:
    assert needs_pairs(of(**changes), single) is needed

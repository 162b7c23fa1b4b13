"""Next units beside interventions: none is undone by what is done to the station."""

from typing import Any

import pytest
from tests.explain.constructed import (
    ARRIVALS,
    FEW_BATTERIES,
    chargers,
    explained,
    scenario,
    station,
)

from voltwin.explain.next_unit import LEVERS, Kinds
from voltwin.explain.site import Site, network_of
from voltwin.scenario.interventions import AnyIntervention

CHARGERS_OUT = {"kind": "charger_out", "at": 0, "station": "station", "charger": "all"}
BAYS_OUT = {"kind": "bay_out", "at": 0, "station": "station", "bay": "all"}
ONE_SEEN = {"kind": "observation", "at": 60, "station": "station", "ready": 1, "not_ready": 0}


def changed(lever: str, *interventions: dict[str, Any], **fields: Any) -> list[AnyIntervention]:
    """Return the interventions that the next unit of a lever is tried with."""
    city = scenario(station(**fields), interventions=list(interventions))
    variants = list(LEVERS[lever](Site.of(city, 0), Kinds.of(city)))
    return list(network_of(city, [variants[0].site]).interventions)


def test_a_limit_set_by_an_intervention_is_named_and_raised() -> None:
    """As where the week sets it: one of six chargers works, and with 80 kW more a second one."""
    lowered = {"kind": "grid_limit", "at": 0, "limit_kw": 80}
    (row,) = explained(station(batteries=6), interventions=[lowered]).rows
    assert (row["binds"], row["lost"], row["grid_saved"], row["grid_kw"]) == ("grid", 33, 33, 80.0)


def test_an_intervention_that_ends_all_limits_stays_and_a_part_rises_with_the_week() -> None:
    ended = {"kind": "grid_limit", "at": 0, "limit_kw": "unlimited"}
    half = {"kind": "grid_limit", "at": 0, "factor": 0.5}
    was = scenario(station(), interventions=[ended, half]).interventions
    now = changed("grid", ended, half, grid_limit_kw=100)
    assert [what.model_dump(exclude={"stations"}) for what in now] == [
        what.model_dump(exclude={"stations"}) for what in was
    ]


def test_the_next_charger_is_numbered_behind_those_that_interventions_are_about() -> None:
    """Of a charger of 80 kW and a slow one the slow one is out: as with one charger. The next one
    makes two of 80 kW, which serve all."""
    two = [chargers(1), {"count": 1, "power_kw": 20.0, "efficiency": 1.0}]
    out = {**CHARGERS_OUT, "charger": 1}
    (row,) = explained(station(chargers=two, batteries=6), interventions=[out]).rows
    assert (row["lost"], row["charger_saved"]) == (33, 33)


def test_the_next_charger_works_where_all_are_out() -> None:
    """Six are served; with a charger that works 62 are, as with one charger."""
    (row,) = explained(station(batteries=6), interventions=[CHARGERS_OUT]).rows
    assert (row["lost"], row["charger_saved"]) == (ARRIVALS - 6, 62 - 6)


def test_the_next_bay_works_where_all_are_out() -> None:
    (row,) = explained(station(), interventions=[BAYS_OUT]).rows
    assert (row["binds"], row["lost"], row["bay_saved"]) == ("bays", ARRIVALS, ARRIVALS)


def test_the_next_battery_is_seen_with_those_that_were_counted() -> None:
    (row,) = explained(FEW_BATTERIES, interventions=[ONE_SEEN]).rows
    assert (row["binds"], row["lost"], row["battery_saved"]) == ("batteries", 47, 47)


@pytest.mark.parametrize("lever", ["charger", "battery", "bay"])
def test_what_is_done_to_other_stations_or_not_to_the_unit_stays(lever: str) -> None:
    closed = {"kind": "close", "at": "1h", "for": "1h"}
    surge = {"kind": "surge", "at": 0, "factor": 2, "stations": ["station"]}
    waiting = {"kind": "observation", "at": 60, "station": "station", "waiting": 0}
    now = changed(lever, closed, surge, {**CHARGERS_OUT, "charger": [0, 2]}, waiting)
    assert [what.kind for what in now] == ["close", "surge", "charger_out", "observation"]
    assert (now[2], now[3]) == scenario(
        station(), interventions=[{**CHARGERS_OUT, "charger": [0, 2]}, waiting]
    ).interventions


def test_closed_by_an_intervention_is_told_as_such() -> None:
    """From 06:00 to 18:00 the 48 vehicles of 06:00 to 17:45 are lost."""
    (row,) = explained(station(), interventions=[{"kind": "close", "at": "6h", "for": "12h"}]).rows
    assert (row["binds"], row["lost"], row["closed_by_hand_h"]) == ("hours", 48, 12.0)
    assert (
        "because the station was closed: interventions kept it closed for 12 h;" in row["sentence"]
    )


def test_bays_out_of_order_are_told_as_such() -> None:
    (row,) = explained(station(), interventions=[{**BAYS_OUT, "at": "6h", "for": "12h"}]).rows
    assert (row["binds"], row["lost"], row["bay_saved"], row["bay_out_h"]) == ("bays", 48, 48, 12.0)
    assert (
        "its 3 bays were out of order, 100.0 % of the time when it loses (12 h" in row["sentence"]
    )


def test_a_price_rule_binds_where_charges_wait_for_cheap_energy() -> None:
    """Energy is never cheap and there is no reserve: nothing is charged."""
    rule = {"reserve": 0, "price_below": 0.1}
    economics = {"currency": "EUR", "price_per_swap": 1, "tariff": 0.2}
    of = station(batteries=6, charge_when=rule)
    (row,) = explained(of, economics=economics).rows
    assert (row["binds"], row["lost"], row["price_saved"]) == ("price", ARRIVALS - 6, ARRIVALS - 6)
    assert row["held_by_price"] == pytest.approx(6.0, abs=0.01)  # all but one in a bay
    assert (row["held_by_grid"], row["charger_saved"]) == (0.0, 0)


def test_throttled_chargers_that_are_all_in_use_name_the_grid() -> None:
    """Six chargers share 80 kW, what one of them takes: as many are served, in the long run."""
    (row,) = explained(station(batteries=6, grid_limit_kw=80.0, grid_rule="share")).rows
    assert row["binds"] == "grid"
    assert row["grid_use"] > 0.95
    assert "of it drawn when it loses" in row["sentence"]

"""Two chargers that share power, one that looks at prices, and one whose batteries age: by hand.

Batteries of 50 kWh on a flat curve of 60 kW, ready at 0.8, full at 0.9; no cool-down.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from voltwin.reference import ReferenceEngine
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.station.parameters import SHARE

Log = list[dict[str, Any]]
Engine = type[KernelEngine] | type[ReferenceEngine]
BOTH = pytest.mark.parametrize("engine", [KernelEngine, ReferenceEngine])

MONDAY_S = 3 * 86400.0  # the run starts on a Thursday
TYPE = Type()
SITE = Site(
    inventory=((0.2, 0.5),),
    ring=(1,),
    shares=(1.0,),
    arrivals=Arrivals(times=()),
    chargers=((60.0, 1.0), (60.0, 1.0)),
    limit_kw=((0.0, 80.0),),
    grid_rule=SHARE,
)


def run(engine: Engine, site: Site, kind: Type = TYPE, **more: Any) -> Log:
    network = Network(types=(kind,), sites=(site,), horizon_s=36_000.0, **more)
    running = engine(parameters(network), 1)
    running.advance(np.inf)
    return pa.Table.from_batches(running.drain(), SCHEMA).to_pylist()


def rows(log: Log, kind: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in log if row["kind"] == kind]


@BOTH
def test_two_share_80_kw_evenly_and_one_that_is_left_has_its_60(engine: Engine) -> None:
    log = run(engine, SITE)
    # The first is cool and has its 60 kW until, at the same instant, the second is cool too.
    assert rows(log, "set_point", "time", "charger", "power_kw") == [
        (0.0, 0, 60.0),
        (0.0, 0, 40.0),
        (0.0, 1, 40.0),
        (1800.0, 0, 60.0),
    ]
    assert [power for (power,) in rows(log, "cooled", "power_kw")] == [0.0, 0.0]
    # 15 + 5 kWh at 40 kW; then the first, at 0.6, has 10 + 5 kWh to go at 60 kW.
    assert rows(log, "full", "time", "charger") == [
        (pytest.approx(1800.0), 1),
        (pytest.approx(2700.0), 0),
    ]
    (at_change,) = [row["soc"] for row in log if row["time"] > 1e3 and row["kind"] == "set_point"]
    assert at_change == pytest.approx(0.6)


@BOTH
def test_what_one_does_not_demand_the_other_has(engine: Engine) -> None:
    chargers = ((60.0, 1.0), (20.0, 1.0))
    log = run(engine, replace(SITE, chargers=chargers, limit_kw=((0.0, 70.0),)))
    assert rows(log, "set_point", "charger", "power_kw") == [(0, 60.0), (0, 50.0), (1, 20.0)]
    # 35 kWh at 50 kW: before the second has its 20 kWh at 20 kW
    assert rows(log, "full", "time")[0] == (pytest.approx(2520.0),)


@BOTH
def test_without_power_batteries_stand_until_there_is_some(engine: Engine) -> None:
    gap = ((0.0, 120.0), (MONDAY_S + 600.0, 0.0), (MONDAY_S + 1200.0, 120.0))
    log = run(engine, replace(SITE, limit_kw=gap))
    assert rows(log, "set_point", "time", "charger", "power_kw") == [
        (0.0, 0, 60.0),
        (0.0, 1, 60.0),
        (600.0, 0, 0.0),
        (600.0, 1, 0.0),
        (1200.0, 0, 60.0),
        (1200.0, 1, 60.0),
    ]
    # 15 + 5 kWh at 60 kW are 1200 s, and 600 s without power
    assert rows(log, "full", "time")[0] == (pytest.approx(1800.0),)


@BOTH
def test_without_a_limit_everyone_has_full_power(engine: Engine) -> None:
    free = run(engine, replace(SITE, limit_kw=((0.0, np.inf),)))
    assert rows(free, "set_point", "charger", "power_kw") == [(0, 60.0), (1, 60.0)]


# --- prices ---------------------------------------------------------------------------------------

DEAR_THEN_CHEAP = (0.3, 0.3, 0.1, 0.3)  # by quarter of an hour


@BOTH
@pytest.mark.parametrize(("reserve", "starts"), [(0, [1800.0, 1800.0]), (1, [0.0, 0.0])])
def test_beyond_the_reserve_charges_wait_for_a_low_price(
    engine: Engine, reserve: int, starts: list[float]
) -> None:
    site = replace(SITE, limit_kw=((0.0, np.inf),), reserve=reserve, price_below=0.2)
    log = run(engine, site, prices=DEAR_THEN_CHEAP)
    assert [time for (time,) in rows(log, "placed", "time")] == starts
    assert rows(log, "price_low", "time") == [(1800.0,)]
    assert rows(log, "price_high", "time") == [(2700.0,)]


@BOTH
def test_a_claim_on_the_reserve_lets_a_charge_start_at_any_price(engine: Engine) -> None:
    site = replace(
        SITE,
        inventory=((0.9, 0.2),),
        arrivals=Arrivals(times=(100.0,)),
        reserve=1,
        price_below=0.2,
    )
    log = run(engine, site, prices=(0.3,) * 40)
    assert rows(log, "placed", "time", "battery") == [(100.0, 1), (160.0, 2)]


# --- age and heat ---------------------------------------------------------------------------------


@BOTH
def test_an_aged_battery_holds_less_and_is_charged_sooner(engine: Engine) -> None:
    log = run(engine, replace(SITE, inventory=((0.2,),)), replace(TYPE, soh=0.8))
    # 0.6 x 50 x 0.8 kWh at 60 kW
    assert rows(log, "ready", "time") == [(pytest.approx(1440.0),)]


@BOTH
def test_a_derated_charge_takes_longer(engine: Engine) -> None:
    warm = replace(
        TYPE,
        cool_tau_s=3600.0,
        cool_start_c=50.0,
        return_c=40.0,
        derating=((0.0, 1.0), (40.0, 0.5)),
    )
    log = run(engine, replace(SITE, inventory=((0.2,),), ambient_c=((0.0, 20.0),)), warm)
    assert rows(log, "derated", "soc") == [(0.75,)]  # half-way at 20 °C
    assert rows(log, "ready", "time") == [(pytest.approx(1800.0 / 0.75),)]


@BOTH
def test_ageing_follows_from_days_and_cycles(engine: Engine) -> None:
    # A law with no temperature in it: 0.01 per day^1, and 0.001 per cycle^1 whatever the depth.
    law = (0.0, 300.0, 0.01, 0.0, 0.0, 1.0, 0.0005, 0.0, 0.0, 0.0, 0.0, 1.0)
    site = replace(SITE, inventory=((0.9,),), arrivals=Arrivals(times=(8640.0 - 60.0,)))
    log = run(engine, site, replace(TYPE, ageing=law))
    # The returned battery: a tenth of a day; from 0.9 to 0.2 is 0.35 of a cycle.
    ((soh, time),) = rows(log, "aged", "soc", "time")
    assert time == 8640.0
    assert soh == pytest.approx(1.0 - 0.001 - 0.001 * 0.35, rel=1e-12)

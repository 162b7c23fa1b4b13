"""Time out of order: by hand, and what a renewal process has in the long run."""

import numpy as np
import pytest
from tests.kpis.networks import Site, exponential, fixed, network

from voltwin.kpis.cells import Floats
from voltwin.kpis.from_world import cells_from_world
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.draws import run_key
from voltwin_core.station.cells import BAY_OUT_S, CHARGER_OUT_S


def out_s(site: Site, horizon_s: float, key: int = 1) -> Floats:
    engine = KernelEngine(network((site,), horizon_s=horizon_s), key, log=False)
    engine.advance(horizon_s)
    return np.asarray(cells_from_world(engine.closed_world(), engine.now).out_s[0])


def test_an_outage_is_booked_in_the_hours_that_it_touches() -> None:
    # Out from 3000 to 9000 s, and from 12,000 s on, where the run ends at 12,600 s.
    site = Site(charger_faults=(fixed(3000.0), fixed(6000.0)))
    assert out_s(site, 12_600.0)[:, CHARGER_OUT_S].tolist() == [600.0, 3600.0, 1800.0, 600.0]


def test_two_bays_are_out_together() -> None:
    site = Site(bays=2, bay_faults=(fixed(3000.0), fixed(300.0)))
    assert out_s(site, 3600.0)[:, BAY_OUT_S].tolist() == [600.0]


def test_in_the_long_run_it_is_mttr_of_mtbf_and_mttr() -> None:
    """The renewal-reward theorem: the share out of order is mttr / (mtbf + mttr). With 100,000
    cycles of exponential times its standard deviation is 0.25 x 0.75 x sqrt(2 / 100,000)."""
    chargers = ((60.0, 1.0),) * 50
    site = Site(charger_faults=(exponential(900.0), exponential(300.0)), chargers=chargers)
    horizon_s = 2000.0 * 1200.0
    share = out_s(site, horizon_s, run_key(1, 0))[:, CHARGER_OUT_S].sum() / (50 * horizon_s)
    assert share == pytest.approx(0.25, abs=4 * 0.25 * 0.75 * (2e-5) ** 0.5)

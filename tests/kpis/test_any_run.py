"""Runs of any small network: definition, slow twin and the compiled engine's own sums agree."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kpis.any_network import networks
from tests.kpis.twin import slow_cells

from voltwin.kpis.balances import check
from voltwin.kpis.cells import compare
from voltwin.kpis.from_log import cells_from_log
from voltwin.kpis.from_world import cells_from_world
from voltwin.reference import ReferenceEngine
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

# The twin reads the SoC by the charge curve's closed forms, not by ladders: per term they differ by
# some 1e-16 of a battery's capacity, which shows beside the energy of a very short stretch.
TWINS_ROUNDING_KWH = 1e-11
SEVERAL = settings(max_examples=150, deadline=None)
UNTIL_S = st.one_of(st.just(np.inf), st.floats(1.0, 40_000.0))


def run(engine: KernelEngine | ReferenceEngine, until: float) -> pa.Table:
    """Return the log of a run up to `until` [s], at most to its horizon."""
    engine.advance(until)
    return pa.Table.from_batches(engine.drain(), SCHEMA)


@SEVERAL
@given(networks(), st.integers(0, 2**32), UNTIL_S)
def test_compiled_engine_keeps_the_sums_of_its_log(
    parameters: Parameters, key: int, until: float
) -> None:
    engine = KernelEngine(parameters, key)
    log = run(engine, until)
    cells = cells_from_log(log, parameters, engine.now)
    assert compare(cells, cells_from_world(engine.closed_world(), engine.now)) == []
    assert compare(cells, slow_cells(log, parameters, engine.now), TWINS_ROUNDING_KWH) == []
    balances = check(cells, engine.batteries(), engine.inside(), parameters)
    assert balances.message == ""
    assert balances.ok


@SEVERAL
@given(networks(), st.integers(0, 2**32), UNTIL_S)
def test_reference_engine_keeps_the_balances(
    parameters: Parameters, key: int, until: float
) -> None:
    engine = ReferenceEngine(parameters, key)
    log = run(engine, until)
    cells = cells_from_log(log, parameters, engine.now)
    assert compare(cells, slow_cells(log, parameters, engine.now), TWINS_ROUNDING_KWH) == []
    batteries = engine.batteries()
    assert check(cells, batteries, engine.inside(), parameters).message == ""
    assert cells.throughput_kwh == pytest.approx(batteries["throughput_kwh"], rel=1e-12)


@SEVERAL
@given(networks(), st.integers(0, 2**32), st.floats(0.0, 1.0))
def test_an_earlier_reading_is_what_the_run_showed_then(
    parameters: Parameters, key: int, share: float
) -> None:
    engine = KernelEngine(parameters, key)
    then = share * float(as_array(parameters.clock)["horizon_s"][0])
    first = run(engine, then)
    shown = cells_from_world(engine.closed_world(), then)
    whole = pa.concat_tables([first, run(engine, np.inf)])
    assert compare(cells_from_log(whole, parameters, then), shown) == []

"""A fleet's KPIs: the definition, its slow twin and the kernel's own sums agree on any city."""

import math

import numpy as np
import pyarrow as pa
import pytest
from tests.kpis.fleet_twin import slow_fleet

from voltwin.kpis.fleet_from_log import fleet_counts, fleet_sums
from voltwin.kpis.from_world import cells_from_world
from voltwin.kpis.rows import read_rows
from voltwin.validation.network import Network, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import Scope
from voltwin_bindings.event_log import SCHEMA
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_core.fleet.cells import FLEET_COUNTS, FLEET_SUMS


def cities(number: int) -> list[Network]:
    """Return random networks in which a fleet lives."""
    drawn = (random_network(Scope(f"fleet/{n}", arrivals=0.5)) for n in range(5 * number))
    return [of for of in drawn if of.city and of.city.zones][:number]


CITIES = cities(40)


@pytest.mark.parametrize("number", range(len(CITIES)))
def test_a_walk_along_the_log_agrees(number: int) -> None:
    tables = parameters(CITIES[number])
    engine = KernelEngine(tables, number)
    engine.advance(math.inf)
    log = pa.Table.from_batches(engine.drain(), SCHEMA)
    rows = read_rows(log, math.inf)
    counts, sums = slow_fleet(log, tables)
    assert (fleet_counts(rows, tables) == counts).all()
    assert fleet_sums(rows, tables) == pytest.approx(sums, rel=1e-9, abs=1e-12)
    kernel = cells_from_world(engine.closed_world(), engine.now)
    assert (kernel.fleet_counts == counts).all()
    assert kernel.fleet_sums == pytest.approx(sums, rel=1e-9, abs=1e-12)


def test_the_cities_show_all_that_is_counted() -> None:
    counts, sums = np.zeros(len(FLEET_COUNTS)), np.zeros(len(FLEET_SUMS))
    for number, city in enumerate(CITIES):
        engine = KernelEngine(parameters(city), number, log=False)
        engine.advance(math.inf)
        cells = cells_from_world(engine.closed_world(), engine.now)
        counts += cells.fleet_counts.sum(axis=(0, 1))
        sums += cells.fleet_sums.sum(axis=(0, 1))
    assert (counts > 20).all()
    assert (sums > 0.0).all()

"""The common ground of a run: plain rows and keys."""

import numpy as np
from tests.reference.small import KEY, network, site

from voltwin.reference.run import Run, as_key, rows
from voltwin.validation.laws import uniform as uniform_law
from voltwin_core.draws import SWAP_TIME, uniform
from voltwin_core.station.parameters import FIFO


def test_rows_have_the_fields_of_the_table_as_python_numbers() -> None:
    (station,) = rows(network(site(bays=3)).stations)
    assert (station.bays, station.charge_order) == (3, FIFO)
    assert type(station.bays) is int
    assert type(rows(network(site()).battery_types)[0].ready_soc) is float


def test_a_key_of_64_bits_stays_what_it_is() -> None:
    assert int(as_key(2**64 - 1)) == 2**64 - 1
    assert isinstance(as_key(5), np.uint64)  # small ones too: one type, one compiled primitive


def test_a_draw_is_named_by_what_it_is_for() -> None:
    run = Run(network(site(swap_s=uniform_law(10.0, 20.0))), KEY, log=False)
    (station,) = rows(run.parameters.stations)
    key = as_key(station.key)
    u = uniform(as_key(KEY), SWAP_TIME, key, 7)
    assert run.draw(station.swap_time, SWAP_TIME, key, 7) == 10.0 + 10.0 * u

"""The check of swapped batteries finds vehicles that leave or come back with the wrong one."""

import numpy as np
from tests.validation.known_errors.verdicts import with_column

from voltwin.validation.known_errors import swapped_batteries
from voltwin.validation.known_errors.faulty import faulty
from voltwin.validation.known_errors.runs import rows, run


def test_a_battery_that_is_handed_out_to_whom_brought_it_is_found() -> None:
    log = run(faulty(2), swapped_batteries.SEED).log
    begin = int(np.flatnonzero(rows(log, "swap_begin"))[-1])
    vehicle = log["vehicle"][begin]
    came = np.flatnonzero(rows(log, "arrival") & (log["vehicle"] == vehicle))
    brought = log["battery"][came[came < begin][-1]]
    assert swapped_batteries.swaps_of(log).same == 0
    assert swapped_batteries.swaps_of(with_column(log, "battery", begin, brought)).same == 1


def test_a_vehicle_that_comes_back_with_another_battery_is_found() -> None:
    log = run(faulty(2), swapped_batteries.SEED).log
    served = log["vehicle"][np.flatnonzero(rows(log, "swap_end"))[0]]
    back = np.flatnonzero(rows(log, "arrival") & (log["vehicle"] == served))[-1]
    right = swapped_batteries.swaps_of(log)
    assert (right.other_kept, right.other_returned, right.fuller) == (0, 0, 0)
    other = swapped_batteries.swaps_of(with_column(log, "battery", back, 0))
    assert other.other_kept == 1
    fuller = swapped_batteries.swaps_of(with_column(log, "soc", back, 1.0))
    assert fuller.fuller == 1

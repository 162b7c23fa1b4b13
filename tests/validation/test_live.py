"""What is told later is what was told at the start, less what may still wait."""

from dataclasses import replace

import pytest

from voltwin.validation.live import as_told
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters, places
from voltwin.validation.scripting import Haul, Intervention, Observed
from voltwin_core.record import as_array
from voltwin_core.station.parameters import Parameters

SITE = Site(((0.9,),), (2,), (1.0,), Arrivals(per_s=0.001, surges=((500.0, 2.0), (1500.0, 1.0))))
SCRIPT = (
    Intervention(100.0, "close", 1, for_s=1000.0),
    Intervention(2000.0, "bay_out", 0),
    Intervention(700.0, "open", 0),
)
WHOLE = parameters(Network((Type(),), (SITE, SITE), 3600.0, interventions=SCRIPT))


def numbers(known: Parameters) -> list[int]:
    return sorted(as_array(known.script)["number"].tolist())


def test_each_line_is_told_at_the_last_cut_before_it_or_one_that_follows_is_due() -> None:
    start, later, latest = as_told(WHOLE, [600.0, 1900.0])
    assert numbers(start) == [0]  # its end, number 1, is due at 1100 s
    assert numbers(later) == [0, 1, 2, 3]  # 3 is due at 700 s, so that 2 is told with it
    assert latest is WHOLE


def test_surges_are_told_step_by_step() -> None:
    counts = [as_array(known.sources)["surges"].tolist() for known in as_told(WHOLE, [600.0])]
    assert counts == [[1, 1], [2, 2]]


def test_lines_are_found_by_station() -> None:
    known = as_told(WHOLE, [600.0])[1]
    of = as_array(known.disturbances)
    lines = as_array(known.script)
    for s, (first, count) in enumerate(of[["first_line", "lines"]].tolist()):
        assert lines["station"][first : first + count].tolist() == [s] * 2


@pytest.mark.parametrize("cuts", [[], [10.0], [10.0, 3000.0]])
def test_there_is_one_entry_for_the_start_and_one_a_cut(cuts: list[float]) -> None:
    assert len(as_told(WHOLE, cuts)) == len(cuts) + 1


def test_no_more_is_in_unobserved_pools_than_is_needed_by_then() -> None:
    """A station with a battery and a bay, of which three batteries and two vehicles are seen at
    1000 s, and six batteries at 3000 s; at 2000 s a truck leaves that should take five."""
    seen = Observed(1000.0, 0, ready=3, waiting=2), Observed(3000.0, 0, ready=3, not_ready=3)
    network = Network(
        (Type(),),
        (replace(SITE, more_racks=None), SITE),
        3600.0,
        observations=seen,
        hauls=(Haul(2000.0, 0, 1, 0, 5, 60.0),),
    )
    whole = parameters(network)
    own = int(as_array(whole.settings)["batteries"][0])
    found = [
        (
            len(known.batteries) - own,
            len(known.vehicles) - int(as_array(whole.settings)["vehicles"][0]),
            int(as_array(known.stations)["racks"][0]),
        )
        for known in as_told(whole, [500.0, 1500.0, 2500.0], places(network))
    ]
    # By the first 3 racks + 1 bay, and 2 + 1 vehicles; by the truck 5 more; by the last 3 more.
    assert found == [(0, 0, 1), (4 + 3, 3, 3), (9 + 3, 3, 3), (12 + 3, 3, 6)]


def test_where_racks_are_given_they_stay() -> None:
    network = Network((Type(),), (SITE,), 3600.0, observations=(Observed(1000.0, 0, ready=1),))
    start, told = as_told(parameters(network), [500.0])
    assert len(start.observations) == 0
    assert len(told.observations) == 1
    assert as_array(start.stations)["racks"].tolist() == [1]

"""Who arrives, when, and with what battery: docs/model.md §3."""

import math

import pytest
from tests.reference.small import HOUR_S, KEY, coming_at, network, run, site

from voltwin.reference import ReferenceEngine
from voltwin.reference.run import as_key
from voltwin.validation.laws import exponential, fixed, uniform
from voltwin.validation.network import Arrivals, Site, Type
from voltwin_bindings.engine import EngineError
from voltwin_core.draws import ARRIVAL_SOC, BATTERY_TYPE, entity_key
from voltwin_core.draws import uniform as uniform_draw


def test_a_trace_is_followed_to_the_float_and_ends_at_the_horizon() -> None:
    times = (0.0, 0.1 + 0.2, 1e-9 + 1000.0, HOUR_S)
    assert run(site(*sorted(times)), hours=1.0).column("arrival", "time") == sorted(times)[:-1]


def test_vehicles_come_in_the_order_in_which_they_went_back_to_the_ring() -> None:
    story = run(
        site(0.0, 1.0, 2.0, 300.0, 310.0, 320.0, stock=(0.9, 0.9), ring=3, bays=2, places=0)
    )
    # 2 is lost at once; 0 and 1 are back at 60 and 61 s.
    assert story.column("arrival", "vehicle") == [0, 1, 2, 2, 0, 1]


@pytest.mark.parametrize(
    ("draw", "expected"),
    [(0.3, 0.3), (-0.1, 0.0), (0.8, math.nextafter(0.8, 0.0)), (5.0, math.nextafter(0.8, 0.0))],
)
def test_a_battery_comes_with_a_soc_from_0_to_below_ready(draw: float, expected: float) -> None:
    kinds = (Type(arrival_soc=fixed(draw)),)
    assert run(site(0.0), kinds=kinds).column("arrival", "soc") == [expected]


def test_draws_belong_to_the_number_of_the_arrival() -> None:
    """Losing some of them shifts nobody's numbers."""
    kinds = (Type(arrival_soc=uniform(0.1, 0.5)),)
    times = [float(t) for t in range(0, 1000, 100)]
    roomy = run(site(*times, stock=(0.9,) * 10, ring=12), kinds=kinds)
    tight = run(site(*times, stock=(0.9,), ring=12, places=0), kinds=kinds)
    assert "lost_queue_full" in tight.kinds
    socs = [
        0.1 + 0.4 * uniform_draw(KEY, ARRIVAL_SOC, as_key(entity_key("station", "0")), n)
        for n in range(10)
    ]
    assert roomy.column("arrival", "soc") == tight.column("arrival", "soc") == pytest.approx(socs)


def test_types_come_by_their_shares() -> None:
    arrivals = coming_at(*map(float, range(400)))
    sites = Site(((), ()), (400, 400), (0.25, 0.75), arrivals, policy=0)
    story = run(sites, kinds=(Type(), Type()))
    first = [vehicle < 400 for vehicle in story.column("arrival", "vehicle")]
    key = as_key(entity_key("station", "0"))
    drawn = [uniform_draw(KEY, BATTERY_TYPE, key, n) < 0.25 for n in range(400)]
    assert first == drawn
    assert 60 < sum(first) < 140


def test_an_empty_ring_fails_the_run_and_says_so() -> None:
    engine = ReferenceEngine(network(site(5.0), site(10.0, 20.0, 30.0, ring=2)), KEY)
    with pytest.raises(EngineError, match=r"station number 1: .* 30 s.* larger `ring`"):
        engine.advance(HOUR_S)


def test_a_ring_of_bays_and_places_and_one_never_runs_empty() -> None:
    arrivals = Arrivals(gap=exponential(20.0))
    story = run(site(arrivals=arrivals, ring=4, bays=1, places=2, stock=(0.9,)), hours=10.0)
    assert len(story.column("arrival", "time")) > 1000
    assert len(story.column("swap_end", "time")) > 1


def test_renewal_gaps_begin_at_time_0() -> None:
    story = run(site(arrivals=Arrivals(gap=fixed(700.0)), stock=(0.9,) * 5), hours=1.0)
    assert story.column("arrival", "time") == [700.0, 1400.0, 2100.0, 2800.0, 3500.0]


def test_a_poisson_stream_has_its_rate() -> None:
    arrivals = Arrivals(per_s=0.1)
    story = run(site(arrivals=arrivals, ring=3, places=1, stock=(0.9,), policy=0), hours=24.0)
    count = len(story.column("arrival", "time"))
    assert abs(count - 8640) < 4 * math.sqrt(8640)

"""Any small network: what it draws covers every row of the log, and borders of hours and slots."""

import math
from itertools import accumulate

from hypothesis import strategies as st
from tests.kpis.networks import (
    Law,
    Site,
    Steps,
    Type,
    exponential,
    fixed,
    network,
    uniform,
)

from voltwin_core.station.parameters import FIFO, HIGHEST_SOC, LOSE, LOWEST_SOC, WAIT, Parameters

THURSDAY_S = 3 * 86400.0  # the run starts on a Thursday
ROUND_S = st.sampled_from([0.0, 60.0, 90.0, 300.0, 450.0, 900.0, 1800.0, 3600.0])
SOC = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.7, 0.8, 0.85, 0.9])


def laws(mean_s: float) -> st.SearchStrategy[Law]:
    return st.one_of(
        ROUND_S.map(fixed),
        st.just(exponential(mean_s)),
        st.just(uniform(0.2 * mean_s, 1.8 * mean_s)),
    )


@st.composite
def steps(draw: st.DrawFn, values: st.SearchStrategy[float], otherwise: float) -> Steps:
    """A weekly schedule that changes a few times on Thursday."""
    changes = sorted(draw(st.sets(st.integers(0, 40), max_size=4)))
    return (
        (0.0, otherwise),
        *((THURSDAY_S + 900.0 * quarter, draw(values)) for quarter in changes),
    )


@st.composite
def types(draw: st.DrawFn) -> Type:
    peak = draw(st.sampled_from([40.0, 60.0, 120.0]))
    curve = draw(
        st.sampled_from(
            [
                ((0.0, peak), (1.0, peak)),
                ((0.0, peak), (0.5, peak), (1.0, 0.2 * peak)),
                ((0.0, 0.5 * peak), (0.3, peak), (0.8, 0.6 * peak), (1.0, 0.1 * peak)),
            ]
        )
    )
    return Type(
        capacity_kwh=draw(st.sampled_from([20.0, 50.0, 82.5])),
        ready_soc=draw(st.sampled_from([0.5, 0.8])),
        full_soc=draw(st.sampled_from([0.8, 0.9])),
        curve=curve,
        arrival_soc=draw(st.sampled_from([fixed(0.2), uniform(0.0, 0.45)])),
        cool_minimum_s=draw(ROUND_S),
    )


def faults() -> st.SearchStrategy[tuple[Law, Law] | None]:
    """How long chargers or bays work and fail; often they always work."""
    return st.one_of(st.none(), st.none(), st.tuples(laws(5000.0).filter(_lasts), laws(2000.0)))


def _lasts(law: Law) -> bool:
    return law != fixed(0.0)


@st.composite
def sites(draw: st.DrawFn, number_of_types: int) -> Site:
    stock = st.lists(SOC, min_size=1, max_size=6).map(tuple)
    bays, places = draw(st.integers(1, 3)), draw(st.integers(0, 4))
    gaps = draw(
        st.lists(st.sampled_from([0.0, 17.25, 60.0, 300.0, 900.0]), min_size=10, max_size=60)
    )
    renewal = draw(st.booleans())
    return Site(
        inventory=tuple(draw(stock) for _ in range(number_of_types)),
        ring=bays + places + 1,
        bays=bays,
        chargers=tuple(
            draw(
                st.lists(
                    st.tuples(st.sampled_from([30.0, 60.0, 150.0]), st.sampled_from([0.9, 0.95])),
                    min_size=1,
                    max_size=4,
                )
            )
        ),
        places=places,
        policy=draw(st.sampled_from([LOSE, WAIT, WAIT])),
        charge_order=draw(st.sampled_from([FIFO, LOWEST_SOC, HIGHEST_SOC])),
        swap_s=draw(laws(90.0)),
        patience_s=draw(st.one_of(st.none(), laws(600.0))),
        gap_s=exponential(draw(st.sampled_from([120.0, 600.0]))) if renewal else None,
        arrivals=tuple(accumulate(gaps)),
        limit_kw=draw(steps(st.sampled_from([0.0, 60.0, 120.0, 200.0]), math.inf)),
        hours=draw(steps(st.sampled_from([0.0, 1.0]), 1.0)),
        charger_faults=draw(faults()),
        bay_faults=draw(faults()),
    )


@st.composite
def networks(draw: st.DrawFn) -> Parameters:
    kinds = tuple(draw(st.lists(types(), min_size=1, max_size=2)))
    return network(
        tuple(draw(st.lists(sites(len(kinds)), min_size=1, max_size=2))),
        kinds,
        horizon_s=draw(st.sampled_from([7200.0, 12345.678, 21600.0, 43200.0])),
        phase_s=draw(st.sampled_from([0.0, 0.0, 900.0, 1234.0, 3599.0])),
        warm_up_hours=draw(st.integers(0, 2)),
        target_wait_s=draw(ROUND_S),
    )

"""Random networks: all of them are valid, and what they are made of is not all round."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest

from voltwin.validation.laws import exponential
from voltwin.validation.network import Arrivals, Network, Site, Type, parameters
from voltwin.validation.random_networks import random_network
from voltwin.validation.random_networks.kinds import KINDS, kinds_of
from voltwin.validation.scope import Scope
from voltwin_core.record import as_array

SEEDS = [f"valid/{n}" for n in range(100)]


def test_powers_and_limits_lie_between_two_milliwatts_too() -> None:
    networks = [random_network(Scope(seed)) for seed in SEEDS]
    for values in (
        [kw for n in networks for site in n.sites for kw, _ in site.chargers],
        [
            kw
            for n in networks
            for site in n.sites
            for _, kw in site.limit_kw
            if 0.0 < kw < math.inf
        ],
        [max(kw for _, kw in kind.curve) for n in networks for kind in n.types],
    ):
        between = sum(not is_whole_milliwatts(kw) for kw in values)
        assert 0.2 * len(values) <= between <= 0.8 * len(values)


def is_whole_milliwatts(kw: float) -> bool:
    return math.isclose(1e6 * kw, round(1e6 * kw), rel_tol=1e-14, abs_tol=0.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_network_is_valid(seed: str) -> None:
    network = random_network(Scope(seed))
    for site in network.sites:
        for schedule in (site.limit_kw, site.hours, site.ambient_c):
            assert all(0.0 <= at < 604800.0 and at.is_integer() for at, _ in schedule)
            assert all(a[0] < b[0] and a[1] != b[1] for a, b in pairwise(schedule))
        times = site.arrivals.times or ()
        assert all(a <= b for a, b in pairwise(times))
        assert all(a[0] <= b[0] for a, b in pairwise(site.arrivals.surges))
    for kind in network.types:
        assert 0.0 < kind.ready_soc <= kind.full_soc < 1.0
        assert all(kw > 0.0 for soc, kw in kind.curve if soc <= kind.full_soc)
    check_numbering(network)


def check_numbering(network: Network) -> None:
    tables = parameters(network)
    pools, batteries = as_array(tables.pools), as_array(tables.batteries)
    vehicles, stations = as_array(tables.vehicles), as_array(tables.stations)
    for field in ("charger", "battery", "vehicle", "bay"):
        counts = {"battery": "inventory"}.get(field, f"{field}s")
        more = stations["vehicles"] if field == "battery" else 0
        first, count = stations[f"first_{field}"], stations[counts] + more
        assert (first[1:] == (first + count)[:-1]).all()
    assert (pools["share_until"].reshape(len(stations), -1)[:, -1] == 1.0).all()
    ring = vehicles[vehicles["pool"] >= 0]
    assert (batteries["station"][ring["battery"]] == pools["station"][ring["pool"]]).all()
    own = batteries[vehicles["battery"][vehicles["pool"] < 0]]
    assert (own["station"] == -1).all()
    of_ring = batteries["battery_type"][ring["battery"]]
    assert (of_ring == pools["battery_type"][ring["pool"]]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_more_is_seen_than_there_can_be(seed: str) -> None:
    network = random_network(Scope(seed))
    for seen in network.observations:
        site, ready_soc = network.sites[seen.site], network.types[seen.battery_type].ready_soc
        if site.more_racks is not None:
            room = sum(map(len, site.inventory)) + site.more_racks
            assert (seen.ready or 0) + (seen.not_ready or 0) <= room
        assert all(c < len(site.chargers) and soc < ready_soc for c, soc in seen.chargers)
        assert 0.0 <= seen.soc < ready_soc


def test_trucks_come_to_stations_that_say_how_many_racks_they_have() -> None:
    networks = [random_network(Scope(seed)) for seed in SEEDS]
    hauls = [(network, haul) for network in networks for haul in network.hauls]
    assert hauls
    assert all(network.sites[haul.to].more_racks is not None for network, haul in hauls)
    assert any(site.more_racks is None for network in networks for site in network.sites)


def test_a_plain_network_is_of_few_kinds() -> None:
    site = Site(inventory=((0.9,),), ring=(2,), shares=(1.0,), arrivals=Arrivals(per_s=0.01))
    plain = Network((Type(),), (site,), horizon_s=3600.0)
    of_plain = {
        "law: fixed",
        "waits",
        "charged in turn",
        "limit by admission",
        "Poisson arrivals",
        "queue places without bound",
    }
    assert kinds_of(plain) == of_plain
    other = replace(site, patience_s=exponential(60.0), arrivals=Arrivals(times=(1.0,)), places=1)
    assert kinds_of(replace(plain, sites=(site, other))) == {
        *of_plain,
        "law: exponential",
        "patience",
        "a trace",
    }


def test_some_network_is_of_each_kind() -> None:
    assert set().union(*(kinds_of(random_network(Scope(seed))) for seed in SEEDS)) == set(KINDS)

"""Random networks: the same for the same scope, parts of it for a smaller one, and all valid."""

from itertools import pairwise

import pytest

from voltwin.validation.network import Network, parameters
from voltwin.validation.random_networks import COMPLICATIONS, Scope, random_network
from voltwin_core.record import as_array

SEEDS = [f"valid/{n}" for n in range(100)]


def test_scope_gives_the_same_network_again() -> None:
    assert random_network(Scope("same")) == random_network(Scope("same"))
    assert random_network(Scope("same")) != random_network(Scope("other"))


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_smaller_scope_takes_parts_away(seed: str) -> None:
    whole = random_network(Scope(seed))
    fewer = random_network(Scope(seed, stations=1))
    assert len(fewer.sites) == 1
    assert fewer.types == whole.types
    assert fewer.sites[0].chargers == whole.sites[0].chargers
    assert fewer.sites[0].inventory == whole.sites[0].inventory
    assert random_network(Scope(seed, battery_types=1)).types == whole.types[:1]
    no_limit = random_network(Scope(seed, complications=frozenset(COMPLICATIONS) - {"limits"}))
    assert [site.arrivals for site in no_limit.sites] == [site.arrivals for site in whole.sites]
    assert all(len(site.limit_kw) == 1 for site in no_limit.sites)


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
    assert (batteries["station"][vehicles["battery"]] == pools["station"][vehicles["pool"]]).all()
    assert (
        batteries["battery_type"][vehicles["battery"]] == pools["battery_type"][vehicles["pool"]]
    ).all()

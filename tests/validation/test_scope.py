"""Scopes: the same network for the same scope, and parts of it for a smaller one."""

import pytest

from voltwin.validation.random_networks import random_network
from voltwin.validation.scope import COMPLICATIONS, Scope


def test_scope_gives_the_same_network_again() -> None:
    assert random_network(Scope("same")) == random_network(Scope("same"))
    assert random_network(Scope("same")) != random_network(Scope("other"))


@pytest.mark.parametrize("seed", [f"valid/{n}" for n in range(20)])
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

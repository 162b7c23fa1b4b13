"""Processes are started as they are needed, and have about as many twins each."""

from collections import Counter
from typing import Any

import pytest

from voltwin_server.jobs.begin import Life
from voltwin_server.twins import hosts as hosts_module
from voltwin_server.twins.hosts import Hosts


class Process:
    """A process that is never started."""

    def __init__(self, life: Life, **callbacks: Any) -> None:
        self.has_loaded, self.pid = False, 1
        self.died = callbacks["on_died"]


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> Hosts:
    monkeypatch.setattr(hosts_module, "Link", Process)
    life = Life.new()
    life.close()
    return Hosts(2, life, json_logs=False, on_told=lambda *told: None, on_died=lambda *died: None)


def placed(hosts: Hosts, twins: int) -> Counter[Any]:
    """Return how many of some twins each process gets."""
    counts: Counter[Any] = Counter()
    for _ in range(twins):
        counts[hosts.link_for(lambda link: counts[link])] += 1
    return counts


@pytest.mark.parametrize(("twins", "each"), [(1, [1]), (2, [1, 1]), (5, [2, 3])])
def test_twins_are_shared_out(hosts: Hosts, twins: int, each: list[int]) -> None:
    assert sorted(placed(hosts, twins).values()) == each


def test_one_that_has_died_is_replaced_when_it_is_needed(hosts: Hosts) -> None:
    first, _ = placed(hosts, 2)
    first.died(first, "was ended by SIGKILL")
    assert hosts.deaths == 1
    found = placed(hosts, 2)
    assert len(found) == 2
    assert first not in found


def test_it_is_loading_until_one_has_loaded(hosts: Hosts) -> None:
    assert not hosts.is_loading
    hosts.warm()
    assert hosts.is_loading
    (first,) = placed(hosts, 1)
    first.has_loaded = True
    placed(hosts, 3)
    assert not hosts.is_loading

"""The M/M/c queue of the benchmark: the station and the rivals' models are the same work."""

import math
from collections.abc import Callable

import pytest

from voltwin.bench import queues, rivals
from voltwin.simulation import Simulation
from voltwin.validation.waiting_lines import erlang_c

LOAD = 0.5
MODELS = [
    ("queue_simpy", "idiomatic"),
    ("queue_simpy", "lean"),
    ("queue_ciw", "simulated"),
    ("queue_salabim", "idiomatic"),
    ("queue_salabim", "lean"),
]


def wait_of_kernel(servers: int, customers: int) -> float:
    """Return the mean wait in units of the mean swap."""
    total = Simulation(queues.queue(servers, customers), log=False).run().total
    assert total["arrivals"][0].as_py() == pytest.approx(customers, rel=5 / math.sqrt(customers))
    return float(total["wait_mean_s"][0].as_py())


@pytest.mark.parametrize("servers", [1, 10])
def test_station_is_a_queue_as_erlang_has_it(servers: int) -> None:
    _, wait = erlang_c(servers, servers * queues.LOAD)
    assert wait_of_kernel(servers, 1_000_000) == pytest.approx(wait, rel=0.1)


@pytest.mark.parametrize(("module", "style"), MODELS)
@pytest.mark.parametrize(("servers", "customers"), [(1, 4000), (3, 4000)])
def test_rivals_are_queues_as_erlang_has_them(
    module: str, style: str, servers: int, customers: int
) -> None:
    simulated: Callable[..., float] = getattr(rivals.rival(module), style)
    _, wait = erlang_c(servers, servers * LOAD)
    assert simulated(servers, LOAD, customers, 1) == pytest.approx(wait, rel=0.25)


def test_other_work_than_a_queue_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "erlang_c", lambda servers, load: (1.0, 5.0))  # 0.9 / 0.1 is right
    with pytest.raises(RuntimeError, match=r"M/M/1: vehicles wait 9.*, by Erlang's C formula 5 s"):
        queues.mm1()


def test_rivals_that_are_not_installed_have_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def rival(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name="ciw")

    monkeypatch.setattr(queues, "rival", rival)
    value, said = queues.rival_ns("queue_ciw", "simulated", 1)
    assert math.isnan(value)
    assert said == "ciw is not installed"

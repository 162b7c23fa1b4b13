"""An M/M/c queue in salabim: in its idiom, and as lean as it can be written by hand.

Both with generators in place of greenlets, which is the quicker way here, and monitors off.
"""

# Components have no types.
# mypy: disable-error-code="misc, attr-defined"

import random
from collections import deque
from collections.abc import Generator
from typing import Any

import salabim

Process = Generator[Any, Any, None]


def idiomatic(servers: int, load: float, customers: int, seed: int) -> float:
    """Simulate so many customers, mean service 1, and return their mean wait: one component each,
    servers as a resource."""
    env = _environment(seed)
    desk = salabim.Resource("desk", capacity=servers, monitor=False)
    waited = 0.0

    class Customer(salabim.Component):
        def process(self) -> Process:
            nonlocal waited
            came = env.now()
            yield self.request(desk)
            waited += env.now() - came
            yield self.hold(random.expovariate(1.0))
            self.release()

    class Source(salabim.Component):
        def process(self) -> Process:
            for _ in range(customers):
                yield self.hold(random.expovariate(servers * load))
                Customer()

    Source()
    env.run()
    return waited / customers


def lean(servers: int, load: float, customers: int, seed: int) -> float:
    """Simulate the same with components for the source and the servers alone, which sleep while
    there is nothing to do; customers are the times at which they came."""
    env = _environment(seed)
    queue: deque[float] = deque()
    asleep: list[Any] = []
    draw, rate, waited = random.expovariate, servers * load, 0.0

    class Server(salabim.Component):
        def process(self) -> Process:
            nonlocal waited
            while True:
                while not queue:
                    asleep.append(self)
                    yield self.passivate()
                waited += env.now() - queue.popleft()
                yield self.hold(draw(1.0))

    class Source(salabim.Component):
        def process(self) -> Process:
            for _ in range(customers):
                yield self.hold(draw(rate))
                queue.append(env.now())
                if asleep:
                    asleep.pop().activate()

    for component in (*(Server() for _ in range(servers)), Source()):
        component.status.monitor(False)
        component.mode.monitor(False)
    env.run()
    return waited / customers


def _environment(seed: int) -> Any:
    salabim.yieldless(False)
    random.seed(seed)
    return salabim.Environment(random_seed=seed, trace=False)

"""An M/M/c queue in SimPy: in its idiom, and as lean as it can be written by hand.

Both draw with the standard library, keep no log, and sum the waits, from which the mean comes.
"""

import random
from collections import deque
from collections.abc import Generator
from typing import Any

import simpy
from simpy.events import Timeout

Process = Generator[simpy.Event, Any, None]


def idiomatic(servers: int, load: float, customers: int, seed: int) -> float:
    """Simulate so many customers, mean service 1, and return their mean wait: one process each,
    servers as a resource, as SimPy's own examples have it."""
    random.seed(seed)
    env = simpy.Environment()
    desk = simpy.Resource(env, servers)
    waited = 0.0

    def visit() -> Process:
        nonlocal waited
        came = env.now
        with desk.request() as request:
            yield request
            waited += env.now - came
            yield env.timeout(random.expovariate(1.0))

    def arrivals() -> Process:
        for _ in range(customers):
            yield env.timeout(random.expovariate(servers * load))
            env.process(visit())

    env.process(arrivals())
    env.run()
    return waited / customers


def lean(servers: int, load: float, customers: int, seed: int) -> float:
    """Simulate the same without processes and resource: timeouts with callbacks, a queue of times.

    SimPy is left with what it is for: the order of events.
    """
    random.seed(seed)
    env = simpy.Environment()
    queue: deque[float] = deque()
    draw, rate = random.expovariate, servers * load
    idle, left, waited = servers, customers, 0.0

    def arrive(_: simpy.Event) -> None:
        nonlocal idle, left
        if idle:
            idle -= 1
            Timeout(env, draw(1.0)).callbacks.append(leave)
        else:
            queue.append(env.now)
        left -= 1
        if left:
            Timeout(env, draw(rate)).callbacks.append(arrive)

    def leave(_: simpy.Event) -> None:
        nonlocal idle, waited
        if queue:
            waited += env.now - queue.popleft()
            Timeout(env, draw(1.0)).callbacks.append(leave)
        else:
            idle += 1

    Timeout(env, draw(rate)).callbacks.append(arrive)
    env.run()
    return waited / customers

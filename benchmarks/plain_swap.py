"""Swap stations in plain SimPy, as short and quick as the idiom allows: what the engines are held
against.

Bays and chargers are resources, ready batteries a container; stations run one after another, since
none affects another. No identities, no KPIs, no log; a battery handed out while it is topped up
keeps its charger until it would be full.
"""

import math
import random
from collections.abc import Generator, Iterable
from typing import Any

import simpy

from voltwin.bench.plain_stations import PlainStation, plain_stations
from voltwin_core.station.parameters import Parameters

Process = Generator[simpy.Event, Any, None]


class Station:
    """One station and its counts."""

    def __init__(self, env: simpy.Environment, of: PlainStation) -> None:
        self.env, self.of = env, of
        self.bays = simpy.Resource(env, of.bays)
        self.chargers = simpy.Resource(env, max(1, of.chargers))
        self.ready = simpy.Container(env, init=of.ready)
        self.per_s = of.per_s.tolist()
        self.peak_per_s = max(self.per_s)
        self.swap_s, self.to_ready_s = of.swap_s.tolist(), of.to_ready_s.tolist()
        self.patience_s = of.patience_s.tolist()
        self.waiting = self.arrived = self.lost = 0
        env.process(self.arrivals())
        for _ in range(of.to_charge):
            env.process(self.charge())

    def arrivals(self) -> Process:
        """Arrivals at the hour's rate, by thinning."""
        env, per_s, peak_per_s = self.env, self.per_s, self.peak_per_s
        while peak_per_s > 0.0:
            gap_s = random.expovariate(peak_per_s)
            while random.random() * peak_per_s > per_s[int((env.now + gap_s) // 3600.0) % 168]:
                gap_s += random.expovariate(peak_per_s)
            yield env.timeout(gap_s)
            self.arrived += 1
            env.process(self.visit())

    def visit(self) -> Process:
        """A vehicle waits for a battery and a bay, swaps, and leaves its battery to be charged."""
        if self.ready.level > 0 and self.bays.count < self.of.bays:
            self.ready.get(1)  # granted at once, as is the bay
            bay = self.bays.request()
        elif self.waiting >= self.of.queue_places or (self.of.loses and self.ready.level == 0):
            self.lost += 1
            return
        else:
            self.waiting += 1
            battery, bay = self.ready.get(1), self.bays.request()
            patience_s = random.choice(self.patience_s)
            if patience_s == math.inf:
                yield battery
                yield bay
            else:
                yield (battery & bay) | self.env.timeout(patience_s)
            self.waiting -= 1
            if not (battery.triggered and bay.triggered):
                self.leave(battery, bay)
                return
        yield self.env.timeout(random.choice(self.swap_s))
        self.bays.release(bay)
        yield from self.charge()

    def leave(self, battery: Any, bay: Any) -> None:
        """Patience has run out."""
        self.lost += 1
        if battery.triggered:
            self.ready.put(1)
        battery.cancel()
        if bay.triggered:
            self.bays.release(bay)
        bay.cancel()

    def charge(self) -> Process:
        """A battery waits for a charger, is ready, then full."""
        with self.chargers.request() as charger:
            yield charger
            yield self.env.timeout(random.choice(self.to_ready_s))
            self.ready.put(1)
            yield self.env.timeout(self.of.to_full_s)


def run_plain(
    parameters: Parameters, stations: Iterable[int] | None, until_s: float, seed: int
) -> tuple[int, int]:
    """Simulate some stations (all, if None) and return (arrivals, lost)."""
    plain = plain_stations(parameters)
    return simulate([plain[i] for i in stations] if stations is not None else plain, until_s, seed)


def simulate(plain: Iterable[PlainStation], until_s: float, seed: int) -> tuple[int, int]:
    """Simulate stations and return (arrivals, lost)."""
    random.seed(seed)
    arrived = lost = 0
    for of in plain:
        env = simpy.Environment()
        station = Station(env, of)
        env.run(until_s)
        arrived, lost = arrived + station.arrived, lost + station.lost
    return arrived, lost

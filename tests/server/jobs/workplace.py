"""Jobs with a store of their own, and what tests do with them."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from voltwin.experiment.folder import CHUNKS
from voltwin.experiment.plan import Plan
from voltwin.experiment.replications import plan_of
from voltwin.scenario.without_files import scenario_without_files
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin.store.records import RunRecord
from voltwin.store.uuid7 import derived
from voltwin_server.jobs.begin import Life
from voltwin_server.jobs.crew import Crew
from voltwin_server.jobs.jobs import Accepted, Jobs
from voltwin_server.jobs.live import Live
from voltwin_server.limits.jobs import JobsOfCallers
from voltwin_server.models.example_scenario import SCENARIO

PATIENCE_S = 120.0


class Workplace:
    """A folder of jobs, its store, and one process."""

    def __init__(self, folder: Path, store: Store, url: str, *, most: int = 100) -> None:
        self.life = Life.new()
        self.store = store
        self.callers = JobsOfCallers(most)
        self.crew = Crew(1, self.life, url)
        self.jobs = Jobs(folder / "jobs", store, self.callers, self.crew)

    def accept(self, plan: Plan, *, by: str = "somebody") -> Accepted:
        base = self.store.add_scenario(plan.base)
        recipe = f"{plan.seed} {plan.replications}"
        return self.jobs.accept(plan, scenario_id=base.id, recipe=recipe, by=by)

    def run(self, live: Live) -> RunRecord:
        return self.store.run(derived(live.job.id, 0))

    def chunks(self, live: Live) -> list[Path]:
        return list((self.jobs.folder(live) / CHUNKS).glob("0*.parquet"))

    def worker(self) -> int:
        """Return the number of the process that does jobs."""
        (process,) = self.crew._processes
        return process.call(os.getpid)

    def close(self) -> None:
        self.jobs.stop()
        self.life.close()


@contextmanager
def workplace(folder: Path, *, started: bool = True, most: int = 100) -> Iterator[Workplace]:
    """Give jobs in a folder, which were there before or not."""
    url = str(folder / "store")
    store = open_store(url)
    place = Workplace(folder, store, url, most=most)
    if started:
        place.jobs.start()
    try:
        yield place
    finally:
        place.close()
        store.close()


def plan(replications: int = 2, *, seed: int = 1) -> Plan:
    """Return replications of a day of two stations; some 3 ms each."""
    return plan_of(scenario_without_files(SCENARIO), replications, seed=seed, keep=["by_hour"])


def until(is_so: Callable[[], bool]) -> None:
    """Return as soon as something is so."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.005)


def ended(live: Live) -> None:
    """Return as soon as a job has ended."""
    until(lambda: live.ending is not None)

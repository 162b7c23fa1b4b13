"""A run is made again from the folder that was published: by its recipe, and by its scenario."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from voltwin.run_folder.former_run import SCENARIO
from voltwin.run_folder.saved_run import read_run
from voltwin.running import run
from voltwin.scenario.scenario import Scenario
from voltwin.simulation import Simulation
from voltwin.validation.as_scenario import as_scenario
from voltwin.validation.digests import digest_of_log
from voltwin.validation.fresh_process import answer_of
from voltwin.validation.known_errors.faulty import faulty
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict

SEED = 911
_FIRST_HOUR = 55 * 365 * 24  # since 1970, which no scenario begins in
_STATIONS = {Effort.QUICK: 3, Effort.FULL: 30}


def made_again(folder: str) -> list[Any]:
    """Return the digests of the log by the recipe and by the scenario's file, and how many totals
    are others than those published."""
    published = read_run(folder)
    record = published.record

    def again(scenario: Scenario | Path) -> tuple[str, dict[str, Any]]:
        simulation = Simulation(
            scenario, seed=record["seed"], replication=record["replication"], log=True
        )
        simulation.advance(record["until_s"])
        return digest_of_log(simulation.events()), simulation.kpis().total.to_pylist()[0]

    (by_recipe, total), (by_file, _) = again(published.scenario), again(Path(folder) / SCENARIO)
    theirs = published.kpis.total.to_pylist()[0]
    others = sum(repr(value) != repr(total[name]) for name, value in theirs.items())
    return [by_recipe, by_file, others, len(theirs)]


def compared(effort: Effort) -> Iterator[Verdict]:
    """Yield what of a published run is not made again, in another process."""
    network = replace(faulty(_STATIONS[effort]), first_hour=_FIRST_HOUR)
    scenario = as_scenario(network)
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "run"
        done = run(scenario, seed=SEED, replication=3, events=True, folder=folder, report=False)
        digest, rows = digest_of_log(done.events), len(done.events)
        by_recipe, by_file, others, totals = answer_of(made_again, str(folder), folder=parent)
    for what, found in (("recipe", by_recipe), ("scenario.yaml, seed and replication", by_file)):
        yield none_of(
            f"logs that are others by the published {what}",
            int(found != digest),
            rows,
            seed=SEED,
            of_what="rows",
        )
    yield none_of(
        "totals that are others than the published", others, totals, seed=SEED, of_what="totals"
    )


CHECK = Check(
    "published-recipe",
    "errors",
    "a run is made again from its published folder, bit by bit",
    "docs/model.md, determinism; asked for: tables that others can reproduce",
    compared,
)

"""How to get the same numbers again: what was run, on what, and the command."""

import shlex
from typing import TYPE_CHECKING, NamedTuple

from voltwin.report.scenario_file import ScenarioFile, just_written, scenario_file
from voltwin.run_folder.former_run import SCENARIO
from voltwin.scenario.durations import format_duration
from voltwin.scenario.files import as_yaml
from voltwin.scenario.scenario import Scenario

if TYPE_CHECKING:
    from voltwin.results import Run

MOST_CHARACTERS = 150_000  # of the scenario's text in a report
_MOST_STATIONS = 1000  # more would be cut off anyway
_AGAIN = "scenario-as-run.yaml"


class Recipe(NamedTuple):
    """What reproduces a run."""

    where: str  # to type it, and what scenario.yaml is; a sentence
    lines: list[str]  # to type


def recipe(run: "Run") -> Recipe:
    """Return what reproduces a run, even if its scenario.yaml is gone or another one by now.

    Runs with a replication other than 0 are there from Python alone.
    """
    state = scenario_file(run)
    if state is ScenarioFile.AS_RUN:
        return Recipe(f"In the folder of this run, which holds {SCENARIO}:", [_command(run)])
    if state is ScenarioFile.NO_FOLDER:
        return Recipe(f"With the scenario of this run saved as {SCENARIO}:", [_command(run)])
    how = "is gone" if state is ScenarioFile.GONE else "has been changed since"
    where = (
        f"In the folder of this run. Its {SCENARIO} {how}; the first line writes the scenario that "
        f"ran as {_AGAIN}:"
    )
    save = f"voltwin.save(voltwin.load_run('.').scenario, '{_AGAIN}')"
    first = save if run.replication else f'python -c "import voltwin; {save}"'
    return Recipe(where, [first, _command(run, _AGAIN)])


def _command(run: "Run", file: str = SCENARIO) -> str:
    """Return the line that runs the scenario in a file once more."""
    until = None if run.until_s == run.scenario.horizon else format_duration(run.until_s)
    engine, log = run.record["engine"], run.record.get("log_rows") is not None
    if run.replication:
        named = {"seed": run.seed, "replication": run.replication, "engine": engine, "until": until}
        given = "".join(f", {name}={value!r}" for name, value in named.items() if value is not None)
        events = ", events=True" if log else ""
        return f'voltwin.run("{file}"{given}{events})'
    words = ["voltwin", "run", file, "--seed", str(run.seed)]
    words += ["--until", until] if until else []
    words += ["--engine", engine] if engine != "kernel" else []
    words += [] if log else ["--no-events"]
    return shlex.join(words)


def facts(run: "Run") -> list[tuple[str, str]]:
    """Return the recipe and what it ran on, as labels and values."""
    record = run.record
    platform, balances = record.get("platform", {}), record.get("balances", {})
    versions = ("python", "numpy", "numba", "simpy", "pyarrow")
    held = "hold" if balances.get("ok") else "are violated"
    lines = [
        ("scenario", run.scenario.name),
        ("seed", str(run.seed)),
        ("replication", str(run.replication)),
        ("engine", str(record["engine"])),
        ("simulated", f"{format_duration(run.until_s)} from {run.scenario.start.isoformat()}"),
        ("warm-up, left out", format_duration(run.scenario.warm_up)),
        ("Voltwin", str(record.get("voltwin", ""))),
        ("machine", _words(platform, ("machine", "processor", "system", "math_library"))),
        (
            "versions",
            ", ".join(f"{name} {platform[name]}" for name in versions if name in platform),
        ),
        ("balances", f"{held}; worst residual {balances.get('worst_residual', 0.0):.1e}"),
        ("written", str(record.get("written_at", ""))),
    ]
    return [(label, value) for label, value in lines if value]


def _words(of: dict[str, object], names: tuple[str, ...]) -> str:
    return ", ".join(str(of[name]) for name in names if of.get(name))


def scenario_text(run: "Run") -> tuple[str, bool]:
    """Return the scenario that ran as YAML, and whether it was cut because it is long."""
    if run.folder and just_written(run):
        return _cut((run.folder / SCENARIO).read_text(encoding="utf-8"))
    return text_of(run.scenario)


def text_of(scenario: Scenario) -> tuple[str, bool]:
    """Return a scenario as YAML, and whether it was cut because it is long."""
    if len(scenario.stations) <= _MOST_STATIONS:
        return _cut(as_yaml(scenario))
    few = scenario.model_copy(update={"stations": scenario.stations[:_MOST_STATIONS]})
    return _cut(as_yaml(few))[0], True


def _cut(text: str) -> tuple[str, bool]:
    if len(text) <= MOST_CHARACTERS:
        return text, False
    return text[: text.rfind("\n", 0, MOST_CHARACTERS) + 1], True

"""Whole processes: `voltwin` from start to exit, as its users see it."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from voltwin.scenario import templates

VOLTWIN = [sys.executable, "-c", "from voltwin.cli import main; main()"]


def cold_compile() -> tuple[float, str]:
    """Time the first run of an installation: nothing compiled."""
    with TemporaryDirectory() as folder:
        return _run_first(Path(folder), Path(folder) / "cache"), "one run"


def warm_run() -> tuple[float, str]:
    """Time the same run with all compiled."""
    with TemporaryDirectory() as folder:
        times = [_run_first(Path(folder)) for _ in range(4)]
    return min(times[1:]), "minimum of 3"


def demo_report() -> tuple[float, str]:
    """Time the demo week from start to exit: KPIs, explanation, report, and all written."""
    with TemporaryDirectory() as folder:
        scenario = Path(folder) / "demo_city.yaml"
        scenario.write_text(templates.demo_city(), encoding="utf-8")
        run = [*VOLTWIN, "run", str(scenario), "--out", str(Path(folder) / "out")]
        times = [_timed([*run, "--no-events"]) for _ in range(4)]
        logged = _timed(run)
    return min(times[1:]), f"minimum of 3; with the event log to Parquet, too, {logged:.1f} s"


def show_help() -> tuple[float, str]:
    """Time `voltwin --help`."""
    return min(_timed([*VOLTWIN, "--help"]) for _ in range(5)), "minimum of 5"


def week_memory() -> tuple[float, str]:
    """Return the peak memory of a process that writes the demo week's log [MB]."""
    with TemporaryDirectory() as folder:
        file = str(Path(folder) / "events.parquet")
        command = [sys.executable, "-m", "voltwin.bench.week", file]
        _output([*command, "3600"])  # compiled from here on
        peak_mb, rows = _output([*command, "604800"]).split()
    return float(peak_mb), f"{int(rows):,} log rows"


def _run_first(folder: Path, cache: Path | None = None) -> float:
    """Return how long an hour of the first scenario takes, start and results included [s]."""
    scenario = folder / "first.yaml"
    scenario.write_text(templates.first_scenario(), encoding="utf-8")
    run = ["run", str(scenario), "--until", "1h", "--out", str(folder / "out")]
    return _timed([*VOLTWIN, *run, "--no-report"], cache)


def _timed(command: list[str], cache: Path | None = None) -> float:
    begun = perf_counter()
    _output(command, cache)
    return perf_counter() - begun


def _output(command: list[str], cache: Path | None = None) -> str:
    environment = {**os.environ, **({"VOLTWIN_CACHE_DIR": str(cache)} if cache else {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installation has its modules compiled
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"a measured process failed:\n{done.stderr}")
    return done.stdout

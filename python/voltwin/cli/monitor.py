"""`voltwin monitor`: how far an experiment is, from another terminal."""

import json
import sys
import time
from pathlib import Path

from voltwin.experiment.monitor import Progress, progress_of
from voltwin.scenario.durations import format_duration

_EVERY_S = 1.0


def monitor_folder(folder: Path, *, once: bool, as_json: bool) -> None:
    """Say how far the experiment in a folder is; on a terminal, until it ends.

    Args:
        folder: of the experiment.
        once: say it once.
        as_json: say it once, as JSON.
    """
    seen = progress_of(folder)
    if as_json:
        json.dump(seen.as_dict(), sys.stdout)
        sys.stdout.write("\n")
    elif once or not sys.stdout.isatty():
        print(_in_words(seen))
    else:
        _follow(folder, seen)


def _follow(folder: Path, seen: Progress) -> None:
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (BarColumn(), TextColumn("{task.description}"))
    with Bars(*columns, transient=True) as bars:
        task = bars.add_task(_in_words(seen), total=seen.wanted, completed=seen.done)
        while seen.state == "running":
            time.sleep(_EVERY_S)
            seen = progress_of(folder)
            bars.update(task, description=_in_words(seen), completed=seen.done, total=seen.wanted)
    print(_in_words(seen))
    if seen.state == "stopped":
        print(f"Go on by giving the same command with --out {folder} --resume")


def _in_words(seen: Progress) -> str:
    """Return how far it is, in a line."""
    most = "at most " if seen.is_most and seen.state != "done" else ""
    words = f"{seen.name}: {seen.state}, {seen.done:,} of {most}{seen.wanted:,} runs"
    if seen.state == "done":
        return f"{seen.name}: done, {seen.done:,} runs"
    if seen.runs_per_s:
        words += f", {seen.runs_per_s:.3g} runs/s"
    if seen.state == "running" and seen.left_s is not None:
        words += f", {most}{format_duration(max(1.0, float(round(seen.left_s))))} left"
    return words

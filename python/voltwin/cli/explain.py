"""`voltwin explain`: why stations of a run lose or delay, and what would help."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from typer import BadParameter

from voltwin.cli.progress import announce_compilation, progress
from voltwin.explain import Explanation, OtherNumbersError
from voltwin.kpis.columns import LOST
from voltwin.results import Run
from voltwin.run_folder.folder_error import FolderError
from voltwin.run_folder.saved_run import read_run
from voltwin.scenario.names import did_you_mean

_WORST = 10


def explain_folder(folder: Path, station: str | None, *, every: bool, as_json: bool) -> None:
    """Explain a run, or one station of it, and print it.

    Args:
        folder: of the run.
        station: id or name of the only station to explain.
        every: show all stations that lose or delay, not the worst ten.
        as_json: print JSON.
    """
    run = read_run(folder)
    only = None if station is None else [_id(run, station)]
    announce_compilation()
    with progress("Explaining", 1.0) as tell:
        try:
            explanation = run.explain(only, progress=tell)
        except OtherNumbersError as error:
            raise FolderError(f"{folder}: {error}; run the scenario again") from None
    most = None if every else _WORST
    if as_json:
        found = explanation.rows[0] if only else _plain(explanation, most)
        json.dump(found, sys.stdout)
        sys.stdout.write("\n")
    elif only:
        _show_station(run, explanation)
    else:
        _show_network(explanation, most)


def _id(run: Run, called: str) -> str:
    """Return the id of the station that has this id, or else this name."""
    stations = run.scenario.stations
    for station in stations:
        if station.id == called:
            return station.id
    named = [station.id for station in stations if station.name.casefold() == called.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(f'"{name}"' for name in named[:5])
        raise BadParameter(
            f'"{called}" is the name of {len(named)} stations; give an id: {ids}',
            param_hint="STATION",
        )
    right = [name for station in stations for name in (station.name, station.id) if name]
    raise BadParameter(
        f'"{called}" is no station{did_you_mean(called, right)}', param_hint="STATION"
    )


def _plain(explanation: Explanation, most: int | None) -> dict[str, Any]:
    return {
        "stations": explanation.worst[:most],
        "binding": explanation.binding,
        "best_units": [asdict(unit) for unit in explanation.best_units()],
        "left_out": explanation.left_out,
    }


def _show_station(run: Run, explanation: Explanation) -> None:
    from voltwin.report.explained import render_station

    row = explanation.rows[0]
    of_run = run.kpis.by_station.slice(row["number"], 1).select(LOST).to_pylist()[0]
    render_station(row, of_run)


def _show_network(explanation: Explanation, most: int | None) -> None:
    from voltwin.report.explained import render_network

    render_network(explanation, most)
    rest = len(explanation.worst) - (most or len(explanation.worst))
    if rest > 0:
        print(f"\n{rest:,} more with --all; one alone: voltwin explain FOLDER STATION")

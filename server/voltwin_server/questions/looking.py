"""How the run of a twin goes, from its start to its end: found out in a process, which keeps what
it has read from the logs of the last twins that it was asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import to_json

from voltwin.history.courses import MEASURES
from voltwin.history.history import History
from voltwin.history.marks import MEANINGS, SLOT_S, Intervals, Kind, Marks
from voltwin.scenario.names import did_you_mean
from voltwin.twin.recipe import Recipe
from voltwin.twin.recipe_text import recipe_of
from voltwin_server.invalid import invalid
from voltwin_server.limits.sizes import check_history
from voltwin_server.questions.kept import Kept
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import recipe_fields

_HISTORIES = Kept[History](2)  # of the moving city's week one has 30 MB


@dataclass(frozen=True)
class Wanted:
    """Which marks are wanted.

    Attributes:
        kinds: of marks.
        stations: ids; None for all.
        least_queue: vehicles in the lines of a station that make a queue stand out.
        least_s: the shortest that counts [s].
    """

    kinds: tuple[Kind, ...]
    stations: tuple[str, ...] | None
    least_queue: int
    least_s: float


def marks(folder: Path, most_visits: float, wanted: Wanted, most: int) -> bytes:
    """Return, as JSON, what stands out in the run of a twin; see `models.looking.MarksInfo`.

    Args:
        folder: of the twin.
        most_visits: that its run may have for this.
        wanted: which marks.
        most: intervals of each kind; the longest are told.

    Raises:
        ProblemError: its run has more, or there is no such station.
        EngineError: its run cannot go on.
    """
    found = _marks(folder, most_visits, wanted)
    content = {
        "end_s": found.end_s,
        "slot_s": SLOT_S,
        "least_queue": wanted.least_queue,
        "least_s": wanted.least_s,
        "kinds": [_told(kind, found.intervals[kind], found, most) for kind in wanted.kinds],
    }
    return to_json(content)


def next_mark(
    folder: Path, most_visits: float, wanted: Wanted, after_s: float, backward: bool
) -> bytes:
    """Return, as JSON, the mark that begins next after a time, or last before it.

    Args:
        folder, most_visits, wanted: see `marks`.
        after_s: the time [s].
        backward: whether the last one before it is meant.

    Raises:
        ProblemError, EngineError: as `marks`.
    """
    found = _marks(folder, most_visits, wanted)
    near: list[tuple[float, dict[str, Any]]] = []
    for kind in wanted.kinds:
        of = found.intervals[kind]
        number = of.last_before(after_s) if backward else of.next_after(after_s)
        if number is not None:
            near.append((float(of.begin_s[number]), _mark(kind, of, number, found)))
    pick = max if backward else min
    chosen = pick(near, key=lambda one: one[0])[1] if near else None
    return to_json({"mark": chosen})


def series(
    folder: Path,
    most_visits: float,
    stations: Sequence[str | None],
    measures: Sequence[str],
    options: Mapping[str, Any],
) -> bytes:
    """Return, as JSON, courses of what is seen; see `models.looking.HistoryInfo`.

    Args:
        folder, most_visits: see `marks`.
        stations: ids; None for all together.
        measures: some of `MEASURES`.
        options: begin_s, end_s, points; see `History.series`.

    Raises:
        ProblemError, EngineError: as `marks`.
    """
    history = _history(folder, most_visits)
    _refuse_unknown([name for name in stations if name is not None], history)
    end_s = options["end_s"]
    if end_s is not None and end_s > history.end_s:
        raise invalid([("query.end_s", f"must be {history.end_s:g} at most, where the run ends")])
    if not options["begin_s"] < (history.end_s if end_s is None else end_s):
        raise invalid([("query.begin_s", "must be before the end")])
    found = [
        history.series(measure, station, **options) for station in stations for measure in measures
    ]
    content = {
        "begin_s": options["begin_s"],
        "end_s": history.end_s if end_s is None else end_s,
        "series": [
            {
                "measure": one.measure,
                "unit": MEASURES[one.measure][0],
                "meaning": MEASURES[one.measure][1],
                "station": one.station,
                "is_whole": one.is_whole,
                "time_s": one.time.tolist(),
                "values": one.value.tolist(),
            }
            for one in found
        ],
    }
    return to_json(content, inf_nan_mode="null")


def recipe_in(folder: Path) -> Recipe:
    """Return the recipe of a twin as it is now.

    Raises:
        FileNotFoundError: it has been deleted.
    """
    return recipe_of(recipe_fields(TwinFolder(folder)))


def _history(folder: Path, most_visits: float) -> History:
    fields = recipe_fields(TwinFolder(folder))

    def read() -> History:
        recipe = recipe_of(fields)
        scenario = recipe.scenario_in_full()
        check_history(scenario, most_visits)
        return History.of_run(scenario, seed=recipe.seed, replication=recipe.replication)

    return _HISTORIES.get((folder, len(fields["made"])), read)


def _marks(folder: Path, most_visits: float, wanted: Wanted) -> Marks:
    history = _history(folder, most_visits)
    found = history.marks(wanted.least_queue)
    kept = {kind: of.lasting(wanted.least_s) for kind, of in found.intervals.items()}
    if wanted.stations is not None:
        _refuse_unknown(wanted.stations, history)
        numbers = np.array([history.stations.index(one) for one in wanted.stations], np.int64)
        kept = {kind: of.at(numbers) for kind, of in kept.items()}
    return Marks(found.stations, found.end_s, found.least_queue, kept)


def _refuse_unknown(stations: Sequence[str], history: History) -> None:
    known = dict.fromkeys(history.stations)
    wrong = [name for name in stations if name not in known]
    if wrong:
        text = '"{}" is no station{}'
        raise invalid(
            [("query.stations", text.format(name, did_you_mean(name, known))) for name in wrong]
        )


def _told(kind: Kind, of: Intervals, marks: Marks, most: int) -> dict[str, Any]:
    longest = of.longest(most)
    return {
        "kind": kind,
        "meaning": MEANINGS[kind],
        "total": int(np.maximum(of.vehicles, 1).sum()),
        "begun": of.begun(marks.slots).tolist(),
        "stations": of.stations(marks.slots).tolist(),
        "left_out": len(of) - len(longest),
        "intervals": {
            "station": [marks.stations[number] for number in longest.station.tolist()],
            "begin_s": longest.begin_s.tolist(),
            "end_s": longest.end_s.tolist(),
            "vehicles": longest.vehicles.tolist(),
        },
    }


def _mark(kind: Kind, of: Intervals, number: int, marks: Marks) -> dict[str, Any]:
    return {
        "kind": kind,
        "station": marks.stations[int(of.station[number])],
        "begin_s": float(of.begin_s[number]),
        "end_s": float(of.end_s[number]),
        "vehicles": int(of.vehicles[number]),
    }

"""How the run of a twin goes, from its start to its end, whether or not the twin has come there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

import pyarrow as pa

from voltwin.client.errors import AWAY, ApiError
from voltwin.client.explained import Explained, explained
from voltwin.client.http import SIMULATING_S, Http
from voltwin.client.twin_answers import Mark

MOST_MARKS = 100_000  # of each kind, that a server tells at once
_PAUSE_S = 0.5  # before a server is asked again that has said when it can tell nothing yet
_INTERVALS = {
    "kind": pa.string(),
    "station": pa.string(),
    "begin_s": pa.float64(),
    "end_s": pa.float64(),
    "vehicles": pa.int32(),
}
_COURSE: list[tuple[str, pa.DataType]] = [
    ("station", pa.string()),
    ("measure", pa.string()),
    ("time_s", pa.float64()),
    ("value", pa.float64()),
    ("is_whole", pa.bool_()),
]
_COURSES = pa.schema(_COURSE)


@dataclass(frozen=True)
class RemoteMarks:
    """What stands out in the run of a twin.

    Attributes:
        end_s: where the run ends [s].
        intervals: a row each: kind, station, begin_s, end_s, and the vehicles that are lost.
        counts: a row for each quarter of an hour: begin_s, how many of a kind begin in it, and
            how many stations have some of it (`stockout`, `stockout_stations`, ...).
        left_out: how many intervals of each kind are not among these; they are the shortest.
    """

    end_s: float
    intervals: pa.Table
    counts: pa.Table
    left_out: Mapping[str, int]


class WholeRun:
    """The run of a twin on a server, which is simulated for it once, and again when something is
    made of the twin."""

    _http: Http
    _path: str

    def marks(
        self,
        kinds: Sequence[str] | None = None,
        *,
        stations: Sequence[str] | None = None,
        least_queue: int | None = None,
        least_s: float | None = None,
        most: int = MOST_MARKS,
    ) -> RemoteMarks:
        """Return what stands out, as `voltwin.marks` does of an event log, once all is known.

        Args:
            kinds: "stockout", "queue", "limit", "loss"; all by default.
            stations: ids of those wanted; all by default.
            least_queue: vehicles in the lines of a station that make a queue stand out.
            least_s: the shortest that counts [s]; by default as of `voltwin.marks`.
            most: intervals of each kind; the longest are told.

        Raises:
            ApiError: there is no such station, or the run is too large for this.
        """
        wanted = {"kinds": kinds, "stations": stations, "most": most}
        rule = {"least_queue": least_queue, "least_s": least_s}
        told = self._settled(
            "marks", lambda found: found["known_s"] >= found["end_s"], **wanted, **rule
        )
        every = told["kinds"]
        left_out = {one["kind"]: int(one["left_out"]) for one in every}
        return RemoteMarks(told["end_s"], _intervals(every), _counts(told), left_out)

    def next_mark(
        self,
        after_s: float | None = None,
        *,
        backward: bool = False,
        kinds: Sequence[str] | None = None,
        stations: Sequence[str] | None = None,
        least_queue: int | None = None,
        least_s: float | None = None,
    ) -> Mark | None:
        """Return what stands out next, to seek; None if nothing does. It may go on: then its end is
        where it has been looked through to.

        Args:
            after_s: that begins after this time [s]; the start by default.
            backward: the last one that begins before this time is meant.
            kinds, stations, least_queue, least_s: as of `marks`.

        Raises:
            ApiError: as `marks`.
        """
        wanted = {"kinds": kinds, "stations": stations, "after_s": after_s}
        rule = {"least_queue": least_queue, "least_s": least_s}
        direction = "backward" if backward else None
        told = self._settled("marks/next", _is_found, **wanted, **rule, direction=direction)
        return None if told["mark"] is None else Mark.model_validate(told["mark"])

    def history(
        self,
        stations: Sequence[str] = (),
        measures: Sequence[str] | None = None,
        *,
        network: bool = True,
        begin_s: float | None = None,
        end_s: float | None = None,
        points: int | None = None,
    ) -> pa.Table:
        """Return what is seen over time, as `voltwin.History` does: a row for each point of each
        course, with station (null: all together), measure, time_s, the value from then on, and
        is_whole: whether the course has every change, or those only that a drawing shows.

        Args:
            stations: ids of those wanted.
            measures: such as "ready" or "queue"; by default these, "charging" and "power_kw".
            network: whether all together are wanted, too.
            begin_s: where it begins [s]; the start by default.
            end_s: where it ends [s]; the end of the run by default.
            points: of each course at most.

        Raises:
            ApiError: there is no such station or stretch of time, or that is too much at once.
        """
        told = self._simulated(
            "history",
            stations=list(stations),
            measures=measures,
            network=None if network else "false",
            begin_s=begin_s,
            end_s=end_s,
            points=points,
        )
        return pa.concat_tables([_COURSES.empty_table(), *map(_course, told["series"])])

    def _settled(self, path: str, is_settled: Callable[[Any], bool], **query: Any) -> Any:
        """Ask until the answer stays as it is: the server tells meanwhile what it knows so far."""
        while True:
            told = self._http.get(f"{self._path}/{path}", longer=SIMULATING_S, **query)
            if is_settled(told):
                return told

    def _simulated(self, path: str, **query: Any) -> Any:
        """Ask until there is an answer: the server simulates meanwhile, and tells no part of it."""
        ends = monotonic() + SIMULATING_S
        while True:
            try:
                return self._http.get(f"{self._path}/{path}", longer=SIMULATING_S, **query)
            except ApiError as error:
                if error.type != AWAY or monotonic() >= ends:
                    raise
            sleep(_PAUSE_S)

    def explain(self, stations: Sequence[str] | None = None) -> Explained:
        """Find out what binds at each station up to where the twin stands, and what the next unit
        of each resource would have brought.

        Args:
            stations: ids of those wanted; all by default.

        Raises:
            ApiError: there is no such station, or the twin stands at its start.
        """
        return explained(self._http, self._path, stations=stations)


def _is_found(told: Mapping[str, Any]) -> bool:
    """Return whether it is known which mark is the next one, or that there is none."""
    return told["mark"] is not None or bool(told["is_settled"])


def _intervals(kinds: Sequence[Mapping[str, Any]]) -> pa.Table:
    def values(name: str) -> Iterator[Any]:
        for of in kinds:
            found = of["intervals"]
            yield from [of["kind"]] * len(found["station"]) if name == "kind" else found[name]

    return pa.table({name: pa.array(values(name), kind) for name, kind in _INTERVALS.items()})


def _counts(told: Mapping[str, Any]) -> pa.Table:
    kinds = told["kinds"]
    slots = len(kinds[0]["begun"])
    columns = {"begin_s": pa.array([told["slot_s"] * slot for slot in range(slots)])}
    for of in kinds:
        columns[of["kind"]] = pa.array(of["begun"], pa.int64())
        columns[f"{of['kind']}_stations"] = pa.array(of["stations"], pa.int64())
    return pa.table(columns)


def _course(told: Mapping[str, Any]) -> pa.Table:
    rows = len(told["time_s"])
    of_each = {name: [told[name]] * rows for name in ("station", "measure", "is_whole")}
    return pa.table({**of_each, "time_s": told["time_s"], "value": told["values"]}, schema=_COURSES)

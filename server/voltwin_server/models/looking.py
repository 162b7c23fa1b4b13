"""How the run of a twin goes, from its start to its end, as clients are told of it."""

from typing import Any, Literal

from pydantic import Field

from voltwin.history.marks import LEAST_QUEUE
from voltwin_server.models.common import Answer, examples

KindName = Literal["stockout", "queue", "limit", "loss"]
MeasureName = Literal[
    "ready",
    "charging",
    "waiting",
    "queue",
    "swaps",
    "lost",
    "open",
    "limited",
    "power_kw",
    "limit_kw",
]
_MARK: dict[str, Any] = {
    "kind": "stockout",
    "station": "north",
    "begin_s": 27132.4,
    "end_s": 28701.9,
    "vehicles": 0,
}
_KIND: dict[str, Any] = {
    "kind": "stockout",
    "meaning": "no battery may be handed out",
    "least_s": 900.0,
    "total": 1,
    "begun": [0, 1],
    "stations": [0, 1],
    "left_out": 0,
    "intervals": {
        "station": ["north"],
        "begin_s": [532.4],
        "end_s": [1791.9],
        "vehicles": [0],
    },
}
_SERIES: dict[str, Any] = {
    "measure": "ready",
    "unit": "batteries",
    "meaning": "that may be handed out",
    "station": "north",
    "is_whole": True,
    "time_s": [0.0, 1132.4, 1601.9, 1800.0],
    "values": [1.0, 0.0, 1.0, 1.0],
}


class IntervalColumns(Answer):
    """Intervals, column by column, by their begin."""

    station: list[str] = Field(description="Id of the station of each.")
    begin_s: list[float] = Field(description="When each begins [s].")
    end_s: list[float] = Field(description="When it ends [s]; of a loss when it begins.")
    vehicles: list[int] = Field(description="That are lost; 0 for other kinds.")

    model_config = examples(_KIND["intervals"])


class MarksOfKind(Answer):
    """What stands out in one way."""

    kind: KindName = Field(description="In a word.")
    meaning: str = Field(description="In a sentence.")
    least_s: float = Field(description="The shortest that counts [s].")
    total: int = Field(description="Intervals; of losses vehicles.")
    begun: list[int] = Field(description="How many begin in each slot; of losses vehicles.")
    stations: list[int] = Field(description="Stations that have some of it, in each slot.")
    left_out: int = Field(description="Intervals that are not told; these are the shortest.")
    intervals: IntervalColumns = Field(description="The longest of them.")

    model_config = examples(_KIND)


class MarksInfo(Answer):
    """What stands out in the run of a twin, from its start to its end."""

    end_s: float = Field(description="Where the run ends [s].", examples=[1800.0])
    known_s: float = Field(
        description="Up to where it is known what stands out [s]; `end_s` once all of it is. What "
        "goes on there ends there so far."
    )
    slot_s: float = Field(description="Of a slot; the first begins at the start [s].")
    least_queue: int = Field(description="Vehicles that make a queue stand out.")
    kinds: list[MarksOfKind] = Field(description="As they were asked for.")

    model_config = examples(
        {
            "end_s": 1800.0,
            "known_s": 1800.0,
            "slot_s": 900.0,
            "least_queue": LEAST_QUEUE,
            "kinds": [_KIND],
        }
    )


class Mark(Answer):
    """Something that stands out."""

    kind: KindName = Field(description="In a word.")
    station: str = Field(description="Id of the station.")
    begin_s: float = Field(description="When it begins [s].")
    end_s: float = Field(description="When it ends [s].")
    vehicles: int = Field(description="That are lost; 0 for other kinds.")

    model_config = examples(_MARK)


class NextMark(Answer):
    """The mark that comes next."""

    mark: Mark | None = Field(
        description="Null if there is none, or it is not known yet which one it is."
    )
    is_settled: bool = Field(
        description="Whether it stays so, however much more of the run is looked through. Else a "
        "mark goes on: it is the next one, and ends there so far."
    )
    known_s: float = Field(description="Up to where it is known what stands out [s].")

    model_config = examples({"mark": _MARK, "is_settled": True, "known_s": 43200.0})


class SeriesInfo(Answer):
    """What is seen of a station, or of all together, over time. Each value holds from its time
    until the next; power, which changes all the time, is that at the time."""

    measure: MeasureName = Field(description="What it is.")
    unit: str = Field(description="Of the values.")
    meaning: str = Field(description="In words.")
    station: str | None = Field(description="Its id; null for all together.")
    is_whole: bool = Field(
        description="No change is left out. Else only those are told that a drawing shows."
    )
    time_s: list[float] = Field(description="From the begin to the end that were asked for.")
    values: list[float | None] = Field(description="One a time; null for no limit.")

    model_config = examples(_SERIES)


class HistoryInfo(Answer):
    """What is seen of some stations, and of all together, over time."""

    begin_s: float = Field(description="Where it begins [s].")
    end_s: float = Field(description="Where it ends [s].")
    series: list[SeriesInfo] = Field(description="By station, and then by measure.")

    model_config = examples({"begin_s": 0.0, "end_s": 1800.0, "series": [_SERIES]})

"""Which column of a log is which field: as the user says, else by its name."""

from collections.abc import Mapping, Sequence

from voltwin.importing.header import header
from voltwin.importing.units import DURATION
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.names import did_you_mean

# Each field with the names that columns of logs have for it, the surest first.
FIELDS: dict[str, tuple[str, ...]] = {
    "time": (
        *("time", "arrival", "arrival time", "arrived", "arrived at", "timestamp", "datetime"),
        *("date time", "connection time", "connected at", "plugged in", "plug in time"),
        *("request time", "requested at", "pickup datetime", "pickup time", "tpep pickup datetime"),
        *("start time", "started at", "start", "swap time stamp", "departure time"),
    ),
    "station": ("station", "station id", "station name", "site", "site id", "location", "stop id"),
    "soc": (
        *("soc", "returned soc", "return soc", "soc in", "arrival soc", "soc arrival", "soc start"),
        *("start soc", "battery soc", "state of charge", "old battery soc"),
    ),
    "begin": (
        *("begin", "service begin", "swap begin", "swap start", "service start", "begin time"),
        "begin service",
    ),
    "end": (
        *("end", "service end", "swap end", "end time", "ended at", "finished", "departure"),
        *("departed", "disconnect time", "disconnected at", "plugged out"),
    ),
    "duration": (
        *("duration", "service time", "service duration", "swap duration", "swap seconds"),
        "swap time",
    ),
}


def columns_of(file: str, columns: Sequence[str], told: Mapping[str, str | None]) -> dict[str, str]:
    """Return the column of each field that a log has.

    Args:
        file: for messages.
        columns: of the log.
        told: columns of fields; None keeps a field from being taken from the log.

    Raises:
        ScenarioError: a field or a column is not there, or none tells when vehicles came.
    """
    for field, column in told.items():
        if field not in FIELDS:
            raise ScenarioError([f"column {field}: is no field{did_you_mean(field, FIELDS)}"])
        if column and column not in columns:
            raise ScenarioError(
                [f'{file}: has no column "{column}"{did_you_mean(column, columns)}']
            )
    found = {field: column for field, column in told.items() if column}
    for field in FIELDS:
        if field not in told:
            free = [column for column in columns if column and column not in found.values()]
            column = _named(field, free)
            if column is not None:
                found[field] = column
    if "time" not in found and "begin" in found:
        found["time"] = found["begin"]
    if "time" not in found:
        names = ", ".join(f'"{name}"' for name in columns if name)
        why = "no column is taken as the time of arrival; name it with --column time=COLUMN"
        raise ScenarioError([f"{file}: {why}; its columns are {names}"])
    return {field: found[field] for field in FIELDS if field in found}


def _named(field: str, columns: Sequence[str]) -> str | None:
    for synonym in FIELDS[field]:
        wanted = "".join(synonym.split())
        for column in columns:
            if _core(field, column) == wanted:
                return column
    return None


def _core(field: str, column: str) -> str:
    """Return the words of a column's name without those that are its unit."""
    words = header(column).words
    if field == "duration" and len(words) > 1 and words[-1] in DURATION.units:
        words = words[:-1]
    if field == "soc" and len(words) > 1 and words[-1] in ("%", "percent", "pct"):
        words = words[:-1]
    return "".join(words)


def seconds_in(column: str) -> float | None:
    """Return how many seconds the unit is that the name of a column of durations carries."""
    name = header(column)
    for word in (*name.unit, *name.words[-1:]):
        if word in DURATION.units:
            return DURATION.units[word][1]
    return None

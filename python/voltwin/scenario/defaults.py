"""`station_defaults`: filled in when a scenario is read, found again when it is written."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from voltwin.scenario.errors import Problem
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station import ARRIVALS, Station

# What is each station's own is never made a default when a scenario is written.
_OWN = {"id", "name", "region", "lon", "lat", *ARRIVALS}


def with_defaults(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scenario's raw data with `station_defaults` filled into its stations.

    A field that a station gives replaces the default as a whole; one way of arriving (a rate, a
    trace, gaps) replaces another.

    Raises:
        ValueError: the defaults are no mapping, or name a field that stations do not have.
    """
    data = dict(scenario)
    defaults = data.pop("station_defaults", None)
    stations = data.get("stations")
    if isinstance(defaults, Mapping):
        _refuse_unknown(defaults)
    if isinstance(defaults, Mapping) and isinstance(stations, list | tuple):
        data["stations"] = [_filled(station, defaults) for station in stations]
    elif defaults is not None and not isinstance(defaults, Mapping):
        raise ValueError("station_defaults must be a mapping of station fields")
    return data


def _refuse_unknown(defaults: Mapping[str, Any]) -> None:
    """Refuse a field that stations do not have, here and once rather than at every station."""
    for name in defaults:
        if name not in Station.model_fields:
            nearest = did_you_mean(str(name), Station.model_fields)
            raise ValueError(f"station_defaults.{name}: unknown field{nearest}")


def _filled(station: Any, defaults: Mapping[str, Any]) -> Any:
    if isinstance(station, Station):
        station = {name: getattr(station, name) for name in station.model_fields_set}
    if not isinstance(station, Mapping):
        return station
    if any(name in station for name in ARRIVALS):
        defaults = {name: value for name, value in defaults.items() if name not in ARRIVALS}
    return {**defaults, **station}


def at_defaults(problems: Iterable[Problem], scenario: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield problems of stations where their fields were given: at the station, or the defaults.

    Args:
        problems: of the scenario with its defaults filled in.
        scenario: the raw data, as given.
    """
    defaults, stations = scenario.get("station_defaults"), scenario.get("stations")
    for path, text in problems:
        match path:
            case ("stations", int(i), str(field), *_) if (
                isinstance(defaults, Mapping)
                and isinstance(stations, list | tuple)
                and field in defaults
                and isinstance(stations[i], Mapping)
                and field not in stations[i]
            ):
                yield Problem(("station_defaults", *path[2:]), text)
            case _:
                yield Problem(path, text)


def with_defaults_found(scenario: dict[str, Any]) -> dict[str, Any]:
    """Return a dumped scenario with what most stations have in common as `station_defaults`."""
    stations: list[dict[str, Any]] = scenario["stations"]
    scenario = _without_none(scenario)
    if len(stations) < 2:
        return {**scenario, "stations": [_without_none(station) for station in stations]}
    defaults = {
        name: _most_common([station[name] for station in stations])
        for name in stations[0]
        if name not in _OWN
    }
    brief = [
        {
            name: value
            for name, value in station.items()
            if value != defaults.get(name) or type(value) is not type(defaults.get(name))
        }
        for station in stations
    ]
    data = {name: value for name, value in scenario.items() if name != "stations"}
    return {**data, "station_defaults": _without_none(defaults), "stations": brief}


def _most_common(values: list[Any]) -> Any:
    counts: dict[str, int] = {}
    for value in values:
        counts[repr(value)] = counts.get(repr(value), 0) + 1
    chosen = max(counts, key=counts.__getitem__)
    return next(value for value in values if repr(value) == chosen)


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}

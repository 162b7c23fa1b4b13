"""What a scenario file takes from elsewhere: tables of stations, zones, flows, a road graph,
tariffs, charge curves, lists of numbers, a generator."""

from pathlib import Path
from typing import Any

from voltwin.scenario.curve_files import with_curves
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.fleet.references import with_city
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.station_files import stations_from
from voltwin.scenario.tariff_files import with_tariff
from voltwin.scenario.text_files import read_text

_GENERATED = ("generate", "count", "seed", "fleet_swaps_per_day")


def resolve(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a scenario's raw data with everything in it; file names are relative to `folder`.

    Raises:
        ScenarioError: something that it refers to is not there, or not what is needed.
    """
    stations = data.get("stations")
    if isinstance(stations, dict):
        data = {**data, "stations": _stations(stations, folder)}
    data = with_city(data, folder)
    if "battery_types" in data:
        data = {**data, "battery_types": with_curves(data["battery_types"], folder)}
    if "economics" in data:
        data = {**data, "economics": with_tariff(data["economics"], folder)}
    return {key: _with_numbers(value, folder) for key, value in data.items()}


def _stations(source: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    if "generate" in source:
        return _generated(source)
    if "file" in source:
        return stations_from(source, folder)
    raise ScenarioError(
        [
            'stations: must be a list, each item beginning with "- id: ...", or '
            "{file: ..., columns: ...}, or {generate: demo_city}"
        ],
        [("stations",)],
    )


def _generated(source: dict[str, Any]) -> list[dict[str, Any]]:
    from voltwin.scenario.generate import demo_stations

    for name in source:
        if name not in _GENERATED:
            hint = did_you_mean(str(name), _GENERATED)
            raise ScenarioError([f"stations.{name}: is no field here{hint}"])
    if source["generate"] != "demo_city":
        raise ScenarioError([f'stations.generate: "{source["generate"]}" is not demo_city'])
    try:
        return demo_stations(
            source.get("count", 500),
            source.get("seed", 1),
            fleet_swaps_per_day=source.get("fleet_swaps_per_day"),
        )
    except ValueError as error:
        raise ScenarioError([f"stations.{error}"]) from None


def _with_numbers(value: Any, folder: Path) -> Any:
    """Return raw data with `file: name` of number lists read: traces, and empirical values."""
    if isinstance(value, list):
        return [_with_numbers(item, folder) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"file"}:
        return _numbers(folder / str(value["file"]))
    if value.get("kind") == "empirical" and "file" in value:
        rest = {key: item for key, item in value.items() if key != "file"}
        return {**rest, "values": _numbers(folder / str(value["file"]))}
    return {key: _with_numbers(item, folder) for key, item in value.items()}


def _numbers(file: Path) -> list[float]:
    """Return the numbers of a file, one a line."""
    found = []
    for line, text in enumerate(read_text(file).splitlines(), 1):
        if text.strip() and not text.lstrip().startswith("#"):
            try:
                found.append(float(text))
            except ValueError:
                raise ScenarioError([f'{file}:{line}: "{text.strip()}" is no number']) from None
    return found

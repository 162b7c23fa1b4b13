"""Tariffs from files: schedules in the JSON format of acnportal (Lee et al. 2021).

An entry of the schedule has `id`, `effective_start` and `effective_end` (month-day, both included),
`dow_mask` (WEEKDAYS, WEEKENDS or ALL), `times` [h] with the `tariffs` [currency/kWh] from then on,
and `demand_charge` [currency/kW]. Where two entries hold on one day acnportal refuses the tariff;
here the first one is in force.
"""

from pathlib import Path
from typing import Any

from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.json_text import read_json
from voltwin.scenario.model import plain_number
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.price_files import prices_from
from voltwin.scenario.text_files import read_text
from voltwin.scenario.yaml_text import TextError

_DAYS = {"WEEKDAYS": "weekday", "WEEKENDS": "weekend", "ALL": "daily"}
_NEEDED = ("effective_start", "effective_end", "dow_mask", "times", "tariffs")


def with_tariff(economics: Any, folder: Path) -> Any:
    """Return the raw data of economics with its tariff read from the file that it names, if any.

    Raises:
        ScenarioError: the file is not there, or holds no tariff.
    """
    tariff = economics.get("tariff") if isinstance(economics, dict) else None
    if isinstance(tariff, dict) and "file" in tariff:
        return {**economics, "tariff": _schedule(tariff, folder)}
    if isinstance(tariff, dict) and "prices" in tariff:
        return {**economics, "tariff": prices_from(tariff, folder)}
    return economics


def _schedule(source: dict[str, Any], folder: Path) -> dict[str, Any]:
    for name in source:
        if name != "file":
            hint = did_you_mean(str(name), ["file"])
            raise ScenarioError([f"economics.tariff.{name}: is no field beside `file`{hint}"])
    file = folder / str(source["file"])
    try:
        data = read_json(read_text(file))
    except TextError as error:
        raise ScenarioError([f"{file}: is no JSON: {error}"]) from None
    entries = data.get("schedule") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise ScenarioError([f'{file}: is no tariff: a list "schedule" is expected'])
    seasons = [_season(f"{file}: schedule[{n}]", entry) for n, entry in enumerate(entries)]
    return _checked(file, {"name": str(data.get("name", file.stem)), "seasons": seasons})


def _season(place: str, entry: Any) -> dict[str, Any]:
    """Return an entry of the schedule as a season of a scenario."""
    if not isinstance(entry, dict):
        raise ScenarioError([f"{place}: must be a mapping of fields"])
    name = str(entry.get("id", ""))
    where = f'{place} ("{name}")' if name else place
    missing = [field for field in _NEEDED if field not in entry]
    if missing:
        raise ScenarioError([f"{where}: has no {', '.join(missing)}"])
    days = _DAYS.get(str(entry["dow_mask"]))
    if days is None:
        text = f'dow_mask "{entry["dow_mask"]}" must be one of {", ".join(_DAYS)}'
        raise ScenarioError([f"{where}: {text}"])
    return {
        "name": name,
        "from": entry["effective_start"],
        "to": entry["effective_end"],
        "days": days,
        "price_per_kwh": _steps(where, entry["times"], entry["tariffs"]),
        "demand_charge_per_kw": entry.get("demand_charge", 0),
    }


def _steps(where: str, times: Any, prices: Any) -> list[dict[str, Any]]:
    if not isinstance(times, list) or not isinstance(prices, list) or len(times) != len(prices):
        raise ScenarioError([f"{where}: times and tariffs must be lists of the same length"])
    clocks = [_clock(where, time) for time in times]
    if "00:00" not in clocks:
        raise ScenarioError([f"{where}: times must begin with 0"])
    return [{"from": clock, "value": value} for clock, value in zip(clocks, prices, strict=True)]


def _clock(where: str, hours: Any) -> str:
    """Return a time of day [h], such as 8.5, as `08:30`."""
    hours = plain_number(hours)
    is_number = isinstance(hours, int | float) and not isinstance(hours, bool)
    if not is_number or not 0 <= hours < 24 or (4 * hours) % 1:
        raise ScenarioError(
            [f"{where}: time {hours!r} must be hours from 0 to below 24, in quarters"]
        )
    return f"{int(hours):02d}:{int(hours % 1 * 60):02d}"


def _checked(file: Path, tariff: dict[str, Any]) -> dict[str, Any]:
    """Return a tariff whose every value is allowed; what is not is told with its file."""
    from pydantic import ValidationError

    from voltwin.scenario.messages import problems_of
    from voltwin.scenario.tariff import TimeOfUse

    try:
        TimeOfUse.model_validate(tariff)
    except ValidationError as error:
        # Their paths are of the tariff's file, not of the scenario's: lines alone.
        found = ScenarioError.from_problems(problems_of(error, TimeOfUse, tariff), tariff).lines
        raise ScenarioError([f"{file}: {line}" for line in found]) from None
    return tariff

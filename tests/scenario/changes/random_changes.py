"""Random changes of a city that has nearly everything a scenario can have, and their slow twin."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st
from pydantic import ValidationError
from tests.scenario.changes.cities import TYPES, station

from voltwin.scenario import Scenario, ScenarioError
from voltwin.scenario.changes import Change
from voltwin.scenario.checks import checked
from voltwin.scenario.files import scenario_of

Path: TypeAlias = tuple[str | int, ...]

PRICES = [{"from": "00:00", "value": 0.2}, {"from": "07:00", "value": 0.4}]
TARIFF = {"kind": "time_of_use", "seasons": [{"price_per_kwh": PRICES}]}


def rich_city() -> Scenario:
    """Return a city with laws, weekly values, faults, money, surges and a script."""
    usual: dict[str, Any] = {"batteries": {"long": 6, "short": [0.5, 0.9]}, "racks": 12}
    return scenario_of(
        {
            **{"horizon": "2d", "battery_types": TYPES, "stations": _stations(usual)},
            "demand": {
                "profile": "commuter",
                "profiles": {"own": [1.0] * 24},
                "region_multipliers": {"North": 1.2},
                "surges": [{"from": "1h", "to": "3h", "factor": 2, "regions": ["North"]}],
                "day_factor": {"variance": 0.1},
            },
            "interventions": [
                {"kind": "charger_out", "at": "1h", "station": "s0", "charger": "all", "for": "1h"},
                {"kind": "grid_limit", "at": "3h", "regions": ["South"], "limit_kw": 50},
                {
                    **{"kind": "observation", "at": "4h", "station": "s1", "battery_type": "long"},
                    **{"ready": 3, "not_ready": 2},
                },
            ],
            "economics": {
                **{"currency": "EUR", "price_per_swap": 5, "tariff": TARIFF},
                "charger": {"cost": 900, "life_years": 10},
                "battery": {"cost_per_kwh": 90, "life_cycles": 3000},
            },
        }
    )


def _stations(usual: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        station("s0", **usual, swap_time={"kind": "lognormal", "median": 90, "sigma": 0.2}),
        station("s1", **usual, patience={"kind": "exponential", "mean": "10min"}, policy="wait"),
        station(
            "s2",
            **{**usual, "batteries": {"long": {"count": 3, "soc": 0.4}, "short": 2}},
            region="South",
            chargers=[{"count": 2, "power_kw": 60}, {"count": 1, "power_kw": 120}],
            grid_limit_kw={"weekday": 100, "weekend": [150] * 24},
            opening_hours={"mon-sat": "06:00-22:00", "sun": "closed"},
            charger_faults={"mtbf": "9d", "mttr": "2h"},
            battery_mix={"long": 2, "short": 1},
            charge_when={"reserve": 2, "price_below": 0.3},
        ),
    ]


def dumped(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's raw fields, all of them."""
    return scenario.model_dump(warnings=False, by_alias=True)


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in raw fields, but for the items of long lists of numbers."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths_in(item, (*path, key))
    elif isinstance(value, list | tuple) and len(value) < 24:
        for number, item in enumerate(value):
            yield from paths_in(item, (*path, number))


def text_of(path: Path) -> str:
    """Return a path as it is written, each key of a mapping as a field."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]


def with_value(raw: Any, path: Path, value: Any) -> Any:
    """Return raw fields with something else at a path."""
    if not path:
        return value
    head, *rest = path
    if isinstance(raw, dict):
        return {**raw, head: with_value(raw[head], tuple(rest), value)}
    return [
        with_value(item, tuple(rest), value) if i == head else item for i, item in enumerate(raw)
    ]


def fully_validated(scenario: Scenario, changes: list[tuple[Path, Any]]) -> Scenario:
    """Return what `changed` does: each change validated with all of the scenario, slowly."""
    for path, value in changes:
        plain = Change(text_of(path), "=", value).value  # lists where the scenario has tuples
        data = with_value(dumped(scenario), path, plain)
        try:
            scenario = Scenario.model_validate(data)
        except ValidationError as error:
            raise ScenarioError.from_validation(error, data=data) from None
    return checked(scenario)


RICH = rich_city()
PATHS = list(paths_in(dumped(RICH)))
ODD = st.sampled_from(
    [
        *(None, True, -1, 0, 1, 2, 7, 0.5, 1.5, 1e9, float("inf"), "", "s1", "2h", "all", "North"),
        *("flat", "closed", "unlimited", "infinite", "uniform", "wait", "long", [], {}, [1, 2]),
        *([0.5] * 24, {"kind": "exponential", "mean": 60}, {"power_kw": 50}, {"long": 3}),
        *({"kind": "close", "at": "5h"}, {"count": 2, "soc": 0.5}, {"mon-sun": 80}),
    ]
)


@st.composite
def changes_of_paths(draw: st.DrawFn) -> list[tuple[Path, Any]]:
    """Some changes: odd values, and what stands somewhere else in the city at such a path."""
    raw = dumped(RICH)
    drawn = draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3))
    paths = [path for i, path in enumerate(drawn) if not any(map(path_within(path), drawn[:i]))]
    changes = [(path, draw(ODD | _elsewhere(raw, path))) for path in paths]
    return [change for change in changes if not _is_number_of_chargers(*change)]


def _is_number_of_chargers(path: Path, value: Any) -> bool:
    """Return whether a value stands for chargers of the kind that there is: in no file it does."""
    return path[-1] == "chargers" and path[0] == "stations" and isinstance(value, int | float)


def path_within(path: Path) -> Callable[[Path], bool]:
    """Return what tells whether a path lies at or below another one, which may be gone by then."""
    return lambda other: path[: len(other)] == other


def _elsewhere(raw: Any, path: Path) -> st.SearchStrategy[Any]:
    """Return values that stand at paths with the same last field."""
    alike = [other for other in PATHS if other[-1] == path[-1]] or [path]
    return st.sampled_from(alike).map(lambda other: _at(raw, other))


def _at(raw: Any, path: Path) -> Any:
    for step in path:
        raw = raw[step]
    return raw


def as_changes(changes: list[tuple[Path, Any]]) -> list[Change]:
    """Return changes with paths as text."""
    return [Change(text_of(path), "=", value) for path, value in changes]

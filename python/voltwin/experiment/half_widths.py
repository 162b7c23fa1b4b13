"""How exact a mean is wanted: `lost_share=0.5%`, `wait_mean_s=2s`, `cost=1% of mean`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from voltwin.experiment.measures import measures_of
from voltwin.kpis.columns import COLUMNS, SHARE
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.names import did_you_mean
from voltwin.scenario.scenario import Scenario

_WIDTH = re.compile(r"([0-9]*\.?[0-9]+(?:e-?[0-9]+)?)\s*(%?)\s*(of\s+mean)?", re.I)
_SHARES = {column.name for column in COLUMNS if column.unit == SHARE}
_ALLOWED = "a number above 0 in the KPI's unit, such as 0.5% of a share, 2, or 1% of mean"


class HalfWidth(NamedTuple):
    """The half-width of an interval that is wanted."""

    measure: str
    width: float  # in the measure's unit, or a part of the mean
    relative: bool  # a part of the mean

    def __str__(self) -> str:
        """Return it as it is asked for."""
        if self.relative:
            return f"{self.measure}={100.0 * self.width:g}% of mean"
        if self.measure in _SHARES:
            return f"{self.measure}={100.0 * self.width:g}%"
        return f"{self.measure}={self.width:g}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return dict(self._asdict())


def half_widths(scenario: Scenario, asked: Mapping[str, str | float] | None) -> list[HalfWidth]:
    """Return the half-widths asked for.

    A percentage of a share, which is shown as a percentage itself, means percentage points; of any
    other KPI, and with `of mean`, a part of the mean.

    Args:
        scenario: whose KPIs they are.
        asked: by measure.

    Raises:
        ValueError: there is no such KPI, or it is no width.
    """
    return [_half_width(scenario, name, width) for name, width in (asked or {}).items()]


def parsed(texts: Sequence[str]) -> dict[str, str]:
    """Return half-widths given as `MEASURE=WIDTH`.

    Raises:
        ValueError: one is given in another way.
    """
    found = {}
    for text in texts:
        name, equals, width = text.partition("=")
        if not equals:
            raise ValueError(f'"{text}" must be KPI=HALF-WIDTH, such as lost_share=0.5%')
        found[name.strip()] = width.strip()
    return found


def _half_width(scenario: Scenario, name: str, width: str | float) -> HalfWidth:
    known = measures_of(scenario)
    if name not in known:
        raise ValueError(f'half-width: there is no KPI "{name}"{did_you_mean(name, known)}')
    unit = known[name][1]
    match = _WIDTH.fullmatch(_without_unit(str(width).strip(), unit))
    number = float(match[1]) if match else 0.0
    percent, of_mean = (bool(match[2]), bool(match[3])) if match else (False, False)
    if number <= 0.0 or (of_mean and not percent):
        raise ValueError(f"half-width of {name} [{unit}]: {width!r} is not {_ALLOWED}")
    relative = of_mean or (percent and name not in _SHARES)
    return HalfWidth(name, number / 100.0 if percent else number, relative)


def _without_unit(text: str, unit: str) -> str:
    """Return a width as a number in the unit of its measure; what is in another stays as it is."""
    if unit == "s":
        try:
            return repr(parse_duration(text))
        except ValueError:
            return text
    return text.removesuffix(unit).rstrip() if unit != SHARE else text

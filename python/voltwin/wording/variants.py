"""What is different about a variant, in words."""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.experiment.variant import Variant
    from voltwin.scenario.changes import Change

_STATIONS = re.compile(r"stations\[(.+)\]\.(chargers|batteries|bays)")
_ONE = {"chargers": "charger", "batteries": "battery", "bays": "bay"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FACTORS = {"demand.multiplier": "demand"}


def difference_of(variant: "Variant") -> str:
    """Return what is different about a variant, to follow `with`: `two more chargers at each
    station of North`, or else what it is called."""
    if len(variant.changes) == 1:
        (change,) = variant.changes
        said = _units(change) or _part(change)
        if said:
            return said
    return f'"{variant.name}"'


def _units(change: "Change") -> str | None:
    """Return how many more or fewer things stations have, if that is what changes."""
    match = _STATIONS.fullmatch(change.path)
    count = change.value
    if match is None or change.operation not in {"+=", "-="} or not _is_count(count):
        return None
    if change.operation == "-=":
        count = -count
    things = _ONE[match[2]] if abs(count) == 1 else match[2]
    number = _NUMBERS[abs(count)] if abs(count) < len(_NUMBERS) else f"{abs(count):,}"
    more = "more" if count > 0 else ("fewer" if abs(count) > 1 else "less")
    return f"{number} {more} {things} at {_where(match[1])}"


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value != 0


def _where(picked: str) -> str:
    if picked == "*":
        return "each station"
    field, equals, wanted = picked.partition("=")
    places = wanted.replace("|", " and ")
    if field == "region" and equals and "," not in wanted:
        return f"each station of {places}"
    if equals:
        return f"each station with {picked.replace('|', ' or ')}"
    return f"station {picked}" if "|" not in picked else f"stations {picked.replace('|', ' and ')}"


def _part(change: "Change") -> str | None:
    """Return by what part demand grows, if that is what changes."""
    what = _FACTORS.get(change.path)
    if what is None or change.operation != "*=" or not isinstance(change.value, int | float):
        return None
    part = 100.0 * abs(change.value - 1.0)
    return f"{part:.3g} % {'more' if change.value > 1.0 else 'less'} {what}"

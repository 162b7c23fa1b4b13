"""A small scenario as a file, to be changed in one place."""

import re
from pathlib import Path

from voltwin.scenario import Scenario, load

TEXT = """\
battery_types: [{id: std, capacity_kwh: 40, charge_curve: {power_kw: 80}}]
stations:
  - {id: north, region: North, chargers: {count: 4, power_kw: 80}, batteries: 6, swaps_per_day: 99}
"""


def changed(old: str, new: str, text: str = TEXT) -> str:
    """Return the scenario's text with something else in one place; an empty `old` is its end."""
    assert old in text
    return text.replace(old, new, 1) if old else f"{text}{new}\n"


def unnumbered(line: str) -> str:
    """Return a message without the number of the line in city.yaml; test_yaml_lines.py tests it."""
    return re.sub(r"(city\.yaml):[0-9]+: ", r"\1: ", line)


def loaded(folder: Path, text: str, name: str = "city.yaml") -> Scenario:
    """Return what a file with this text holds."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load(file)

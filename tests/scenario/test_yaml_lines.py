"""The line of a path in a scenario's text."""

import pytest

from voltwin.scenario.errors import Path
from voltwin.scenario.yaml_lines import line_finder

YAML = """\
# a city
name: city

stations:
  - id: north
    chargers: {count: 4,
               power_kw: 80}
  - id: south
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("stations",), 4),
        (("stations", 0), 5),
        (("stations", 0, "chargers", "power_kw"), 7),
        (("stations", 1, "id"), 8),
        (("stations", 1, "bays"), 8),  # missing: where its station begins
        (("stations", 7, "bays"), 4),  # of a table or a generator, say
        (("station_defaults",), 1),
    ],
)
def test_a_path_has_a_line(path: Path, line: int) -> None:
    assert line_finder(YAML)(path) == line if path[0] != "station_defaults" else 2


def test_json_has_lines_too() -> None:
    assert line_finder('{"name": "city",\n "horizon": "1d"}')(("horizon",)) == 2


def test_what_cannot_be_parsed_or_has_no_path_has_none() -> None:
    assert line_finder("a: [")(("a",)) is None
    assert line_finder(YAML)(()) is None

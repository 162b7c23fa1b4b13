"""In which fields scenarios differ, and which of them a run would notice."""

from pathlib import Path

import pytest
from tests.scenario.small import TEXT, changed, loaded

from voltwin.scenario.differing import differing_fields
from voltwin.scenario.same_run import same_run


@pytest.mark.parametrize(
    ("old", "new", "fields", "same"),
    [
        ("", "", [], True),
        ("region: North", "region: South", ["stations[0].region"], True),
        ("", "economics: {currency: EUR, price_per_swap: 5}", ["economics"], True),
        ("swaps_per_day: 99", "swaps_per_day: 98", ["stations[0].swaps_per_day"], False),
        ("batteries: 6", "batteries: 7", ["stations[0].batteries"], False),
        ("", "target_wait: 1min", ["target_wait"], False),
    ],
)
def test_fields_are_named_and_only_those_that_the_engines_read_make_another_run(
    tmp_path: Path, old: str, new: str, fields: list[str], same: bool
) -> None:
    one, other = loaded(tmp_path, TEXT), loaded(tmp_path, changed(old, new))
    found = differing_fields(one, other)
    assert len(found) == len(fields)
    assert all(name.startswith(field) for name, field in zip(found, fields, strict=True)), found
    assert same_run(one, other) == same


def test_another_number_of_stations_is_one_difference(tmp_path: Path) -> None:
    one = loaded(tmp_path, TEXT)
    other = one.model_copy(update={"stations": [*one.stations, one.stations[0]]})
    assert differing_fields(one, other) == ["stations"]

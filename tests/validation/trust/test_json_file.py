"""A run of checks as JSON, there and back."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from tests.validation.trust.made import ABSENT, BREAKS, DIFFERS, HOLDS, validation

from voltwin.validation.trust.json_file import as_json, read_json, write_json

RUN = validation(HOLDS, BREAKS, ABSENT, DIFFERS)


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    write_json(RUN, tmp_path / "validation.json")
    assert read_json(tmp_path / "validation.json") == RUN


def test_programs_find_counts_and_what_a_verdict_states() -> None:
    found = json.loads(as_json(RUN))
    assert (found["passed"], found["failed"], found["skipped"]) == (4, 2, 1)
    first = found["verdicts"][0]
    assert (first["group"], first["name"], first["what"]) == ("theory", "holds", "lost")
    assert first["sample"] == {"seed": 7, "sizes": "64 x 1,000 arrivals", "warm_up": "6 h"}
    assert first["half_width"] < first["catches"]


def test_what_is_no_number_is_null() -> None:
    odd = replace(RUN, verdicts=(replace(RUN.verdicts[0], got=math.nan),))
    assert json.loads(as_json(odd))["verdicts"][0]["got"] is None


def test_another_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": 99}')
    with pytest.raises(ValueError, match="is no run of checks of format 1"):
        read_json(file)

"""Labels: one rule for who made something and for the id of a report."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from voltwin.scenario.interventions import Observation
from voltwin.scenario.labels import can_be_written, label_problem

LABELS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=5)


@given(LABELS)
def test_a_label_has_no_control_characters_and_can_be_written(text: str) -> None:
    allowed = all(unicodedata.category(one) not in ("Cc", "Cs") for one in text)
    assert (label_problem(text) == "") == allowed
    assert can_be_written(text) or not allowed
    try:
        seen = Observation(at=0, station="north", ready=1, report=text)
    except ValidationError:
        assert not allowed
    else:
        assert allowed
        assert seen.report == text


@pytest.mark.parametrize("wrong", ["x" * 201, 7, None])
def test_what_is_no_text_or_too_long_is_none(wrong: Any) -> None:
    assert label_problem(wrong)
    assert label_problem("x" * 200) == ""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltwin.report.words import cells, in_cells, unbroken


@pytest.mark.parametrize(
    ("text", "most", "line"),
    [
        ("Harbour 12", 10, "Harbour 12"),
        ("Harbour 123", 10, "Harbour 1…"),
        ("Harbour  of \n Kiel", 30, "Harbour of Kiel"),
        ("東京駅前", 8, "東京駅前"),
        ("東京駅前", 7, "東京駅…"),
    ],
)
def test_names_are_cut_to_a_width(text: str, most: int, line: str) -> None:
    assert in_cells(text, most) == line


@given(st.text(), st.integers(2, 40))
def test_no_name_is_wider_than_it_may_be(text: str, most: int) -> None:
    assert cells(in_cells(text, most)) <= most


def test_numbers_stay_with_their_units() -> None:
    assert unbroken("95 % waited at most 4 min, 3 stations") == (
        "95\u00a0% waited at most 4\u00a0min, 3 stations"
    )

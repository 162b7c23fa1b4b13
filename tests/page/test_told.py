"""Whether a number on the page is that of the server is decided right."""

import pytest
from tests.page.told import reads


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4.12 %", 0.04118, None),
        ("1,234 vehicles", 1234.0, None),
        ("-0.44 points (-0.58 to -0.29)", -0.0044, None),
        ("8.4 min", 504.0, None),
        ("1,229 MWh", 1_229_300.0, None),
        ("12.3 ± 0.4", 0.1231, "%"),
        ("<0.1 %", 0.0004, None),
        ("0 vehicles", 0.0, None),
        ("3.5", 3.5, ""),
    ],
)
def test_what_is_rounded_is_right(text: str, value: float, unit: str | None) -> None:
    assert reads(text, value, unit)


def test_a_number_in_the_unit_of_the_api_is_that_number() -> None:
    assert reads("6 h", 6.0, told="h")
    assert not reads("6 h", 6.0, told="s")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4.13 %", 0.04118, None),
        ("4.12", 0.04118, None),
        ("0.44 points", -0.0044, None),
        ("0 %", 0.0004 * 100, None),
        ("<0.1 %", 0.0, None),
        ("\N{EN DASH}", 0.0, None),
    ],
)
def test_what_is_something_else_is_wrong(text: str, value: float, unit: str | None) -> None:
    assert not reads(text, value, unit)

"""A run of checks as a part of a page."""

from tests.validation.trust.made import ABSENT, DIFFERS, HOLDS, validation

from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.markdown import as_markdown

TEXT = as_markdown(validation(HOLDS, ABSENT, DIFFERS, effort=Effort.FULL))


def test_a_page_says_when_what_and_how_it_came_out() -> None:
    parts = TEXT.split("\n\n")
    assert parts[0].startswith("A full run, 2026-01-05: 3 passed, 1 failed, 1 skipped in 12 s.")
    assert "- FAILED: differs, rows that differ: 3 is more than 0" in parts
    assert [part for part in parts if part.startswith("###")] == [
        "### Theory, through the whole engine",
        "### Physics",
        "### Engines against each other",
    ]


def test_each_check_has_its_command_its_source_and_a_table() -> None:
    about = "**holds**, by `voltwin validate --full --only holds`. Against: Nobody (1900)."
    assert about in TEXT.splitlines()
    table = [line for line in TEXT.splitlines() if line.startswith("| a station")]
    verdict = "| a station | lost | 0.2 | 0.2004 | ± 0.77 % | 0.97 % | passed |"
    assert table[0] == f"{verdict} 7: 64 x 1,000 arrivals | 6 h |"
    assert {line.count("|") for line in TEXT.splitlines() if line.startswith("|")} == {10}

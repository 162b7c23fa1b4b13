"""Verdicts on what must never be."""

from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.verdict import Status


def test_none_of_many_passes_and_says_of_how_many() -> None:
    verdict = none_of("swaps", 0, 1200, seed=3, of_what="swaps")
    assert verdict.status is Status.PASSED
    assert verdict.sample == (3, "1,200 swaps", "")
    assert (verdict.expected, verdict.got, verdict.chance) == (0.0, 0.0, 0.0)


def test_one_of_many_fails_with_the_first_in_words() -> None:
    verdict = none_of("swaps", 1, 1200, why="row 7")
    assert (verdict.status, verdict.reason) == (Status.FAILED, "row 7")


def test_nothing_to_look_at_fails() -> None:
    verdict = none_of("swaps", 0, 0)
    assert (verdict.status, verdict.reason) == (Status.FAILED, "there was nothing to look at")

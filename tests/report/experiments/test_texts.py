import pytest

from voltwin.report.experiments.texts import in_good_order, percent, times_fewer


@pytest.mark.parametrize(
    ("relative", "text"),
    [(-0.414, "-41 %"), (0.0031, "+0.31 %"), (0.095, "+9.5 %"), (0.0, "0 %"), (1e-6, "< 0.01 %"),
     (12.0, "+1,200 %"), (None, "-")],
)  # fmt: skip
def test_parts_of_the_base(relative: float | None, text: str) -> None:
    assert percent(relative) == text


@pytest.mark.parametrize(
    ("reduction", "text"),
    [(124.3, "124 x"), (2.81, "2.8 x"), (0.97, "1.0 x"), (2e7, "> 100,000 x"),
     (float("inf"), "-"), (None, "-")],
)  # fmt: skip
def test_variance_reductions(reduction: float | None, text: str) -> None:
    assert times_fewer(reduction) == text


def test_good_comes_first_whatever_the_measure() -> None:
    for measure, order in (("lost_share", [1.0, 2.0]), ("margin", [2.0, 1.0])):
        rows = [{"measure": measure, "mean": mean} for mean in (2.0, None, 1.0)]
        assert [row["mean"] for row in in_good_order(rows)] == order

from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from voltwin.report.figures.badges import RADIUS, badges

POINTS = st.lists(st.tuples(st.floats(0.2, 0.8), st.floats(0.2, 0.8)), min_size=1, max_size=10)


def drawn(points: list[tuple[float, float] | None]) -> list[tuple[str, float, float]]:
    """Return text and place [pt] of each badge."""
    axes = Figure(figsize=(5.0, 5.0), dpi=72.0).add_axes((0.0, 0.0, 1.0, 1.0))
    badges(axes, points, 4.0)
    found = []
    for text in axes.texts:
        if isinstance(text, Annotation) and text.get_text():
            x, y = axes.transData.transform(text.xy)
            found.append((text.get_text(), x + text.xyann[0], y + text.xyann[1]))
    return found


@given(POINTS)
def test_badges_cover_neither_their_point_nor_an_equal_place(
    points: list[tuple[float, float]],
) -> None:
    found = drawn(list(points))
    assert [number for number, _, _ in found] == [str(i + 1) for i in range(len(points))]
    for (_, x, y), (px, py) in zip(found, points, strict=True):
        away = ((x - 360 * px) ** 2 + (y - 360 * py) ** 2) ** 0.5
        assert away >= 4.0 + RADIUS


def test_two_at_one_place_stand_apart() -> None:
    (_, x, y), (_, u, v) = drawn([(0.5, 0.5), (0.5, 0.5)])
    assert ((x - u) ** 2 + (y - v) ** 2) ** 0.5 >= 2.0 * RADIUS


def test_one_without_a_place_has_no_badge_and_keeps_its_number() -> None:
    assert [number for number, _, _ in drawn([None, (0.5, 0.5)])] == ["2"]

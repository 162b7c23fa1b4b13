"""What was asked for last is kept, so much of it."""

import pytest

from voltwin_server.questions.kept import Kept


class Maker:
    """Makes texts, and remembers which."""

    def __init__(self) -> None:
        self.made = ""

    def make(self, key: str) -> str:
        self.made += key
        return key.upper()


def test_the_least_asked_for_goes_first() -> None:
    kept, maker = Kept[str](2), Maker()
    got = [kept.get(key, lambda key=key: maker.make(key)) for key in "ababcaab"]  # type: ignore[misc]
    assert "".join(got) == "ABABCAAB"
    assert maker.made == "abcab"


def test_what_cannot_be_made_is_not_kept() -> None:
    kept = Kept[int](1)

    def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        kept.get("x", fail)
    assert kept.get("x", lambda: 3) == 3

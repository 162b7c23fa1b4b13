"""How many questions a caller may have waiting or being answered at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from voltwin_server.problems import TOO_MANY_QUESTIONS, ProblemError

_AGAIN_S = 2  # questions take parts of a second to seconds


class QuestionsOfCallers:
    """Counts what callers wait for, by their names. Used in one event loop."""

    def __init__(self, most: int, of: str) -> None:
        """Begin with none.

        Args:
            most: that one caller may have at once.
            of: what they are, such as "questions".
        """
        self._most, self._of = most, of
        self._counts: Counter[str] = Counter()

    @contextmanager
    def asking(self, caller: str) -> Iterator[None]:
        """Count one more of a caller's for a while.

        Raises:
            ProblemError: the caller has as many as are allowed.
        """
        count = self._counts[caller]
        if count >= self._most:
            raise ProblemError(
                TOO_MANY_QUESTIONS,
                f"{count:,} of your {self._of} are being answered; {self._most:,} are allowed at "
                "once.",
                headers={"Retry-After": str(_AGAIN_S)},
            )
        self._counts[caller] += 1
        try:
            yield
        finally:
            self._counts[caller] -= 1
            if not self._counts[caller]:
                del self._counts[caller]

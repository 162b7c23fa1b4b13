"""Questions for whose answers somebody waits."""


class Wanted:
    """The numbers of orders that are to be answered, and whose askers have not left. Threads may
    share it: each of its doings is one of a set."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: set[int] = set()

    def add(self, number: int) -> None:
        """Know that somebody waits for an answer."""
        self._numbers.add(number)

    def remove(self, number: int) -> None:
        """Know that it has been given, or that nobody waits for it any more."""
        self._numbers.discard(number)

    def __contains__(self, number: int) -> bool:
        return number in self._numbers

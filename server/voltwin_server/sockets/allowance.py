"""How much somebody may do: so much a second, and some at once after a pause (a token bucket)."""


class Allowance:
    """What may be done grows with time up to a most. Told the time, it looks at no clock."""

    def __init__(self, per_s: float, most: float) -> None:
        """Begin with the most.

        Args:
            per_s: by which it grows in a second.
            most: to which it grows.
        """
        self._per_s, self._most = per_s, most
        self._left, self._at = float(most), 0.0

    def take(self, count: int, now: float) -> bool:
        """Return whether so much may be done at a time [s], and take that away if it may."""
        self._left = min(self._most, self._left + self._per_s * max(0.0, now - self._at))
        self._at = now
        may = count <= self._left
        if may:
            self._left -= count
        return may

"""How many frames a watcher gets: as many as it acknowledges in time.

What is on its way to a watcher is bounded by acknowledgements, not by buffers: those of the two
kernels and of all that is between them hold seconds of frames, which would come late. Whoever has
as many frames on the way as are allowed gets every second one from then on, every fourth, every
eighth, and more again when acknowledgements come in time (additive increase, multiplicative
decrease, as in TCP: RFC 5681).
"""

from collections import deque

MOST_ON_THE_WAY = 8  # frames that are not acknowledged yet; 0.8 s at the full rate
FEW_ON_THE_WAY = 2
FULL_S = 0.1  # between frames at the full rate [s]
STEPS = (0.0, 2 * FULL_S, 4 * FULL_S, 8 * FULL_S)  # at least between frames [s]
_GOOD = 30  # frames acknowledged in time after which the next higher rate is tried


class AcknowledgementError(ValueError):
    """A frame is acknowledged that is not on its way."""


class Rate:
    """When the next frame may be sent. Told the time, it looks at no clock."""

    def __init__(self) -> None:
        """Begin at the full rate."""
        self.step = 0  # of STEPS
        self._on_the_way: deque[int] = deque()  # numbers of frames
        self._last_at = float("-inf")
        self._good = 0
        self._stepped_at = 0  # the number of the last frame that was sent before the last step

    def wait_s(self, now: float) -> float | None:
        """Return how long the next frame must wait [s]; None: until others are acknowledged."""
        if len(self._on_the_way) >= MOST_ON_THE_WAY:
            return None
        return max(0.0, self._last_at + STEPS[self.step] - now)

    def sent(self, number: int, now: float) -> None:
        """Note that a frame was sent; the rate steps down if as many as allowed are on the way."""
        self._on_the_way.append(number)
        self._last_at = now
        if len(self._on_the_way) >= MOST_ON_THE_WAY:
            self._slow_down()

    def acknowledged(self, number: int) -> None:
        """Note that a frame, and with it all before it, has come.

        Raises:
            AcknowledgementError: it is not on its way: never sent, or acknowledged before.
        """
        if number not in self._on_the_way:
            raise AcknowledgementError(f"frame {number} is not on its way")
        before = len(self._on_the_way)
        while self._on_the_way[0] != number:
            self._on_the_way.popleft()
        self._on_the_way.popleft()
        self._judge(number, before - len(self._on_the_way))

    def stuck_s(self, now: float) -> float:
        """Return for how long no more could be sent, as many as allowed being on the way [s]. With
        fewer than that silence means nothing: not each frame need be acknowledged by itself, and a
        twin that is paused has no more of them. Whoever acknowledges slowly, and goes on doing so,
        is not stuck."""
        is_stuck = len(self._on_the_way) >= MOST_ON_THE_WAY
        return now - self._last_at if is_stuck else 0.0

    def _slow_down(self) -> None:
        """Step down, once for all frames that were on the way together."""
        self._good = 0
        if self._on_the_way[0] > self._stepped_at:
            self.step = min(self.step + 1, len(STEPS) - 1)
            self._stepped_at = self._on_the_way[-1]

    def _judge(self, number: int, count: int) -> None:
        """Step up once enough frames have been acknowledged in time since the last step."""
        in_time = len(self._on_the_way) <= FEW_ON_THE_WAY and number > self._stepped_at
        self._good = self._good + count if in_time else 0
        if self.step and self._good >= _GOOD:
            self.step, self._good = self.step - 1, 0

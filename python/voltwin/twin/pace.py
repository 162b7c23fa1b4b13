"""Pace: which simulated time is due at which wall time, and whether the simulation keeps up.

Nothing here looks at a clock: whoever plays a twin says what time it is, in seconds of a clock that
only goes forward.

while pace.playing:
    twin.advance(pace.target(clock()))
    pace.reached(twin.now, clock())
"""

from dataclasses import dataclass

LEAST_SPEED = 1.0  # simulated seconds per second
MOST_SPEED = 100_000.0

_LEAP_S = 0.1  # of wall time: no step is meant to take longer, so that a pause is soon obeyed
_BEHIND_S = 0.5  # of wall time: what is further behind is given up
_WINDOW_S = 1.0  # of wall time, over which the speed is measured
_KEPT_UP = 0.95  # of the wanted speed: less is late


@dataclass
class _Anchor:
    """A wall time [s], and the simulated time [s] that is due or was reached then."""

    wall_s: float
    now: float


class Pace:
    """Of a twin that plays or is paused. What the simulation cannot follow is not caught up."""

    def __init__(self, now: float, horizon: float, speed: float = 1.0) -> None:
        """Be paused.

        Args:
            now: where the twin stands [s].
            horizon: where it ends [s].
            speed: simulated seconds per second.

        Raises:
            ValueError: the speed is none from 1 to 100,000.
        """
        self.wanted = checked_speed(speed)
        self.speed = self.wanted  # as measured lately, simulated seconds per second
        self.playing = False
        self.late = False  # whether the simulation does not follow at the wanted speed
        self._horizon = horizon
        self._now = now
        self._due = _Anchor(0.0, now)
        self._window = _Anchor(0.0, now)
        self._step_from: float | None = None  # wall time at which a target was asked for [s]
        self._most_leap = self.wanted * _LEAP_S  # [s] simulated

    def play(self, wall_s: float) -> None:
        """Go on from where the twin stands. At the horizon it stays paused."""
        self.playing = self._now < self._horizon
        self._begin(wall_s)

    def pause(self) -> None:
        """Stay where the twin stands."""
        self.playing, self.late = False, False

    def set_speed(self, speed: float, wall_s: float) -> None:
        """Go on at another speed.

        Raises:
            ValueError: it is none from 1 to 100,000.
        """
        self.wanted = checked_speed(speed)
        self._begin(wall_s)

    def moved(self, now: float, wall_s: float) -> None:
        """Go on from somewhere else: the twin was sought, or stepped."""
        self._now = now
        self.playing = self.playing and now < self._horizon
        self._begin(wall_s)

    def _begin(self, wall_s: float) -> None:
        self.speed, self.late = self.wanted, False
        self._due = _Anchor(wall_s, self._now)
        self._window = _Anchor(wall_s, self._now)
        self._step_from, self._most_leap = None, self.wanted * _LEAP_S

    def target(self, wall_s: float) -> float:
        """Return the simulated time [s] to advance to now; where the twin stands, while paused.

        It is what is due, but no further than a short step can simulate.
        """
        if not self.playing:
            return self._now
        self._step_from = wall_s
        due = self._due.now + (wall_s - self._due.wall_s) * self.wanted
        return max(self._now, min(due, self._now + self._most_leap, self._horizon))

    def reached(self, now: float, wall_s: float) -> None:
        """Say how far the twin has come, after each step; it pauses at the horizon."""
        if not self.playing:
            self._now = now
            return
        self._learn_step(now, wall_s)
        self._now = now
        behind_s = wall_s - self._due.wall_s - (now - self._due.now) / self.wanted
        if behind_s > _BEHIND_S:
            self._due = _Anchor(wall_s - _BEHIND_S, now)
        passed_s = wall_s - self._window.wall_s
        if passed_s >= _WINDOW_S:
            self.speed = (now - self._window.now) / passed_s
            self.late = self.speed < _KEPT_UP * self.wanted
            self._window = _Anchor(wall_s, now)
        if now >= self._horizon:
            self.pause()

    def _learn_step(self, now: float, wall_s: float) -> None:
        """Aim the longest step at what the simulation does in a short time."""
        if self._step_from is None or now <= self._now:
            return
        took_s = wall_s - self._step_from
        per_s = (now - self._now) / max(took_s, 1e-6)
        # At least so far that the wanted speed could be held if each step were this long.
        aim = min(per_s * _LEAP_S, self.wanted * (_BEHIND_S + _LEAP_S))
        self._most_leap = max(aim, 0.5 * self._most_leap, 1e-3 * self.wanted)
        self._step_from = None

    def wait_s(self, wall_s: float, frames_per_s: float) -> float:
        """Return how long to wait [s] until the next of so many steps a second is due."""
        if not self.playing:
            return 0.0
        next_s = self._due.wall_s + (self._now - self._due.now) / self.wanted + 1.0 / frames_per_s
        return max(0.0, next_s - wall_s)


def checked_speed(speed: float) -> float:
    """Return a speed.

    Raises:
        ValueError: it is none from 1 to 100,000.
    """
    if isinstance(speed, bool) or not isinstance(speed, int | float):
        raise ValueError(f"speed: {speed!r} is no number")
    if not LEAST_SPEED <= speed <= MOST_SPEED:
        bounds = f"{LEAST_SPEED:g} to {MOST_SPEED:,.0f}"
        raise ValueError(f"speed: {speed:g} is not from {bounds} simulated seconds per second")
    return float(speed)

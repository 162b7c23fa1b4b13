"""Random words for days, and what they mean, worked out minute by minute."""

from hypothesis import strategies as st

DAY_MIN = 1440
WEEK_MIN = 7 * DAY_MIN
WORDS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Each names every day once: (words, for each of the seven days the number of its word).
PARTITIONS = [
    (("daily",), (0,) * 7),
    (("weekday", "weekend"), (0, 0, 0, 0, 0, 1, 1)),
    (("mon-fri", "sat", "Sunday"), (0, 0, 0, 0, 0, 1, 2)),
    (("sat-tue", "wed,fri", "thu"), (0, 0, 1, 2, 1, 0, 0)),
    (WORDS, tuple(range(7))),
]
PARTITION = st.sampled_from(PARTITIONS)
MINUTE = st.integers(0, DAY_MIN - 1) | st.sampled_from([0, 360, 1320, 1439])


def clock(minute: int) -> str:
    """Return a minute of the day as people write it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def by_minute(steps: tuple[tuple[float, float], ...]) -> list[float]:
    """Return the value in each minute of the week from (second, value) steps on a circle."""
    values: list[float] = []
    for minute in range(WEEK_MIN):
        before = [value for at, value in steps if at <= 60 * minute]
        values.append(before[-1] if before else steps[-1][1])
    return values


def is_folded(steps: tuple[tuple[float, float], ...]) -> bool:
    """Return whether steps rise within the week and each of them changes something."""
    times = [at for at, _ in steps]
    values = [value for _, value in steps]
    rises = times == sorted(set(times)) and times[0] >= 0.0 and times[-1] < 60 * WEEK_MIN
    if len(steps) == 1:
        return rises and times == [0.0]
    return rises and all(values[i] != values[i - 1] for i in range(len(values)))

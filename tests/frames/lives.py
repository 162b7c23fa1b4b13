"""Runs as they are seen, made up: any state of a few vehicles and stations."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from voltwin.frames.held import Held
from voltwin_bindings.live import DOING, Live

COUNTS = ("open", "ready", "charging", "waiting", "bays_busy", "bays_out", "chargers_out", "queue")


def live(
    now: float = 100.0,
    *,
    power_kw: Sequence[float] = (10.0, 20.0, 30.0),
    limit_kw: Sequence[float] = (np.inf, 25.0, 0.0),
    place: Sequence[int] = (0, 1, 2, 3),
    doing: Sequence[int] = (0, 0, 0, 0),
    arrives_at: Sequence[float] = (50.0, 150.0, 50.0, 50.0),
    ready: Sequence[int] = (1, 2, 3),
) -> Live:
    """Return three stations and four vehicles."""
    stations = {name: np.ones(3, np.int32) for name in (*COUNTS, "swaps", "lost")}
    return Live(
        now,
        {
            **stations,
            "ready": np.array(ready, np.int32),
            "power_kw": np.array(power_kw),
            "limit_kw": np.array(limit_kw),
        },
        {
            "doing": np.array(doing, np.uint8),
            "origin": np.array([3, 2, 1, 0], np.int32),
            "place": np.array(place, np.int32),
            "departed_at": np.array([10.0, 90.0, 20.0, 20.0]),
            "arrives_at": np.array(arrives_at),
            "soc": np.array([0.1, 0.5, 0.25, 0.99999]),
        },
    )


@st.composite
def lives(draw: st.DrawFn, stations: int = 3, vehicles: int = 5) -> Live:
    """Return any state; few values, so that rows often stay what they are."""

    def some(values: st.SearchStrategy[float], rows: int) -> np.ndarray[tuple[int], np.dtype]:
        return np.array(draw(st.lists(values, min_size=rows, max_size=rows)))

    times = st.sampled_from([0.0, 1.5, 86_400.125])
    counted = {name: some(st.integers(0, 1), stations) for name in (*COUNTS, "swaps", "lost")}
    power = some(st.sampled_from([0.0, 10.04, 10.06, 1e5]), stations)
    limit = some(st.sampled_from([0.0, 120.5, np.inf]), stations)
    return Live(
        draw(st.floats(0.0, 1e9)),
        {**counted, "power_kw": power, "limit_kw": limit},
        {
            "doing": some(st.integers(0, len(DOING) - 1), vehicles).astype(np.uint8),
            "origin": some(st.sampled_from([0, 1, 65_535]), vehicles),
            "place": some(st.sampled_from([0, 1, 65_535]), vehicles),
            "departed_at": some(times, vehicles),
            "arrives_at": some(times, vehicles),
            "soc": some(st.sampled_from([0.0, 0.5, 1.0]), vehicles),
        }
        if vehicles
        else {},
    )


def assert_held(one: Held, other: Held) -> None:
    """Compare all rows, bit by bit."""
    for ours, theirs in zip(one, other, strict=True):
        assert ours.keys() == theirs.keys()
        for name, column in ours.items():
            assert column.dtype == theirs[name].dtype, name
            assert column.tobytes() == theirs[name].tobytes(), name

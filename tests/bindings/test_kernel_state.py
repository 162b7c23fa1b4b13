"""A run of the kernel that goes on from a state is the run that was never interrupted."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bindings.runs import assert_same, busy, everything, readings
from tests.kpis.any_network import networks

from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.kernel_state import content_of, state_of
from voltwin_bindings.snapshot_error import SnapshotError
from voltwin_bindings.snapshot_file import Content, from_bytes, to_bytes
from voltwin_core.station.parameters import Parameters

SEVERAL = settings(max_examples=60, deadline=None)
KEY = st.integers(0, 2**64 - 1)


def restored(engine: KernelEngine) -> KernelEngine:
    """Return the run by way of the bytes of its snapshot."""
    data = to_bytes(content_of(engine.state(), {}, {}))
    return KernelEngine.resumed(state_of(from_bytes(data)))


@SEVERAL
@given(networks(), KEY, st.lists(st.floats(0.0, 45_000.0), min_size=1, max_size=3).map(sorted))
def test_any_run_goes_on_from_its_snapshot_as_if_nothing_had_happened(
    parameters: Parameters, key: int, times: list[float]
) -> None:
    whole, engine = (KernelEngine(parameters, key) for _ in range(2))
    for until in [*times, math.inf]:
        for run in (whole, engine):
            run.advance(until)
        assert_same(everything(engine), everything(whole))
        assert engine.now == whole.now
        engine = restored(engine)


@pytest.mark.parametrize("threads", [1, 3])
def test_a_run_without_a_log_goes_on_without_one(threads: int) -> None:
    whole, engine = KernelEngine(busy(), 1, log=False), KernelEngine(busy(), 1, log=False)
    engine.advance(5000.0)
    again = KernelEngine.resumed(engine.state(), threads=threads)
    for run in (whole, again):
        run.advance(math.inf)
    assert again.drain() == []
    assert_same(readings(again), readings(whole))


def test_the_log_goes_on_at_the_state_whether_or_not_it_was_drained_before() -> None:
    engine = KernelEngine(busy(), 1)
    engine.advance(5000.0)
    again = restored(engine)
    again.advance(9000.0)
    times = np.concatenate([batch["time"].to_numpy() for batch in again.drain()])
    assert times.min() >= 5000.0
    assert times.max() < 9000.0


def test_a_state_is_a_copy() -> None:
    engine, other = KernelEngine(busy(), 1), KernelEngine(busy(), 1)
    for run in (engine, other):
        run.advance(5000.0)
        run.drain()
    fork = KernelEngine.resumed(engine.state())
    fork.advance(math.inf)
    other.advance(9000.0)
    engine.advance(9000.0)
    assert_same(everything(engine), everything(other))


# --- other origins --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        (
            {"kernel": "0123", "voltwin": "0.0.1"},
            r"^was written by Voltwin 0\.0\.1, and this is Voltwin \d.*, whose engine differs",
        ),
        ({"kernel": "0123"}, "and this is another build of it, whose engine differs; go on"),
        (
            {"machine": "pdp11"},
            r"^was written on another platform \(pdp11, .* last bit of a number",
        ),
        ({"math_library": "m 1"}, r"^was written on another platform \(.*m 1; this is "),
    ],
)
def test_a_snapshot_of_another_engine_or_platform_is_refused(
    origin: dict[str, str], message: str
) -> None:
    content = content_of(KernelEngine(busy(), 1).state(), {}, {})
    values = {**content.values, "origin": {**content.values["origin"], **origin}}
    with pytest.raises(SnapshotError, match=message):
        state_of(Content(values, content.arrays))

"""Interrupts wait while machine code is loaded or compiled; nothing of it is lost, nor they."""

import signal
from collections.abc import Iterator
from threading import Thread
from typing import Any

import numpy as np
import pytest
from numba import config

from voltwin_core.apart import Apart
from voltwin_core.jit import QuickCache, kernel
from voltwin_core.record import F64, Record
from voltwin_core.uninterrupted import uninterrupted

compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="about compiled kernels")


@pytest.fixture(autouse=True, params=[signal.SIGINT, signal.SIGTERM])
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """Have both signals interrupt, as they do in a command."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    former = [signal.signal(one, signal.default_int_handler) for one in numbers]
    yield request.param
    for one, handler in zip(numbers, former, strict=True):
        signal.signal(one, handler)


def work(done: list[str], *presses: signal.Signals) -> None:
    """Do something that Ctrl-C is pressed in the middle of, so many times."""
    with uninterrupted():
        for number in presses:
            signal.raise_signal(number)
            done.append("more")


def test_an_interrupt_waits_for_the_end(number: signal.Signals) -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        work(done, number)
    assert done == ["more"]


def test_one_waits_for_the_outer_end(number: signal.Signals) -> None:
    def outer() -> None:
        with uninterrupted():
            work(done, number)
            done.append("and more")

    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        outer()
    assert done == ["more", "and more"]


def test_who_asks_twice_is_not_made_to_wait(number: signal.Signals) -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        work(done, number, number)
    assert done == ["more"]


def test_an_interrupt_follows_what_fails(number: signal.Signals) -> None:
    def fail() -> None:
        with uninterrupted():
            signal.raise_signal(number)
            raise ValueError("not compiled")

    with pytest.raises(KeyboardInterrupt) as caught:
        fail()
    assert isinstance(caught.value.__context__, ValueError)


def test_handlers_are_put_back(number: signal.Signals) -> None:
    with uninterrupted():
        assert signal.getsignal(number) is not signal.default_int_handler
    assert signal.getsignal(number) is signal.default_int_handler


def test_what_is_ignored_stays_so(number: signal.Signals) -> None:
    signal.signal(number, signal.SIG_IGN)
    with uninterrupted():
        signal.raise_signal(number)
    assert signal.getsignal(number) is signal.SIG_IGN


def test_another_thread_leaves_handlers_alone(number: signal.Signals) -> None:
    seen: list[object] = []

    def look() -> None:
        with uninterrupted():
            seen.append(signal.getsignal(number))

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


class Cell(Record):
    """A number."""

    value: F64


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    """Have Ctrl-C pressed whenever machine code has been asked for."""
    loaded = QuickCache.load_overload

    def interrupted(self: Any, signature: Any, context: Any) -> Any:
        signal.raise_signal(number)
        return loaded(self, signature, context)

    monkeypatch.setattr(QuickCache, "load_overload", interrupted)


@compiled
@pytest.mark.usefixtures("interrupting")
def test_a_kernel_is_whole_when_its_call_is_interrupted() -> None:
    def doubled(x: float) -> float:
        return 2.0 * x

    made: Any = kernel(doubled)
    with pytest.raises(KeyboardInterrupt):
        made(1.0)
    assert made(2.0) == 4.0


@compiled
@pytest.mark.usefixtures("interrupting")
def test_a_kernel_apart_is_whole_when_its_compiling_is_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def halved(w: Any, x: float) -> float:
        return 0.5 * x

    made, world = Apart(halved), Cell.table(1)
    with pytest.raises(KeyboardInterrupt):
        made.prepare(world)
    monkeypatch.delattr(Apart, "_compile")
    made.prepare(world)
    with pytest.raises(TypeError, match="another type"):
        made.prepare(np.zeros(1))

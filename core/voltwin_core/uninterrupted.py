"""Interrupts that wait until machine code is whole.

Loading and compiling go back and forth between Python and LLVM. An interrupt raised in one of
LLVM's calls back, or in a finaliser, is lost: the work goes on as though nobody had asked for an
end, or with a function that has no address, which ends the process with a fault.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Have interrupts that Python handles wait for the end of this, but for a second one: who asks
    twice is not made to wait. Other threads than the main one are never interrupted."""
    if current_thread() is not main_thread():
        yield
        return
    former = {number: signal.getsignal(number) for number in _INTERRUPTS}
    waiting: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        handler = former[signal.Signals(number)]
        if waiting and callable(handler):
            handler(number, frame)
        waiting.append(number)

    handled = [number for number, handler in former.items() if callable(handler)]
    try:
        for number in handled:
            signal.signal(number, wait)
        yield
    finally:
        for number in handled:
            signal.signal(number, former[number])
        if waiting:
            signal.raise_signal(waiting[0])

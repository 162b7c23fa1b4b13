"""One thread, which is there before there is work for it."""

import threading

import pytest

from voltwin.one_thread import one_thread


def test_work_is_done_by_a_thread_that_runs_already() -> None:
    before = set(threading.enumerate())
    with one_thread("alone") as pool:
        (thread,) = set(threading.enumerate()) - before
        assert [pool.submit(threading.current_thread).result() for _ in range(3)] == [thread] * 3
    assert not thread.is_alive()


@pytest.mark.usefixtures("interrupted_start")
def test_an_interrupt_as_it_starts_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        one_thread("alone")
    for thread in set(threading.enumerate()) - before:
        thread.join(60.0)
        assert not thread.is_alive()

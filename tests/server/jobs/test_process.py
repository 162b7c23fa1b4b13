"""A process that does one thing after another, and is made anew when it dies."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.server.jobs.workplace import until

from voltwin_server.jobs.begin import Life, end_with
from voltwin_server.jobs.process import DiedError, StoppedError, WarmProcess


def begin(life: Connection) -> None:
    """Begin as processes of the server do, but with nothing loaded."""
    end_with(life)


def fails() -> None:
    raise ValueError("as it should")


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hangs(file: Path) -> None:
    file.write_text(str(os.getpid()))
    time.sleep(600)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def wait_for(file: Path) -> int:
    """Return the number that a process writes into a file, as soon as it has."""
    end = time.monotonic() + 60
    while not (file.exists() and file.read_text()) and time.monotonic() < end:
        time.sleep(0.01)
    return int(file.read_text())


@pytest.fixture
def life() -> Iterator[Life]:
    life = Life.new()
    yield life
    life.close()


@pytest.fixture
def process(life: Life) -> Iterator[WarmProcess]:
    process = WarmProcess(begin, life.reader)
    yield process
    process.close()


def test_it_is_one_process_for_all_calls_and_not_this_one(process: WarmProcess) -> None:
    first = process.call(os.getpid)
    assert first == process.call(os.getpid) != os.getpid()
    assert not process.is_loading


def test_it_is_loading_until_what_follows_has_begun(process: WarmProcess) -> None:
    seen: list[bool] = []
    process.warm(then=lambda: seen.append(process.is_loading))
    process.call(os.getpid)
    until(lambda: not process.is_loading)
    assert seen == [True]


def test_what_a_function_raises_is_raised_here_and_harms_nobody(process: WarmProcess) -> None:
    before = process.call(os.getpid)
    with pytest.raises(ValueError, match="as it should"):
        process.call(fails)
    assert process.call(os.getpid) == before


def test_a_process_that_dies_at_work_is_told_and_made_anew(process: WarmProcess) -> None:
    before = process.call(os.getpid)
    with pytest.raises(DiedError, match="SIGKILL"):
        process.call(dies)
    assert process.call(os.getpid) != before


def test_a_process_that_dies_with_nothing_to_do_is_made_anew(process: WarmProcess) -> None:
    before = process.call(os.getpid)
    os.kill(before, signal.SIGKILL)
    try:
        after = process.call(os.getpid)
    except DiedError:  # it was called before its death was seen
        after = process.call(os.getpid)
    assert after != before


def test_a_call_that_is_stopped_leaves_no_process_behind(
    process: WarmProcess, tmp_path: Path
) -> None:
    call = process.begin(hangs, tmp_path / "pid")
    pid = wait_for(tmp_path / "pid")
    process.stop(call)
    assert not is_there(pid)
    with pytest.raises(StoppedError):
        process.result(call)
    assert process.call(os.getpid) != pid


def test_to_stop_what_has_returned_stops_nothing_else(process: WarmProcess) -> None:
    call = process.begin(os.getpid)
    pid = process.result(call)
    process.stop(call)
    assert process.call(os.getpid) == pid


def test_closing_ends_what_it_does(process: WarmProcess, tmp_path: Path) -> None:
    call = process.begin(hangs, tmp_path / "pid")
    pid = wait_for(tmp_path / "pid")
    process.close()
    assert not is_there(pid)
    with pytest.raises(StoppedError):
        process.result(call)
    with pytest.raises(StoppedError):
        process.call(os.getpid)


def test_threads_share_it(process: WarmProcess) -> None:
    seen: list[int] = []
    threads = [
        threading.Thread(target=lambda: seen.append(process.call(os.getpid))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_it_ends_with_the_server_even_at_work(
    process: WarmProcess, life: Life, tmp_path: Path
) -> None:
    call = process.begin(hangs, tmp_path / "pid")
    pid = wait_for(tmp_path / "pid")
    life.writer.close()
    with pytest.raises(DiedError):
        process.result(call)
    assert not is_there(pid)

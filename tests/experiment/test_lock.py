"""One writer at a time, and a lock that outlives nobody."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voltwin.experiment.lock import is_held, locked
from voltwin.run_folder.folder_error import FolderError

HOLDER = """
import sys, time
from pathlib import Path
from voltwin.experiment.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert is_held(tmp_path)
        said = f"another process .number {os.getpid()} on .*monitor"
        with pytest.raises(FolderError, match=said), locked(tmp_path):
            pass
    assert not is_held(tmp_path)
    with locked(tmp_path):
        pass


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        assert is_held(tmp_path)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert not is_held(tmp_path)
    with locked(tmp_path):
        pass


def test_where_nobody_has_written_nobody_holds_it(tmp_path: Path) -> None:
    assert not is_held(tmp_path)

"""Turns at compiling: one process does it, whoever else needs the kernel waits for it."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from numba import config

import voltwin_core
from voltwin_core.turns import Turn

CORE = Path(voltwin_core.__file__).parents[1]

KERNEL = """
from voltwin_core.jit import kernel

@kernel
def height(x: float) -> float:
    return 2.0 * x
"""
CALL = """
from tall import height
print("ready", flush=True)
input()
assert height(1.0) == 2.0
print(sum(height.entry.stats.cache_misses.values()))
"""
HOLD = """
import sys
from voltwin_core.turns import Turn
Turn().take(sys.argv[1])
print("taken", flush=True)
input()
"""


def started(
    code: str, *arguments: str, path: Path = CORE, **environment: str
) -> "subprocess.Popen[str]":
    """Return a process that has said its first word, and waits for ours."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{CORE}", **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() in ("ready", "taken")
    return process


def is_free(file: Path) -> bool:
    with file.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.mark.skipif(config.DISABLE_JIT, reason="about compiled kernels")
def test_of_processes_that_need_a_kernel_at_once_one_compiles_it(tmp_path: Path) -> None:
    (tmp_path / "tall.py").write_text(KERNEL)
    cache = str(tmp_path / "cache")
    processes = [started(CALL, path=tmp_path, VOLTWIN_CACHE_DIR=cache) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    compiled = [int(process.communicate()[0]) for process in processes]
    assert sorted(compiled) == [0, 0, 0, 1]
    assert len(list(tmp_path.rglob("tall.height-*.nbc"))) == 1
    assert all(map(is_free, tmp_path.rglob("*.lock")))


def test_a_turn_ends_with_the_process_that_had_it(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "f.lock"
    holder = started(HOLD, str(file))
    assert not is_free(file)
    holder.kill()
    holder.communicate()
    turn = Turn()
    turn.take(str(file))
    assert not is_free(file)
    turn.give_up()
    assert is_free(file)


def test_who_takes_another_turn_has_given_up_the_first(tmp_path: Path) -> None:
    """So nobody who waits is waited for."""
    one, other = tmp_path / "one.lock", tmp_path / "other.lock"
    turn = Turn()
    turn.take(str(one))
    turn.take(str(other))
    assert is_free(one)
    assert not is_free(other)
    turn.give_up()
    turn.give_up()
    assert is_free(other)


def test_where_nothing_can_be_written_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    turn = Turn()
    turn.take(str(tmp_path / "file" / "f.lock"))
    turn.give_up()

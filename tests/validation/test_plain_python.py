"""The kernel as plain Python: the same code uncompiled, where NumPy minds every index."""

import os
import subprocess
import sys

PROGRAM = """
from voltwin.validation.engines import compare_scope
from voltwin.validation.scope import Scope

for n in range(8):
    outcome = compare_scope(Scope(f"plain/{n}"))
    print(outcome.rows, outcome.message)
"""


def test_engines_agree_uncompiled_and_no_index_is_out_of_bounds() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout.splitlines()
    assert [line.partition(" ")[2] for line in lines] == [""] * 8
    assert sum(int(line.split()[0]) for line in lines) > 5000

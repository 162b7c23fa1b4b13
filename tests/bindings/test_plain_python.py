"""The same handlers, run as plain Python: what breakpoints and coverage see is what is compiled."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.bindings.runs import assert_same, busy, everything

from voltwin_bindings.kernel_engine import KernelEngine

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("key", [1, 2**64 - 1])
def test_plain_python_gives_the_log_and_sums_of_compiled_code(tmp_path: Path, key: int) -> None:
    file = tmp_path / "run.npz"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.bindings.plain_run", str(file), str(key)],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    engine = KernelEngine(busy(), key)
    engine.advance(np.inf)
    with np.load(file) as plain:
        assert_same(dict(plain), everything(engine))

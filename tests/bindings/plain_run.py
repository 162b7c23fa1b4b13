"""A run of the tiny network, saved: `python plain_run.py FILE KEY`, under NUMBA_DISABLE_JIT=1."""

import sys

import numpy as np
from tests.bindings.runs import busy, everything

from voltwin_bindings.kernel_engine import KernelEngine

if __name__ == "__main__":
    engine = KernelEngine(busy(), int(sys.argv[2]))
    engine.advance(np.inf)
    np.savez(sys.argv[1], **everything(engine))  # type: ignore[arg-type]

"""The one `@kernel` decorator: compile options and the cache folder are decided here only.

Two traps are closed here, and each has a test:

* Reference counting. Each `world.table` can become an atomic increment and decrement, which costs
  up to twenty times the work itself. `_nrt=False` removes it and refuses any kernel that allocates:
  NumPy owns all memory. It is an underscore option of Numba, hence Numba is pinned.
* Stale caches. Numba's cache looks only at the file of the cached function, not at the files that
  it calls into. The cache folder is therefore named by a hash of every source of this package and
  of the versions of Numba and NumPy; the processor is part of Numba's own index.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property, update_wrapper
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
from llvmlite.binding import (  # type: ignore[import-untyped, unused-ignore]
    parse_assembly,
    parse_bitcode,
)
from numba import config, types
from numba.core.caching import CompileResultCacheImpl, FunctionCache

from voltwin_core.branches import BranchCounter
from voltwin_core.parts import PartDispatcher
from voltwin_core.sources import source_hash
from voltwin_core.turns import Turn
from voltwin_core.uninterrupted import uninterrupted

P = ParamSpec("P")
R = TypeVar("R")

OPTIONS: dict[str, bool | str] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": False,  # fast-math would break equality with the reference bit for bit
    "_nrt": False,
    "forceinline": False,  # left out, it would be inherited from the first caller that has it
}


@cache
def cache_folder() -> Path:
    """Return the folder of compiled kernels: in the user's cache folder, never beside the code."""
    code = source_hash(Path(__file__).parent)
    return user_folder(f"{code}-numba{version('numba')}-numpy{version('numpy')}")


def user_folder(name: str) -> Path:
    """Return a folder of this name in the user's cache folder, made if it can be.

    `VOLTWIN_CACHE_DIR` names another parent. Where the parent cannot be written (no home, a
    read-only one), the system's temporary folder serves.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    parent = Path(os.environ.get("VOLTWIN_CACHE_DIR") or os.path.join(home, "voltwin"))
    try:
        (parent / name).mkdir(parents=True, exist_ok=True)
        usable = os.access(parent / name, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        parent = Path(tempfile.gettempdir()) / f"voltwin-{os.getuid()}"
    return parent / name


@contextmanager
def cached_in_the_house() -> Iterator[None]:
    """Decorate with our cache folder, as Numba reads its setting then; others keep theirs."""
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())
    try:
        yield
    finally:
        config.CACHE_DIR = before


class _MachineCodeAlone(CompileResultCacheImpl):  # type: ignore[misc]
    """What of a compiled function is kept: of its bitcode, which is for functions that call it, the
    names alone. What is cached here is called by Python, or by address."""

    def reduce(self, cres: Any) -> Any:
        """Return what is written to the file."""
        (name, kind, (machine_code, bitcode)), *more = super().reduce(cres)
        return ((name, kind, (machine_code, _names_in(bitcode))), *more)


def _names_in(bitcode: bytes) -> Any:
    """Return bitcode that defines the names that other bitcode does, and nothing to them."""
    module = parse_bitcode(bitcode)
    all_there = [*module.functions, *module.global_variables]
    defined = [f'@"{of.name}" = global i8 0' for of in all_there if not of.is_declaration]
    return parse_assembly("\n".join(defined)).as_bitcode()


_TURN = Turn()  # Numba lets one thread at a time load and compile


class QuickCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache, from which machine code is loaded without what it takes to make it.

    Numba would first import all that it can compile, for a sixth of a second, and read each
    function's bitcode, for a tenth.
    """

    _impl_class = _MachineCodeAlone

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the compiled function of a signature, or None: then the caller has the turn to
        compile it, which ends when that is saved, or another is loaded."""
        found = self._loaded(sig, target_context)
        if found is None:
            _TURN.take(os.path.join(self._cache_path, f"{self._impl.filename_base}.lock"))
            found = self._loaded(sig, target_context)  # somebody may have had an earlier turn
            if found is not None:
                _TURN.give_up()
        return found

    def _loaded(self, sig: Any, target_context: Any) -> Any:
        if BranchCounter.in_use:  # where it counts is no place of another process
            return None
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the compiled function of a signature, and let others load it."""
        try:
            if not BranchCounter.in_use:
                super().save_overload(sig, data)
        finally:
            _TURN.give_up()


class Kernel:
    """A compiled function: an entry when Python calls it, a part when another kernel does.

    Either is made when it is first asked for: most kernels are neither, once all is compiled.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, bool | str]) -> None:
        self._function, self._options = function, options
        update_wrapper(self, function)

    @cached_property
    def entry(self) -> Any:
        """What Python calls."""
        made = numba.njit(**self._options)(self._function)
        with cached_in_the_house():
            made._cache = QuickCache(self._function)
        made.compile = uninterrupted()(made.compile)
        return made

    @cached_property
    def part(self) -> PartDispatcher:
        """What other kernels call."""
        return PartDispatcher(self._function, self._options)

    @cached_property
    def _numba_type_(self) -> types.Type:
        """What compiled code sees."""
        return types.Dispatcher(self.part)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Run the machine code for these arguments, compiled or loaded at the first call."""
        return self.entry(*arguments, **named)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` with the options of the house; the type checker sees it unchanged."""
    return _compiled(function, OPTIONS)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile like `kernel`, and have it inlined wherever it is called: for small hot functions
    that LLVM leaves alone. Measure before and after: it costs compile time at each call."""
    return _compiled(function, {**OPTIONS, "forceinline": True})


def _compiled(function: Callable[P, R], options: dict[str, bool | str]) -> Callable[P, R]:
    return function if config.DISABLE_JIT else cast(Callable[P, R], Kernel(function, options))

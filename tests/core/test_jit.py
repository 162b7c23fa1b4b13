"""What the house decorator promises: no reference counting, no allocation, no stale cache."""

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numba import config
from numba.core.ccallback import CFunc
from tests.kpis.networks import Site, exponential, network

import voltwin_core
from voltwin_bindings.kernel_engine import KernelEngine
from voltwin_bindings.world import build_world
from voltwin_core import swap
from voltwin_core.by_reference import Reference
from voltwin_core.jit import OPTIONS, Kernel, cache_folder, inlined, kernel
from voltwin_core.sources import source_hash
from voltwin_core.station import log_columns

pytestmark = pytest.mark.skipif(config.DISABLE_JIT, reason="about compiled kernels")

CORE = Path(voltwin_core.__file__).parent
COUNTING = ("NRT_incref", "NRT_decref")


def test_what_nobody_calls_costs_nothing() -> None:
    """Some three hundred kernels are imported; the dispatchers of each would take a tenth of a
    second."""
    fresh = kernel(ir_of)
    assert not {"entry", "part", "_numba_type_"} & set(vars(fresh))


# --- reference counting ---------------------------------------------------------------------------


def kernels() -> Iterator[Any]:
    """Yield every compiled function of the core."""
    for found in pkgutil.walk_packages(voltwin_core.__path__, "voltwin_core."):
        module = importlib.import_module(found.name)
        yield from (
            value
            for value in vars(module).values()
            if isinstance(value, Kernel) and value.__module__ == found.name
        )


def ir_of(function: Any) -> str:
    """Return the code of a function and all that it calls, as LLVM sees it after optimisation.

    Compiled anew for the argument types of its last call: what comes from the cache shows nothing.
    """
    fresh = numba.njit(**OPTIONS)(function.entry.py_func)
    return ir_for(fresh, function.entry.signatures[-1])


def ir_for(fresh: Any, types: Any) -> str:
    fresh.compile(types)
    (text,) = fresh.inspect_llvm().values()
    return str(text)


def test_every_kernel_is_compiled_with_the_options_of_the_house() -> None:
    found = list(kernels())
    assert len(found) > 100
    of_all = {name: value for name, value in OPTIONS.items() if name != "forceinline"}
    for compiled in found:
        for options in (compiled.entry.targetoptions, compiled.part.targetoptions):
            assert of_all.items() <= options.items(), compiled
            assert "forceinline" in options, f"{compiled} would inherit it from its first caller"
        assert Path(compiled.entry.stats.cache_path).is_relative_to(cache_folder()), compiled


@pytest.mark.parametrize("function", [swap.advance, log_columns.to_columns])
def test_entry_points_of_the_engine_count_no_references(function: Any) -> None:
    site = Site(ring=40, gap_s=exponential(300.0), patience_s=exponential(600.0))
    engine = KernelEngine(network((site,)), key=1)
    engine.advance(7200.0)
    assert sum(batch.num_rows for batch in engine.drain()) > 20
    text = ir_of(function)
    assert "define" in text
    assert not [name for name in COUNTING if name in text]


def test_what_happens_in_a_run_counts_none_either() -> None:
    world = build_world(network((Site(ring=40),)), 1, 0)
    apart: Any = swap.advance_component
    signature = apart.signature(Reference(numba.typeof(world)))
    fresh = CFunc(apart._function, (signature.args, signature.return_type), {}, OPTIONS)
    fresh.compile()
    text = fresh.inspect_llvm()
    assert "define" in text
    assert not [name for name in COUNTING if name in text]


def test_counted_references_would_be_seen() -> None:
    def same(rows: Any) -> Any:
        return rows

    types = (numba.types.Array(numba.float64, 1, "C"),)
    assert "NRT_incref" in ir_for(numba.njit(same), types)
    assert "NRT_incref" not in ir_for(numba.njit(_nrt=False)(same), types)


def zeros(count: int) -> Any:
    return np.zeros(count)


def scratch(count: int) -> float:
    return float(np.empty(count).sum())


def doubled(count: int) -> int:
    return len([2 * i for i in range(count)])


@pytest.mark.parametrize("function", [zeros, scratch, doubled])
def test_a_kernel_that_allocates_is_refused(function: Any) -> None:
    assert numba.njit(function)(3) is not None
    with pytest.raises(numba.core.errors.NumbaError):
        kernel(function)(3)


def test_kernels_release_the_interpreter_and_divide_like_numpy() -> None:
    @kernel
    def ratio(above: float, below: float) -> float:
        return above / below

    assert ratio(1.0, 0.0) == np.inf
    assert OPTIONS["nogil"] is True


def test_inlined_is_the_same_function() -> None:
    @inlined
    def cubed(x: float) -> float:
        return x * x * x

    @kernel
    def twice_cubed(x: float) -> float:
        return 2.0 * cubed(x)

    assert cubed(3.0) == 27.0
    assert twice_cubed(3.0) == 54.0


# --- the cache ------------------------------------------------------------------------------------


@pytest.fixture(name="sources")
def copied_sources(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(CORE, tmp_path / "voltwin_core", ignore=ignore))


def test_source_hash_is_the_same_wherever_the_sources_lie(sources: Path) -> None:
    assert source_hash(sources) == source_hash(CORE)


@pytest.mark.parametrize(
    "file", ["draws.py", "station/handlers.py", "station/__init__.py", "branches.json"]
)
def test_source_hash_changes_with_the_content_of_any_source(sources: Path, file: str) -> None:
    (sources / file).write_text((sources / file).read_text() + "\n")
    assert source_hash(sources) != source_hash(CORE)


def test_source_hash_changes_with_a_name(sources: Path) -> None:
    (sources / "power.py").rename(sources / "grid.py")
    assert source_hash(sources) != source_hash(CORE)


def test_source_hash_changes_when_a_source_moves_to_another_folder(sources: Path) -> None:
    (sources / "power.py").rename(sources / "station" / "power.py")
    assert source_hash(sources) != source_hash(CORE)


def test_source_hash_changes_with_a_source_more_or_less(sources: Path) -> None:
    (sources / "empty.py").touch()
    with_one_more = source_hash(sources)
    assert with_one_more != source_hash(CORE)
    (sources / "empty.py").unlink()
    (sources / "thermal.py").unlink()
    assert source_hash(sources) not in {source_hash(CORE), with_one_more}


def test_source_hash_ignores_what_is_no_source(sources: Path) -> None:
    (sources / "notes.txt").write_text("not compiled")
    (sources / "__pycache__").mkdir()
    (sources / "__pycache__" / "draws.cpython-311.pyc").write_bytes(b"\0")
    assert source_hash(sources) == source_hash(CORE)


def folder_asked_anew() -> Path:
    return cache_folder.__wrapped__()


def test_cache_folder_is_in_the_cache_folder_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VOLTWIN_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder_asked_anew().parent == tmp_path / "voltwin"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder_asked_anew().parent == tmp_path / ".cache" / "voltwin"


def test_cache_folder_is_where_the_user_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOLTWIN_CACHE_DIR", str(tmp_path / "elsewhere"))
    folder = folder_asked_anew()
    assert folder.parent == tmp_path / "elsewhere"
    assert folder.is_dir()


def test_cache_folder_names_sources_numba_and_numpy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOLTWIN_CACHE_DIR", str(tmp_path))
    name = folder_asked_anew().name
    assert name == f"{source_hash(CORE)}-numba{numba.__version__}-numpy{np.__version__}"


def test_cache_folder_is_temporary_where_none_can_be_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VOLTWIN_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert folder_asked_anew().parent.parent == Path(tempfile.gettempdir())


def test_numbas_own_setting_is_left_alone() -> None:
    before = config.CACHE_DIR

    @kernel
    def same(x: float) -> float:
        return x

    assert same(1.0) == 1.0
    assert before == config.CACHE_DIR


# --- in other processes ---------------------------------------------------------------------------


def python(code: str, *path: Path, **environment: str) -> str:
    """Return what a fresh interpreter prints that finds its packages in `path`."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_kernels_are_cached_in_the_temporary_folder_too(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    places = {"VOLTWIN_CACHE_DIR": str(tmp_path / "file"), "TMPDIR": str(tmp_path)}
    code = "from voltwin_core.power import limit_mw; print(limit_mw(1.0))"
    assert python(code, CORE.parent, **places) == "1000000"
    assert len(list(tmp_path.rglob("power.limit_mw-*.nbc"))) == 1


CALLER = """
from voltwin_core.callee import height
from voltwin_core.jit import kernel

@kernel
def twice() -> float:
    return 2.0 * height()
"""
CALLEE = """
from voltwin_core.jit import kernel

@kernel
def height() -> float:
    return {}
"""
# The decorator without the trap closed: one folder for all versions of the sources.
PLAIN_JIT = "import numba\nkernel = numba.njit(cache=True)\n"


def results_before_and_after_a_change(package: Path, **environment: str) -> list[str]:
    """Return what the caller gives before and after a change of the function that it calls."""
    (package / "caller.py").write_text(CALLER)
    results = []
    for value in ("1.0", "5.25"):
        (package / "callee.py").write_text(CALLEE.format(value))
        code = "from voltwin_core.caller import twice; print(twice())"
        results.append(python(code, package.parent, **environment))
    return results


def test_a_changed_callee_is_compiled_anew(sources: Path, tmp_path: Path) -> None:
    cache = {"VOLTWIN_CACHE_DIR": str(tmp_path / "cache")}
    assert results_before_and_after_a_change(sources, **cache) == ["2.0", "10.5"]
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_without_the_folders_name_the_old_callee_would_go_on(tmp_path: Path) -> None:
    package = tmp_path / "voltwin_core"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "jit.py").write_text(PLAIN_JIT)
    cache = {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    assert results_before_and_after_a_change(package, **cache) == ["2.0", "2.0"]

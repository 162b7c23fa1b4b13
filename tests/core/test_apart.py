"""A kernel apart is compiled when it is prepared, and then is a function like any other."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from numba import config
from numba.core.errors import TypingError

from voltwin_core.apart import apart, prepare
from voltwin_core.by_reference import by_reference
from voltwin_core.jit import kernel

ROOT = Path(__file__).resolve().parents[2]
compiled = pytest.mark.skipif(config.DISABLE_JIT, reason="about compiled kernels")


class Shop(NamedTuple):
    stock: npt.NDArray[np.int64]
    prices: npt.NDArray[np.float64]


class Annex(NamedTuple):
    stock: npt.NDArray[np.int64]


@kernel
def taken(shop: Shop, i: int, count: int) -> int:
    shop.stock[i] -= count
    return count


@apart
def buy(shop: Shop, i: int, count: int, discount: float) -> float:
    return float(taken(shop, i, count) * shop.prices[i] * (1.0 - discount))


@apart
def restock(shop: Shop, i: int) -> None:
    shop.stock[i] = 10


@apart
def left(shop: Shop) -> int:
    return int(shop.stock[0] + shop.stock[1])


@kernel
def afternoon(world: Shop, narrow: Any) -> float:
    """Buy with integers of any width, and fill up again what was sold out."""
    shop = by_reference(world)
    paid = buy(shop, 0, narrow, 0.5)
    if left(shop) < 7:
        restock(shop, 0)
    return paid + buy(shop, 1, 2, 0.0)


@kernel
def spree(world: Shop, often: int) -> float:
    paid, shop = 0.0, by_reference(world)
    for _ in range(often):
        paid += buy(shop, 0, 1, 0.0)
    return paid


def shop() -> Shop:
    return Shop(np.array([4, 5]), np.array([3.0, 0.25]))


def prepared() -> Shop:
    world = shop()
    for function in (buy, restock, left):
        prepare(function, world)
    return world


def test_it_is_called_like_any_other_function() -> None:
    world = prepared()
    assert afternoon(world, np.int32(3)) == 3 * 3.0 * 0.5 + 2 * 0.25
    assert world.stock.tolist() == [10, 3]


def test_it_writes_to_the_world_that_it_is_given() -> None:
    worlds = [prepared(), prepared()]
    assert spree(worlds[1], 3) == 9.0
    assert [world.stock[0] for world in worlds] == [4, 1]


def test_it_may_be_prepared_again() -> None:
    assert spree(prepared(), 2) == spree(prepared(), 2) == 6.0


@compiled
def test_it_is_prepared_for_worlds_of_one_type() -> None:
    prepared()
    with pytest.raises(TypeError, match="buy is prepared for a world of another type"):
        prepare(buy, Annex(np.array([1])))


@compiled
def test_a_world_by_value_is_refused() -> None:
    @kernel
    def by_value(world: Shop) -> int:
        return left(world)

    with pytest.raises(TypingError):
        by_value(shop())


def in_another_process(code: str, cache: Path) -> Any:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", f"from tests.core import test_apart as t\n{code}"],
        env={**os.environ, "VOLTWIN_CACHE_DIR": str(cache)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@compiled
def test_another_process_finds_it_and_its_caller_in_the_cache(tmp_path: Path) -> None:
    code = "print(t.spree(t.prepared(), 2), t.buy._jumped_to.cache_hits, *t.spree.entry.stats[1:])"
    first, second = (in_another_process(code, tmp_path) for _ in range(2))
    assert not first.stderr + second.stderr
    assert first.stdout.startswith("6.0 0 Counter() Counter({")
    assert second.stdout.startswith("6.0 1 Counter({")


@compiled
def test_a_call_before_it_is_prepared_ends_the_process(tmp_path: Path) -> None:
    done = in_another_process("t.spree(t.shop(), 2)", tmp_path)
    assert done.returncode == -signal.SIGABRT
    assert "buy was called before it was prepared" in done.stderr

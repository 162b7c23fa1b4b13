"""One class is dtype, table and attribute access at once."""

import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Annotated

import numpy as np
import pytest

import voltwin_core
from voltwin_core.jit import kernel
from voltwin_core.record import F64, I8, I32, I64, U64, Record, Table, as_array


class Tank(Record):
    """A row of fields of several sizes."""

    level_m: F64
    open: I8
    number: I32
    key: U64
    pumped: I64
    scale: Annotated[float, np.float32]


@kernel
def pump(tanks: Table[Tank], i: int, metres: float) -> int:
    tank = tanks[i]
    tank.level_m += metres
    tank.pumped += 1
    return len(tanks)


def test_dtype_has_the_fields_of_the_class_in_their_order() -> None:
    assert Tank.dtype.names == ("level_m", "open", "number", "key", "pumped", "scale")
    kinds = [Tank.dtype[name] for name in Tank.dtype.names]
    assert kinds == [np.float64, np.int8, np.int32, np.uint64, np.int64, np.float32]


def test_dtype_is_aligned_like_a_struct_of_c() -> None:
    assert Tank.dtype.isalignedstruct
    fields = Tank.dtype.fields
    assert fields is not None
    for kind, offset, *_ in fields.values():
        assert offset % kind.itemsize == 0


def test_table_has_rows_of_zeros() -> None:
    tanks = Tank.table(3)
    assert len(tanks) == 3
    assert as_array(tanks).tolist() == [(0.0, 0, 0, 0, 0, 0.0)] * 3
    assert len(Tank.table(0)) == 0


def test_adopted_table_is_the_same_memory() -> None:
    rows = np.zeros(2, Tank.dtype)
    tanks = Tank.adopt(rows)
    rows["number"] = 7
    assert as_array(tanks)["number"].tolist() == [7, 7]
    assert np.shares_memory(as_array(tanks), rows)


@pytest.mark.parametrize(
    "other",
    [
        np.float64,
        [("level_m", np.float64)],
        [(name, Tank.dtype[name]) for name in Tank.dtype.names or ()],  # packed, not aligned
    ],
)
def test_adopting_another_dtype_is_an_error(other: np.typing.DTypeLike) -> None:
    with pytest.raises(TypeError, match="a table of Tank has another dtype"):
        Tank.adopt(np.zeros(2, other))


def test_kernels_write_to_the_table() -> None:
    tanks = Tank.table(2)
    assert pump(tanks, 1, 0.5) == 2
    assert pump(tanks, 1, 0.25) == 2
    assert as_array(tanks)["level_m"].tolist() == [0.0, 0.75]
    assert as_array(tanks)["pumped"].tolist() == [0, 2]


def record_types() -> Iterator[type[Record]]:
    """Yield every row type of the core."""
    for found in pkgutil.walk_packages(voltwin_core.__path__, "voltwin_core."):
        importlib.import_module(found.name)
    yield from (kind for kind in Record.__subclasses__() if kind.__module__.startswith("voltwin_"))


def test_no_field_is_hidden_by_an_attribute_of_numpys_rows() -> None:
    """Plain Python would read NumPy's `row.size`, 1, in place of a field of that name."""
    hidden = {
        f"{kind.__name__}.{name}"
        for kind in record_types()
        for name in kind.dtype.names or ()
        if hasattr(np.record, name)
    }
    assert hidden == set()


PLAIN_PYTHON = """
import numpy as np
from voltwin_core.calendar import Step
from voltwin_core.record import as_array

steps = Step.table(2)
assert isinstance(as_array(steps), np.recarray)
steps[1].value = 2.5
row = steps[1]
row.value += 1.0
assert as_array(steps)["value"].tolist() == [0.0, 3.5]
assert as_array(Step.adopt(np.zeros(1, Step.dtype))).tolist() == [(0.0, 0.0)]
"""


def test_plain_python_reads_and_writes_fields_as_attributes() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    subprocess.run([sys.executable, "-W", "error", "-c", PLAIN_PYTHON], env=environment, check=True)

"""Typed tables: one class is NumPy dtype, Numba record and the type checker's type at once.

class Charger(Record):
    power_kw: Annotated[float, np.float64]  # grid side [kW]

chargers = Charger.table(20)       # a NumPy structured array, all zero
chargers[3].power_kw               # inside a kernel; a float to the type checker
"""

from typing import (
    Annotated,
    Any,
    ClassVar,
    Protocol,
    Self,
    TypeVar,
    cast,
    get_args,
    get_type_hints,
)

import numpy as np
from numba import config

F64 = Annotated[float, np.float64]
I64 = Annotated[int, np.int64]
I32 = Annotated[int, np.int32]
I8 = Annotated[int, np.int8]
U64 = Annotated[int, np.uint64]


R_co = TypeVar("R_co", covariant=True)


class Table(Protocol[R_co]):
    """What a kernel may do with a table: index a row, and ask how many there are."""

    def __getitem__(self, index: int) -> R_co: ...
    def __len__(self) -> int: ...


class Record:
    """Base of all row types; the fields of a subclass are `Annotated[python type, numpy type]`."""

    dtype: ClassVar[np.dtype[Any]]

    def __init_subclass__(cls) -> None:
        hints = get_type_hints(cls, include_extras=True)
        fields = [(name, get_args(hints[name])[1]) for name in cls.__annotations__]
        cls.dtype = np.dtype(fields, align=True)

    @classmethod
    def table(cls, rows: int) -> Table[Self]:
        """Return a table of `rows` rows, all fields zero."""
        return cls.adopt(np.zeros(rows, cls.dtype))

    @classmethod
    def adopt(cls, rows: np.ndarray[Any, Any]) -> Table[Self]:
        """Return a structured array as a table of this type.

        With NUMBA_DISABLE_JIT=1 it becomes a record array, so that plain Python reads fields as
        attributes too; compiled code takes plain structured arrays, which are quicker to pass.

        Raises:
            TypeError: the array has another dtype.
        """
        if rows.dtype != cls.dtype:
            raise TypeError(f"a table of {cls.__name__} has another dtype: {rows.dtype}")
        return cast(Table[Self], rows.view(np.recarray) if config.DISABLE_JIT else rows)


def as_array(table: Table[Any]) -> np.ndarray[Any, Any]:
    """Return the structured array behind a table (the same memory)."""
    return cast("np.ndarray[Any, Any]", table)

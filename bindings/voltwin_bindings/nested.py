"""A world as named arrays, and back: found by walking its NamedTuples, so that a table added later
is included by itself.

flat = flattened(world)
flat.arrays["demand.states"]
world = rebuilt(World, flat)
"""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np

from voltwin_core.record import Record, Table

Array = np.ndarray[Any, Any]
T = TypeVar("T", bound=tuple[Any, ...])


class Flat(NamedTuple):
    """Arrays by their path in nested NamedTuples, such as `demand.states`.

    An array that stands in several places is there once; `shared` leads from its other paths to the
    one that it is found at.
    """

    arrays: dict[str, Array]
    shared: dict[str, str]


def flattened(nested: tuple[Any, ...]) -> Flat:
    """Return the arrays of nested NamedTuples, not copied."""
    flat, path_of = Flat({}, {}), dict[tuple[int, int], str]()
    for path, array in _walk(nested, ""):
        memory = array.ctypes.data if array.nbytes else id(array), array.nbytes
        first = path_of.setdefault(memory, path)
        if first == path:
            flat.arrays[path] = array
        else:
            flat.shared[path] = first
    return flat


def every_array(nested: tuple[Any, ...], prefix: str) -> dict[str, Array]:
    """Return the arrays of nested NamedTuples by their paths behind a prefix, not copied; one that
    stands in several places, by each of them."""
    return dict(_walk(nested, prefix))


def rebuilt(kind: type[T], flat: Flat) -> T:
    """Return nested NamedTuples made of these arrays, not copied.

    Args:
        kind: the outermost NamedTuple; its fields are tables, arrays, or NamedTuples again.
        flat: as `flattened` returns it; the rows of tables may be plain bytes (NumPy's void).

    Raises:
        ValueError: an array is missing, or of another type than its place asks for.
    """
    return cast(T, _rebuilt(kind, flat, ""))


def copied(nested: T, but: tuple[str, ...] = ()) -> T:
    """Return nested NamedTuples whose arrays are copies; what was shared in them still is.

    Args:
        nested: NamedTuples of arrays.
        but: how the paths begin of arrays that are not copied.
    """
    flat = flattened(nested)
    copies = {
        path: array if path.startswith(but) else array.copy() for path, array in flat.arrays.items()
    }
    return rebuilt(type(nested), Flat(copies, flat.shared))


def _walk(nested: Any, path: str) -> Iterator[tuple[str, Array]]:
    for name, value in zip(nested._fields, nested, strict=True):
        if isinstance(value, tuple):
            yield from _walk(value, f"{path}{name}.")
        else:
            yield path + name, value


def _rebuilt(kind: type[Any], flat: Flat, path: str) -> Any:
    hints = get_type_hints(kind)
    return kind(**{name: _part(hints[name], flat, path + name) for name in kind._fields})


def _part(hint: Any, flat: Flat, path: str) -> Any:
    """Return what belongs to a path, by the type hint of its field."""
    if isinstance(hint, type) and issubclass(hint, tuple):
        return _rebuilt(hint, flat, f"{path}.")
    if get_origin(hint) is Table:
        row = cast("type[Record]", get_args(hint)[0])
        return row.adopt(_array(flat, path, row.dtype))
    scalar = get_args(get_args(hint)[1])[0]  # of npt.NDArray[scalar]
    return _array(flat, path, np.dtype(scalar))


def _array(flat: Flat, path: str, dtype: np.dtype[Any]) -> Array:
    array = flat.arrays.get(flat.shared.get(path, path))
    if array is not None and array.dtype == np.dtype((np.void, dtype.itemsize)):
        array = array.view(dtype)
    if array is None or array.dtype != dtype:
        held = "missing" if array is None else f"of {array.dtype}"
        raise ValueError(f"{path} is {held} where {dtype} is expected")
    return array

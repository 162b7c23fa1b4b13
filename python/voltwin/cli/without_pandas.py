"""Commands without pandas: Arrow imports it, where it is installed, to know its frames. No command
of ours has any, and the import takes a fifth of a second."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _NotNow(MetaPathFinder):
    """Denies that there is pandas."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError("no command needs pandas", name=name)
        return None


@contextmanager
def without_pandas() -> Iterator[None]:
    """Have whoever could do with or without pandas, as Arrow, do without."""
    finder = _NotNow()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def with_pandas() -> Iterator[None]:
    """Have a library that cannot do without pandas import it, in a command too."""
    denied = [finder for finder in sys.meta_path if isinstance(finder, _NotNow)]
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder not in denied]
    try:
        yield
    finally:
        sys.meta_path[:0] = denied

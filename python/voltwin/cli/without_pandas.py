"""Commands without pandas: Arrow imports it, where it is installed, to know its frames. No command
has any, and the import takes a fifth of a second."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _NotNow(MetaPathFinder):
    """Denies that there is pandas once: Arrow asks once."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "pandas":
            sys.meta_path.remove(self)
            raise ModuleNotFoundError("pandas is not needed here", name=name)
        return None


def keep_pandas_out() -> None:
    """Have Arrow, if it has not been imported yet, go without pandas."""
    if "pyarrow" not in sys.modules:
        sys.meta_path.insert(0, _NotNow())

"""The plain models that the engines are held against: files of the repository, not installed."""

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import voltwin


@cache
def rival(name: str) -> ModuleType:
    """Return `benchmarks/<name>.py` as a module.

    Raises:
        ValueError: there is no such file, as where Voltwin is installed from a wheel.
    """
    file = Path(voltwin.__file__).parents[2] / "benchmarks" / f"{name}.py"
    spec = spec_from_file_location(f"voltwin_rival_{name}", file) if file.is_file() else None
    if spec is None or spec.loader is None:
        raise ValueError(
            f"benchmarks/{name}.py is not here: this figure needs a checkout of the repository, "
            "installed with pip install -e ."
        )
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module

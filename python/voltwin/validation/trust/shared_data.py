"""Published values and measurements that are no part of Voltwin, where they are at hand."""

import os
from pathlib import Path

VARIABLE = "VOLTWIN_SHARED"  # of the environment: the folder of these files
_BESIDE = Path(__file__).resolve().parents[5] / "shared"  # beside the sources


def shared_file(name: str) -> Path | None:
    """Return a file by its path in the folder; None if it is not there."""
    file = Path(os.environ.get(VARIABLE) or _BESIDE) / name
    return file if file.is_file() else None


def how_to_get(name: str) -> str:
    """Return why a check of this file is skipped, and how to have it run."""
    return f"{name} is not here; set {VARIABLE} to the folder that has it"

"""Where reference values and data sets shared between projects lie, if they are there."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

_BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
FOLDER = Path(os.environ.get("VOLTWIN_SHARED") or _BESIDE)


def shared_file(name: str) -> Path:
    """Return a shared file; the test that asks for one that is not there is skipped."""
    file = FOLDER / name
    if not file.is_file():
        pytest.skip(f"{name} is not in {FOLDER}; VOLTWIN_SHARED names another folder")
    return file


def reference_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of one kind in the shared reference values."""
    text = shared_file("validation/reference_values.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text)[name]
    return cases

"""Real tariffs and prices, kept beside the project and not in it."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("VOLTWIN_SHARED", Path(__file__).parents[3] / "shared"))


def real(*parts: str) -> Path:
    """Return a file of the real data; skip the test if it is not there."""
    file = SHARED.joinpath(*parts)
    if not file.is_file():
        pytest.skip(f"real data: {file.name} is not beside the project")
    return file

"""Small tables of stations, written and understood."""

from pathlib import Path
from typing import Any

import pytest

from voltwin.importing import Understanding, understand
from voltwin.scenario import ScenarioError

PLAIN = "name,lon,lat,swaps per day\nGate,10.0,53.0,240\nPort,10.5,53.5,480\n"


def understood(folder: Path, text: str | bytes, name: str = "t.csv", **told: Any) -> Understanding:
    """Return what a table with this text is understood to hold."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return understand(file, **told)


def refused(folder: Path, text: str | bytes, name: str = "t.csv", **told: Any) -> list[str]:
    """Return the lines with which a table is refused."""
    with pytest.raises(ScenarioError) as caught:
        understood(folder, text, name, **told)
    return [line.replace(f"{folder}/", "") for line in caught.value.lines]

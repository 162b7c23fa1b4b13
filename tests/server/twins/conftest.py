"""What tests of twins begin with."""

from pathlib import Path

import pytest
from tests.server.twins.place import beginning
from tests.server.twins.test_folder import RECORD

from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.record import Position


@pytest.fixture
def folder(tmp_path: Path) -> TwinFolder:
    """Return the folder of a new twin, which stands at its start."""
    return new_folder(tmp_path, RECORD, beginning().recipe, Position())

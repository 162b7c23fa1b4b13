"""The check of another process finds one that does something else."""

import pytest
from tests.validation.known_errors.verdicts import asked

from voltwin.validation.known_errors import other_process
from voltwin.validation.trust.effort import Effort
from voltwin_core.draws import run_key


def test_other_bytes_in_another_process_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_process, "_SCENARIOS", {Effort.QUICK: 1})
    monkeypatch.setattr(other_process, "_KEY", run_key(other_process.SEED + 1, 0))
    assert asked(other_process.CHECK) == [  # a snapshot brings its own key along
        "logs with other bytes there",
        "sums with other bytes there, on 3 threads",
    ]

"""Who gives a twin too many commands is refused, and nobody else."""

from pathlib import Path

import pytest
from tests.server.twins.place import beginning, place_in
from tests.server.twins.test_folder import RECORD

from voltwin_server.limits.allowance import Allowance
from voltwin_server.problems import TOO_MANY_COMMANDS, ProblemError
from voltwin_server.twins import known as module
from voltwin_server.twins.folder import new_folder
from voltwin_server.twins.journal import entries
from voltwin_server.twins.known import AT_ONCE_S, Known
from voltwin_server.twins.record import Position

PER_S = 5


def test_each_caller_may_give_so_many_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(module, "monotonic", lambda: now)
    folder = new_folder(tmp_path, RECORD, beginning().recipe, Position())
    known = Known.of(RECORD, folder, Position())
    for _ in range(PER_S * AT_ONCE_S):
        known.refuse_hasty("ann", PER_S)
    with pytest.raises(ProblemError) as refused:
        known.refuse_hasty("ann", PER_S)
    assert refused.value.kind is TOO_MANY_COMMANDS
    assert int((refused.value.headers or {})["Retry-After"]) * PER_S >= 1
    known.refuse_hasty("bob", PER_S)
    now += 1.0
    for _ in range(PER_S):
        known.refuse_hasty("ann", PER_S)
    with pytest.raises(ProblemError):
        known.refuse_hasty("ann", PER_S)


def test_what_is_refused_so_reaches_no_twin(tmp_path: Path) -> None:
    with place_in(tmp_path) as place:
        twin = place.create()
        known = place.twins.get(twin)
        known.allowances["ann"] = Allowance(0.0, 0.0)
        with pytest.raises(ProblemError, match="more than"):
            place.do(twin, do="play")
        assert known.state == "asleep"
        assert not list(entries(known.folder.journal))

"""Twins that sleep: they wake where they were, or are simulated anew to there."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest
from tests.twin.far_away import NONE_LEFT, far_away
from tests.twin.random_twins import differences
from tests.twin.small_town import town

from voltwin import SnapshotError, Twin
from voltwin.simulation import Simulation
from voltwin.twin.sleeping import FILE
from voltwin_bindings import kernel_state
from voltwin_bindings.engine import EngineError

WALL = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def twin() -> Twin:
    twin = Twin.of(town(), seed=3)
    twin.advance(30_000.25)
    twin.make({"kind": "surge", "factor": 2.0, "for": "3h"}, by="ann")
    twin.make({"kind": "close", "at": "5h", "for": "1h"}, by="ann")
    return twin


def is_the_same(one: Twin, other: Twin) -> bool:
    return (
        (one.now, one.recipe, one.scenario) == (other.now, other.recipe, other.scenario)
        and one.kpis().total.to_pylist() == other.kpis().total.to_pylist()
        and list(differences(one)) == []
    )


def test_it_wakes_where_it_was_and_goes_on(twin: Twin, tmp_path: Path) -> None:
    twin.sleep(tmp_path / "far" / "away")
    again = Twin.wake(tmp_path / "far" / "away")
    assert is_the_same(again, twin)
    for one in (again, twin):
        one.make({"kind": "open", "at": "5h 30min"}, by="bob", wall=WALL)
        one.advance("20h")
        one.seek("19h")
    assert is_the_same(again, twin)


def test_it_may_be_sought_backwards_and_intervened_in_at_once(twin: Twin, tmp_path: Path) -> None:
    twin.sleep(tmp_path)
    again = Twin.wake(tmp_path, budget_bytes=0)
    again.seek("1h")
    assert list(differences(again)) == []
    again.make({"kind": "close"}, by="bob")
    again.advance("6h")
    assert list(differences(again)) == []


def test_by_another_build_it_is_simulated_anew(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other_build:
        origin = {**kernel_state._origin(), "kernel": "other"}
        other_build.setattr(kernel_state, "_origin", lambda: origin)
        twin.sleep(tmp_path)
    assert is_the_same(Twin.wake(tmp_path), twin)


def test_how_far_it_has_come_is_not_simulated_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made in its past since may be in the way."""
    twin = Twin.of(far_away())
    twin.advance("1d")
    twin.seek("3h")
    twin.make(NONE_LEFT, by="ann")
    twin.sleep(tmp_path)
    origin = {**kernel_state._origin(), "kernel": "other"}
    for build in (kernel_state._origin(), origin):
        monkeypatch.setattr(kernel_state, "_origin", partial(dict, build))
        again = Twin.wake(tmp_path)
        assert (again.now, again.reached) == (3 * 3600.0, 86_400.0)
        with pytest.raises(EngineError, match="near"):
            again.seek("1d")


def test_what_is_interrupted_leaves_the_former(
    twin: Twin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin.sleep(tmp_path)
    former = (tmp_path / FILE).read_bytes()
    twin.advance("10h")

    def no_space(*_: object) -> NoReturn:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as full_disk:
        full_disk.setattr(Path, "replace", no_space)
        with pytest.raises(SnapshotError, match="cannot be written"):
            twin.sleep(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).read_bytes() == former
    assert Twin.wake(tmp_path).now == 30_000.25


def test_a_damaged_or_missing_one_is_said_to_be(twin: Twin, tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="there is no such file"):
        Twin.wake(tmp_path)
    twin.sleep(tmp_path)
    data = bytearray((tmp_path / FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(SnapshotError, match="damaged"):
        Twin.wake(tmp_path)


def test_the_snapshot_of_a_run_is_no_twin(tmp_path: Path) -> None:
    Simulation(town()).snapshot(tmp_path / FILE)
    with pytest.raises(SnapshotError, match="is the snapshot of a run, not of a twin"):
        Twin.wake(tmp_path)


def test_a_file_is_no_folder(twin: Twin, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SnapshotError, match="cannot be made"):
        twin.sleep(tmp_path / "file" / "twin")

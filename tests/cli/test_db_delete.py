"""`voltwin db delete`: a run that stands alone, an experiment as a whole, a scenario that nothing
needs; nothing unasked."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.contract import CITY

import voltwin
from voltwin.cli.command_error import CommandError
from voltwin.cli.db_delete import delete
from voltwin.cli.failures import WRONG_INPUT, exit_status
from voltwin.experiment.comparison import compare
from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import NeededError, StoreError, UnknownIdError
from voltwin.store.records import RunRecord, Status
from voltwin.store.uuid7 import uuid7


@pytest.fixture
def url(tmp_path: Path) -> str:
    return str(tmp_path / "store")


def runs_in(url: str) -> list[RunRecord]:
    store = EmbeddedStore(Path(url))
    try:
        return store.runs()
    finally:
        store.close()


def test_a_run_is_deleted_once_it_is_said_so(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    voltwin.run(CITY, until="1h", store=url)
    (run,) = runs_in(url)
    delete(url, str(run.id), yes=False)
    assert "Nothing was deleted" in capsys.readouterr().out
    assert runs_in(url) == [run]
    delete(url, str(run.id), yes=True)
    assert capsys.readouterr().out == f"{run.id}: 1 run, COMPLETED: deleted\n"
    assert runs_in(url) == []


def test_an_experiment_is_deleted_as_a_whole(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    compare(CITY, {"more": ["stations[*].bays += 1"]}, replications=2, until="1h", store=url)
    first, second = runs_in(url)
    with pytest.raises(StoreError, match=f"voltwin db delete {first.experiment_id}$"):
        delete(url, str(second.id), yes=True)
    assert len(runs_in(url)) == 2
    delete(url, str(first.experiment_id), yes=True)
    assert "2 runs, COMPLETED: deleted" in capsys.readouterr().out
    assert runs_in(url) == []


def test_what_is_being_written_or_not_there_is_refused(url: str) -> None:
    voltwin.run(CITY, until="1h", store=url)
    (run,) = runs_in(url)
    store = EmbeddedStore(Path(url))
    new = uuid7()
    store.add_runs([replace(run, id=new, experiment_id=new, status=Status.PENDING)])
    store.set_status(new, Status.RUNNING)
    store.close()
    with pytest.raises(StoreError, match="is being written"):
        delete(url, str(new), yes=True)
    with pytest.raises(UnknownIdError):
        delete(url, str(uuid7()), yes=True)
    assert len(runs_in(url)) == 2


def test_a_scenario_goes_when_its_runs_are_gone(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    voltwin.run(CITY, until="1h", store=url)
    (run,) = runs_in(url)
    with pytest.raises(NeededError, match=f"1 run is of it .{run.id}.; delete these first"):
        delete(url, str(run.scenario_id), yes=True)
    delete(url, str(run.id), yes=True)
    capsys.readouterr()
    delete(url, str(run.scenario_id), yes=False)
    what = f'{run.scenario_id}: scenario "{CITY.name}", 4 stations'
    assert capsys.readouterr().out == f"{what}\nNothing was deleted; with --yes it is.\n"
    delete(url, str(run.scenario_id), yes=True)
    assert capsys.readouterr().out == f"{what}: deleted\n"
    with pytest.raises(UnknownIdError, match=f"no run, experiment or scenario {run.scenario_id}"):
        delete(url, str(run.scenario_id), yes=True)


def test_what_is_no_id_is_told_how_one_looks_and_where_there_are_some(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError) as caught:
        delete(url, "nonsense", yes=True)
    assert exit_status(caught.value) == WRONG_INPUT
    said = capsys.readouterr().err
    assert said.startswith('Error: ID: given "nonsense", must be written as in 0190c5a1-')
    assert "run.json and store.json" in said
    assert said.count("\n") == 1


def test_asking_for_a_deletion_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="typo: there is no store"):
        delete(str(tmp_path / "typo"), str(uuid7()), yes=True)
    assert list(tmp_path.iterdir()) == []

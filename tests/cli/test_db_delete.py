"""`voltwin db delete`: a run that stands alone, an experiment as a whole, nothing unasked."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.contract import CITY

import voltwin
from voltwin.cli.db import delete_experiment
from voltwin.experiment.comparison import compare
from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import StoreError, UnknownIdError
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
    delete_experiment(url, run.id, yes=False)
    assert "Nothing was deleted" in capsys.readouterr().out
    assert runs_in(url) == [run]
    delete_experiment(url, run.id, yes=True)
    assert capsys.readouterr().out == f"{run.id}: 1 run, COMPLETED: deleted\n"
    assert runs_in(url) == []


def test_an_experiment_is_deleted_as_a_whole(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    compare(CITY, {"more": ["stations[*].bays += 1"]}, replications=2, until="1h", store=url)
    first, second = runs_in(url)
    with pytest.raises(StoreError, match=f"voltwin db delete {first.experiment_id}$"):
        delete_experiment(url, second.id, yes=True)
    assert len(runs_in(url)) == 2
    delete_experiment(url, first.experiment_id, yes=True)
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
        delete_experiment(url, new, yes=True)
    with pytest.raises(UnknownIdError):
        delete_experiment(url, uuid7(), yes=True)
    assert len(runs_in(url)) == 2

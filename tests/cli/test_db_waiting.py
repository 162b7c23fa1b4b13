"""`voltwin db waiting` and `deliver`: what was left over is found, and delivered from there."""

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.experiment.small_city import small_city, small_plan

import voltwin
from voltwin import run_in_store
from voltwin.cli.db_deliver import deliver_folder, show_waiting
from voltwin.experiment import sink
from voltwin.experiment.comparison import course_of
from voltwin.experiment.conduct import conduct
from voltwin.left_over import left_over_in
from voltwin.run_folder.folder_error import FolderError
from voltwin.store.embedded import EmbeddedStore
from voltwin.store.interface import ABANDONED, StoreUnavailableError
from voltwin.store.outbox.files import held
from voltwin.store.records import RunRecord, Status


def away(*_: Any) -> bool:
    """Stand for a store that does not answer."""
    raise StoreUnavailableError("it is away")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return str(tmp_path / "a store")


@pytest.fixture
def results(tmp_path: Path, url: str) -> Path:
    """Give a folder with a run and an experiment of which nothing has reached their store."""
    place, plan = tmp_path / "results", small_plan(replications=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_in_store, "PATIENCE_S", 0.0)
        patch.setattr(sink, "PATIENCE_S", 0.0)
        patch.setattr(EmbeddedStore, "write", away)
        with pytest.warns(UserWarning, match="voltwin db deliver"):
            voltwin.run(small_city(), folder=place / "a run", report=False, store=url)
        how = {"store": url, "announce": lambda words: None}
        conduct(plan, course_of(plan), folder=place / "deep" / "e", **how)
    return place


def runs_in(url: str) -> list[RunRecord]:
    store = EmbeddedStore(url)
    try:
        return store.runs()
    finally:
        store.close()


def test_each_is_told_with_the_command_that_delivers_it(
    results: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_waiting(results, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    alone = next(run for run in runs_in(url) if run.experiment_id == run.id)
    folder, _, told = lines[0].partition(": ")
    assert folder == f"{results}/a run.outbox-{alone.id}"
    assert re.fullmatch(r"2 parts, 0\.[0-9] MB, since 20[-0-9]+ [0-9:]+ UTC \([0-9]+min\)", told)
    assert lines[1] == f"  run {alone.id}, for the store {url}"
    both = {shlex.join(["voltwin", "db", "deliver", str(results / name), "--store", url])
            for name in ("a run", "deep/e")}  # fmt: skip
    assert {line.strip() for line in lines[2::3]} == both
    assert lines[3].startswith(f"{results}/deep/e/outbox: ")
    assert lines[4].startswith("  experiment ")
    assert len(lines) == 6


def test_it_is_told_to_programs(
    results: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_waiting(results, as_json=True)
    run, experiment = json.loads(capsys.readouterr().out)
    assert (run["kind"], run["parts"], run["store"]) == ("run", 2, url)
    assert run["results"] == str(results / "a run")
    assert (experiment["kind"], experiment["is_being_delivered"]) == ("experiment", False)
    assert experiment["bytes"] > 0
    assert {run["id"], experiment["id"]} == {str(one.experiment_id) for one in runs_in(url)}


@pytest.mark.parametrize("given_up", [True, False])
def test_what_is_told_delivers(
    results: Path, url: str, capsys: pytest.CaptureFixture[str], given_up: bool
) -> None:
    if given_up:
        store = EmbeddedStore(url)
        for experiment in {run.experiment_id for run in store.runs()}:
            store.set_status(experiment, Status.FAILED, error=ABANDONED)
        store.close()
    for one in left_over_in(results):
        assert (one.results, one.store) == (one.of, url)
        deliver_folder(one.of, url)
        assert "delivered: " in capsys.readouterr().out
        deliver_folder(one.of, url)
        assert capsys.readouterr().out == "nothing is left to deliver\n"
    show_waiting(results, as_json=False)
    assert capsys.readouterr().out == f"{results}: nothing in it waits for a store\n"
    assert {run.status for run in runs_in(url)} == {Status.COMPLETED}
    assert len(runs_in(url)) == 3


def test_the_outbox_of_an_experiment_may_be_named_itself(
    results: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver_folder(results / "deep" / "e" / "outbox", url)
    assert "delivered: " in capsys.readouterr().out
    assert [one.kind for one in left_over_in(results)] == ["run"]


def test_what_goes_on_or_was_killed_is_told_so(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (results / "a run").rename(results / "elsewhere")
    (results / "deep" / "e" / "result.json").unlink()
    show_waiting(results, as_json=False)
    said = capsys.readouterr().out
    assert "for a store that nothing names" in said
    assert f"{results}/a run has no results: if it was killed, delete this folder" in said
    assert f"it is not finished: give its command once more, with --out {results}/deep/e" in said
    with held(results / "deep" / "e" / "outbox"):
        show_waiting(results / "deep", as_json=False)
    assert capsys.readouterr().out.endswith("\n  a process delivers it\n")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="nowhere: there is no such folder"):
        show_waiting(tmp_path / "nowhere", as_json=False)
    assert left_over_in(tmp_path) == []


def test_what_only_the_journal_has_waits_too(
    results: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(results / "deep" / "e" / "outbox")
    show_waiting(results / "deep", as_json=False)
    assert f"voltwin db deliver {results}/deep/e --store" in capsys.readouterr().out
    deliver_folder(results / "deep" / "e", url)
    assert left_over_in(results / "deep") == []

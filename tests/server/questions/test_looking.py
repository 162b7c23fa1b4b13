"""The run of a twin is looked through a moment at a time, and shared by twins of one recipe."""

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

import pytest
from tests.server.twins.place import RECIPE, beginning
from tests.server.twins.test_folder import RECORD

from voltwin.history.history import History
from voltwin.history.marks import Kind, Rule
from voltwin.history.unfolding import Unfolding
from voltwin.store.uuid7 import uuid7
from voltwin_server.problems import ProblemError
from voltwin_server.questions import looking, unfoldings
from voltwin_server.questions.looking import USUAL, Looked, Wanted
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.journal import Journal
from voltwin_server.twins.record import Position

PLENTY = 1 << 30
KINDS: tuple[Kind, ...] = ("stockout", "queue", "limit", "loss")
EVERY = Wanted(KINDS, None, 1, 0.0)
CLOSE = {"kind": "close", "at": "1h", "stations": ["south"], "for": "1h"}
OUT = {"kind": "charger_out", "at": "1h", "station": "south", "charger": "all", "for": "20h"}
MADE = {"number": 1, "by": "ann", "wall": "2026-11-22T09:34:45+00:00", "what": CLOSE}


@pytest.fixture(autouse=True)
def _by_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question simulates as little as it can, and nothing is known from before."""
    monkeypatch.setattr(unfoldings, "_UNFOLDINGS", OrderedDict())
    monkeypatch.setattr(unfoldings, "_SOURCES", OrderedDict())
    monkeypatch.setattr(looking, "_MOMENT_S", 0.0)
    reach = Unfolding.reach

    def a_step(run: Unfolding, at_s: float, *, seconds: float = inf) -> bool:
        if seconds == 0.0 and not run.is_over and run.known_s <= at_s:
            run._step()
        return reach(run, at_s, seconds=seconds)

    monkeypatch.setattr(Unfolding, "reach", a_step)


@pytest.fixture(scope="module")
def whole() -> History:
    return History.of_run(RECIPE.scenario, seed=RECIPE.seed)


@pytest.fixture
def new(tmp_path: Path) -> Callable[[], TwinFolder]:
    def make() -> TwinFolder:
        record = replace(RECORD, id=uuid7())
        return new_folder(tmp_path, record, beginning().recipe, Position())

    return make


def answers(ask: Callable[[], Looked]) -> list[Any]:
    """Return all answers up to the one that is whole."""
    found = [ask()]
    while not found[-1].is_whole:
        found.append(ask())
    return [json.loads(one.content) for one in found if one.content]


def columns(found: dict[str, Any]) -> dict[str, Any]:
    return {of["kind"]: of["intervals"]["begin_s"] for of in found["kinds"]}


def test_marks_come_as_they_are_known_and_at_last_all(
    new: Callable[[], TwinFolder], whole: History
) -> None:
    folder = new().path
    found = answers(lambda: looking.marks(folder, PLENTY, EVERY, None, 10_000))
    known = [one["known_s"] for one in found]
    assert len(known) > 2
    assert known == sorted(set(known))
    assert known[-1] == found[-1]["end_s"] == whole.end_s
    expected = whole.marks(1, 0.0).intervals
    assert columns(found[-1]) == {kind: of.begin_s.tolist() for kind, of in expected.items()}


def test_no_more_is_simulated_than_is_asked_for(new: Callable[[], TwinFolder]) -> None:
    folder = new().path
    found = answers(lambda: looking.marks(folder, PLENTY, USUAL, 3600.0, 0))
    assert 3600.0 < found[-1]["known_s"] < found[-1]["end_s"]


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("wanted", [EVERY, USUAL, Wanted(("loss", "queue"), ("south",), 2, 30.0)])
def test_a_next_mark_that_is_told_is_that_of_the_whole_run(
    new: Callable[[], TwinFolder], wanted: Wanted, backward: bool
) -> None:
    folder, other = new().path, new().path
    for after_s in (0.0, 20_000.0, 45_000.0, 86_399.0):
        unfoldings._UNFOLDINGS.clear()
        asked = wanted, after_s, backward
        *before, found = answers(partial(looking.next_mark, folder, PLENTY, *asked))
        answers(lambda: looking.marks(other, PLENTY, EVERY, None, 0))  # all of it
        [expected] = answers(partial(looking.next_mark, other, PLENTY, *asked))
        assert not any(one["mark"] or one["is_settled"] for one in before)
        assert begun(found["mark"]) == begun(expected["mark"])
        if found["is_settled"]:
            assert found["mark"] == expected["mark"]


def begun(mark: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what is known of a mark that goes on."""
    return mark and {name: mark[name] for name in ("kind", "station", "begin_s")}


def test_the_next_mark_is_told_before_it_ends(new: Callable[[], TwinFolder]) -> None:
    folder = new()
    journal = Journal(folder.journal)
    journal.append({"now": 0.0, "do": "intervene", "made": [{**MADE, "what": OUT}]})
    journal.close()
    asked = folder.path, PLENTY, Wanted(("stockout",), ("south",), 1, None), 3600.0, False
    found = answers(partial(looking.next_mark, *asked))[-1]
    assert not found["is_settled"]
    assert found["mark"]["end_s"] == found["known_s"] < 12 * 3600.0
    answers(lambda: looking.marks(folder.path, PLENTY, USUAL, None, 0))
    [later] = answers(partial(looking.next_mark, *asked))
    assert later["is_settled"]
    assert begun(later["mark"]) == begun(found["mark"])
    assert later["mark"]["end_s"] > 20 * 3600.0


def test_who_asks_again_is_told_when_all_is_known(new: Callable[[], TwinFolder]) -> None:
    folder = new().path
    ask = partial(looking.marks, folder, PLENTY, EVERY, None, 10_000, is_last=False)
    while not (found := ask()).is_whole:
        assert not found.content
    assert found.content == looking.marks(folder, PLENTY, EVERY, None, 10_000).content


def test_a_series_is_told_when_its_end_is_known(
    new: Callable[[], TwinFolder], whole: History
) -> None:
    folder = new().path
    options: dict[str, Any] = {"begin_s": 3600.0, "end_s": 40_000.0, "points": 50}
    asked = PLENTY, [None, "south"], ["ready", "power_kw"], options
    assert looking.series(folder, *asked) == Looked(b"", False, "1h of 1d are looked through")
    [found] = answers(lambda: looking.series(folder, *asked))
    for one in found["series"]:
        expected = whole.series(one["measure"], one["station"], **options)
        assert one["values"] == expected.value.tolist()


def test_twins_of_one_recipe_share_a_run_until_something_is_made_of_one(
    new: Callable[[], TwinFolder],
) -> None:
    one, other = new(), new()
    first = unfoldings.unfolding_of(one.path, PLENTY)
    assert unfoldings.unfolding_of(other.path, PLENTY) is first
    journal = Journal(other.journal)
    journal.append({"now": 0.0, "do": "seek"})
    assert unfoldings.unfolding_of(other.path, PLENTY) is first
    journal.append({"now": 0.0, "do": "intervene", "made": [MADE]})
    journal.close()
    changed = unfoldings.unfolding_of(other.path, PLENTY)
    assert changed is not first
    assert unfoldings.unfolding_of(one.path, PLENTY) is first
    assert len(changed._parameters.script) > len(first._parameters.script)


def test_what_is_made_while_a_run_is_begun_is_not_in_the_runs_of_others(
    new: Callable[[], TwinFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = new(), new()
    begin = unfoldings._begun

    def late(folder: Path, *arguments: Any) -> Any:
        journal = Journal(TwinFolder(folder).journal)
        journal.append({"now": 0.0, "do": "intervene", "made": [MADE]})
        journal.close()
        return begin(folder, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(unfoldings, "_begun", late)
        changed = unfoldings.unfolding_of(one.path, PLENTY)
    unchanged = unfoldings.unfolding_of(other.path, PLENTY)
    assert len(changed._parameters.script) > len(unchanged._parameters.script)
    assert unfoldings.unfolding_of(one.path, PLENTY) is changed


def test_the_former_run_of_a_twin_goes_when_no_other_twin_has_it(
    new: Callable[[], TwinFolder],
) -> None:
    one, other = new(), new()
    former = unfoldings.unfolding_of(one.path, PLENTY)
    assert unfoldings.unfolding_of(other.path, PLENTY) is former
    for folder, left in ((one, True), (other, False)):
        journal = Journal(folder.journal)
        journal.append({"now": 0.0, "do": "intervene", "made": [MADE]})
        journal.close()
        unfoldings.unfolding_of(folder.path, PLENTY)
        assert any(former in runs for runs in unfoldings._UNFOLDINGS.values()) == left
    assert len(unfoldings._UNFOLDINGS) == 1


def test_the_run_that_was_asked_about_least_lately_goes_first(
    new: Callable[[], TwinFolder],
) -> None:
    one, other = new(), new()
    journal = Journal(other.journal)
    journal.append({"now": 0.0, "do": "intervene", "made": [MADE]})
    journal.close()
    first = unfoldings.unfolding_of(one.path, PLENTY)
    second = unfoldings.unfolding_of(other.path, PLENTY)
    unfoldings.unfolding_of(one.path, PLENTY)
    unfoldings.let_go_over(first.bytes + second.bytes - 1)
    assert unfoldings.unfolding_of(one.path, PLENTY) is first
    assert unfoldings.unfolding_of(other.path, PLENTY) is not second


def test_what_a_long_run_has_let_go_of_is_simulated_once_more(
    new: Callable[[], TwinFolder], whole: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new().path
    run = unfoldings.unfolding_of(folder, PLENTY)
    run._most_bytes = 1000.0
    answers(lambda: looking.marks(folder, PLENTY, USUAL, None, 0))
    assert run.forgotten_s > 3600.0
    options: dict[str, Any] = {"begin_s": 600.0, "end_s": 3000.0, "points": 50}
    found = answers(lambda: looking.series(folder, PLENTY, [None], ["ready"], options))[-1]
    assert found["series"][0]["values"] == whole.series("ready", **options).value.tolist()
    rare = Wanted(KINDS, None, 1, 5.0)
    found = answers(lambda: looking.marks(folder, PLENTY, rare, None, 10_000))[-1]
    expected = whole.marks_by(Rule.of(1, 5.0)).intervals
    assert columns(found) == {kind: of.begin_s.tolist() for kind, of in expected.items()}


def test_a_time_in_which_more_is_seen_than_is_kept_is_refused(
    new: Callable[[], TwinFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new().path
    unfoldings.unfolding_of(folder, PLENTY)._most_bytes = 1000.0
    options: dict[str, Any] = {"begin_s": 0.0, "end_s": None, "points": 50}
    with pytest.raises(ProblemError, match="shorter time"):
        answers(lambda: looking.series(folder, PLENTY, [None], ["ready"], options))

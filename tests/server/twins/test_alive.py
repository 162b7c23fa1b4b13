"""A twin in memory is what its folder says, whatever is done to it, whenever it is let go of."""

import itertools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.server.twins.doing import BUDGET, CLOSE, done, report
from tests.server.twins.place import RECIPE, beginning
from tests.server.twins.test_folder import RECORD

from voltwin.kpis.tables import Kpis
from voltwin.simulation import Simulation
from voltwin.twin.kept_states import KeptStates
from voltwin.twin.pace import Pace
from voltwin.twin.recipe_text import recipe_of
from voltwin.twin.timeline import Timeline
from voltwin.twin.twin import Twin
from voltwin_bindings.engine import EngineError
from voltwin_server.problems import ProblemError
from voltwin_server.twins import alive as alive_module
from voltwin_server.twins.alive import Alive, LostError
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.foreseen import Foreseen
from voltwin_server.twins.journal import Journal, entries, line_of
from voltwin_server.twins.recipes import recipe_fields
from voltwin_server.twins.record import Position

TIMES = st.integers(0, 86_400).map(float)
COMMANDS = st.one_of(
    st.builds(lambda at: {"do": "seek", "at": at}, TIMES),
    st.builds(lambda at: {"do": "step", "seconds": at + 1.0}, TIMES),
    st.builds(lambda at: {"do": "intervene", "what": {**CLOSE, "at": at}}, TIMES),
    st.just({"do": "intervene", "what": CLOSE}),
    st.builds(
        lambda at, ready: {"do": "observe", "reports": [report(at, ready), report(0.0, ready)]},
        TIMES,
        st.integers(0, 6),
    ),
    st.just({"do": "play"}),
    st.just({"do": "pause"}),
    st.just({"do": "speed", "speed": 7200.0}),
    st.just({"do": "go on"}),
    st.just({"do": "sleep"}),
    st.just({"do": "die"}),
)
FULL, BROKEN = OSError(28, "No space left on device"), RuntimeError("nobody has foreseen this")
FAULTS = (
    (os, "fsync", FULL),
    (os, "fsync", BROKEN),
    (json, "dumps", BROKEN),
    (alive_module, "plain_made", BROKEN),
    (Journal, "append", BROKEN),
    (TwinFolder, "write_position", FULL),
    (TwinFolder, "write_position", BROKEN),
    (Foreseen, "observe", BROKEN),
    (Foreseen, "keep", BROKEN),
    (Pace, "play", BROKEN),
    (Pace, "moved", BROKEN),
    (KeptStates, "put", MemoryError()),
    (Twin, "advance", BROKEN),
    (Timeline, "_advance", MemoryError()),
)


@pytest.fixture
def alive(folder: TwinFolder) -> Iterator[Alive]:
    twin = Alive(folder, BUDGET)
    yield twin
    twin.close()


def seen(twin: Twin) -> dict[str, Any]:
    """Return where a twin stands, how far it has come, what is seen there, and its KPIs."""
    return {
        "now": twin.now,
        "reached": twin.reached,
        **twin.live().stations,
        **numbers(twin.kpis()),
    }


def numbers(kpis: Kpis) -> dict[str, Any]:
    """Return the KPIs of the network, undefined ones as NaN."""
    total = kpis.total
    return {name: total.column(name).cast(pa.float64()).to_numpy() for name in total.column_names}


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """See that all is the same, sums to 1e-9: who goes another way adds in another order."""
    assert one.keys() == other.keys()
    for name, value in one.items():
        np.testing.assert_allclose(value, other[name], rtol=1e-9, atol=1e-9, err_msg=name)


def test_a_line_tells_where_the_twin_stood_then(alive: Alive, folder: TwinFolder) -> None:
    alive.do({"do": "step", "seconds": 90.0}, "ann")
    alive.do({"do": "seek", "at": 3600.0}, "bob")
    told = [(one["number"], one["by"], one["now"], one["do"]) for one in entries(folder.journal)]
    assert told == [(1, "ann", 90.0, "step"), (2, "bob", 3600.0, "seek")]


def test_what_is_refused_changes_nothing(alive: Alive, folder: TwinFolder) -> None:
    alive.do({"do": "seek", "at": 3600.0}, "ann")
    before = seen(alive.twin)
    what = {"kind": "charger_out", "station": "nrth", "charger": 0}
    with pytest.raises(ProblemError) as refused:
        alive.do({"do": "intervene", "what": what}, "ann")
    ((where, message),) = refused.value.errors
    assert where == "body.what.station"
    assert message.startswith('what.station: "nrth"')
    assert 'did you mean "north"' in message
    assert_same(seen(alive.twin), before)
    assert alive.number == 1


def test_what_cannot_be_simulated_changes_nothing(
    alive: Alive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ring that runs empty, say: the twin plays on where it was."""

    def impossible(self: Twin, *_: object, **__: object) -> None:
        raise EngineError("the ring is empty")

    alive.do({"do": "seek", "at": 3600.0}, "ann")
    alive.do({"do": "play"}, "ann")
    twin = alive.twin
    for name, command in (
        ("make", {"do": "intervene", "what": CLOSE}),
        ("advance", {"do": "step", "seconds": 60.0}),
        ("seek", {"do": "seek", "at": 60.0}),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(Twin, name, impossible)
            with pytest.raises(EngineError):
                alive.do(command, "ann")
    assert alive.twin is twin
    assert alive.pace.playing
    assert alive.number == 2


def test_at_the_end_it_neither_plays_nor_steps(alive: Alive) -> None:
    alive.do({"do": "seek", "at": 86_400.0}, "ann")
    for command in ({"do": "play"}, {"do": "step", "seconds": 1.0}):
        with pytest.raises(ProblemError) as refused:
            alive.do(command, "ann")
        assert refused.value.kind.slug == "conflict"
    assert alive.number == 1


def test_it_plays_at_its_speed(alive: Alive, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(np.arange(0.0, 100.0, 0.05))  # [s]: each look takes its time
    monkeypatch.setattr(alive_module, "monotonic", lambda: float(next(clock)))
    alive.do({"do": "speed", "speed": 600.0}, "ann")
    alive.do({"do": "play"}, "ann")
    for _ in range(40):
        alive.go_on()
    assert alive.report().playing
    assert alive.twin.now == pytest.approx(40 * 2 * 0.05 * 600.0, rel=0.05)


def test_without_a_line_in_its_journal_nothing_is_done(
    alive: Alive, folder: TwinFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive.do({"do": "seek", "at": 3600.0}, "ann")
    alive.do({"do": "play"}, "ann")
    before = seen(alive.twin)

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        for command in (
            {"do": "seek", "at": 7200.0},
            {"do": "intervene", "what": CLOSE},
            {"do": "play"},
        ):
            with pytest.raises(ProblemError) as refused:
                alive.do(command, "ann")
            assert refused.value.kind.slug == "away"
            assert "No space" in refused.value.detail
            assert_same(seen(alive.twin), before)
            assert not alive.pace.playing
    assert alive.twin.recipe.made == ()
    assert len(list(entries(folder.journal))) == 2


def test_what_sleeps_elsewhere_is_simulated_anew(folder: TwinFolder) -> None:
    twin = Alive(folder, BUDGET)
    twin.do({"do": "seek", "at": 7200.0}, "ann")
    twin.sleep()
    twin.do({"do": "intervene", "what": {**CLOSE, "at": 3600.0}}, "ann")  # not known asleep
    before = seen(twin.twin)
    twin.close()
    again = Alive(folder, BUDGET)
    assert_same(seen(again.twin), before)
    again.close()


class Once:
    """Fails the first time that it is called, and then does what it stands for."""

    def __init__(self, what: Callable[..., Any], error: Exception) -> None:
        self._what, self._error, self.has_failed = what, error, False

    def __get__(self, instance: object, owner: type | None = None) -> Callable[..., Any]:
        return self if instance is None else partial(self, instance)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if not self.has_failed:
            self.has_failed = True
            raise self._error
        return self._what(*arguments, **named)


@contextmanager
def failing(fault: tuple[Any, str, Exception] | None) -> Iterator[None]:
    """Have something go wrong once."""
    with pytest.MonkeyPatch.context() as patch:
        if fault is not None:
            where, name, error = fault
            patch.setattr(where, name, Once(getattr(where, name), error))
        yield


def begun_anew(alive: Alive, folder: TwinFolder, how: str) -> Alive:
    """Return a twin that was let go of, and is had again; it stands where it stood."""
    before = seen(alive.twin)
    if how == "sleep":
        alive.sleep()
        alive.close()
    else:  # as the system does with the files of a process that dies
        alive.keep_position(sync=False)
        alive.abandon()
    again = Alive(folder, BUDGET)
    assert_same(seen(again.twin), before)
    return again


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.tuples(COMMANDS, st.none() | st.sampled_from(FAULTS)), max_size=8),
    pause=st.floats(0.01, 10.0),
)
def test_it_is_always_what_its_recipe_gives_whatever_goes_wrong(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[dict[str, Any], tuple[Any, str, Exception] | None]],
    pause: float,
) -> None:
    path = tmp_path_factory.mktemp("twins")
    folder = new_folder(path, RECORD, beginning().recipe, Position(speed=3600.0))
    clock = itertools.count()
    alive = Alive(folder, BUDGET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alive_module, "monotonic", lambda: next(clock) * pause)
        for command, fault in steps:
            if command["do"] in ("sleep", "die"):
                alive = begun_anew(alive, folder, command["do"])
                continue
            before, number = seen(alive.twin), alive.number
            if command["do"] == "go on":
                if alive.pace.playing:
                    try:
                        with failing(fault):
                            alive.go_on()
                    except MemoryError:  # whoever has it lets go of it
                        alive.abandon()
                        alive = Alive(folder, BUDGET)
                assert alive.number == number
                continue
            with failing(fault):
                try:
                    was_done = done(alive, command)
                except (ProblemError, RuntimeError, MemoryError):
                    was_done = False
                    assert_same(seen(alive.twin), before)
            lines = list(entries(folder.journal))
            assert alive.number == len(lines) == number + was_done
            if was_done:
                assert lines[-1]["now"] == alive.twin.now
            assert line_of(folder.journal, "order", after=number) == (
                lines[-1] if was_done else None
            )
            assert recipe_of(recipe_fields(folder)) == alive.twin.recipe
    alive.close()
    recipe = recipe_of(recipe_fields(folder))
    assert recipe == alive.twin.recipe
    plain = Simulation(recipe.scenario_in_full(), seed=RECIPE.seed, log=False)
    plain.advance(alive.twin.now)
    assert_same(numbers(alive.twin.kpis()), numbers(plain.kpis()))


def test_a_process_that_dies_forgets_not_how_far_it_has_come(folder: TwinFolder) -> None:
    alive = Alive(folder, BUDGET)
    for at in ("3h", "1h"):
        alive.do({"do": "seek", "at": at}, "ann")
    alive.abandon()
    again = Alive(folder, BUDGET)
    assert (again.twin.now, again.twin.reached) == (3600.0, 3 * 3600.0)
    again.close()


def test_what_cannot_be_taken_back_ends_it(
    folder: TwinFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk takes a line, and then neither says so nor takes it back."""
    alive = Alive(folder, BUDGET)
    broken = OSError(5, "Input/output error")
    monkeypatch.setattr(os, "fsync", Once(os.fsync, broken))
    monkeypatch.setattr(Journal, "_take_back", lambda self: setattr(self, "is_spoilt", True))
    with pytest.raises(LostError, match="cannot be taken back"):
        alive.do({"do": "intervene", "what": CLOSE}, "ann", "order")
    alive.abandon()
    line = line_of(folder.journal, "order", after=0)
    assert line is not None
    again = Alive(folder, BUDGET)
    assert again.number == line["number"] == 1
    assert [one.what.kind for one in again.twin.recipe.made] == ["close"]
    again.close()


def test_what_cannot_be_had_as_it_was_ends_it(
    alive: Alive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Twin, at: float) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Twin, "seek", fail)
        with pytest.raises(LostError):
            alive.do({"do": "seek", "at": 60.0}, "ann")
    assert alive.number == 0

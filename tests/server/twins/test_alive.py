"""A twin in memory is what its folder says, whatever is done to it, whenever it is let go of."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.server.twins.place import RECIPE, beginning
from tests.server.twins.test_folder import RECORD

from voltwin.kpis.tables import Kpis
from voltwin.simulation import Simulation
from voltwin.twin.recipe_text import recipe_of
from voltwin.twin.twin import Twin
from voltwin_bindings.engine import EngineError
from voltwin_server.problems import ProblemError
from voltwin_server.twins import alive as alive_module
from voltwin_server.twins.alive import Alive
from voltwin_server.twins.folder import TwinFolder, new_folder
from voltwin_server.twins.journal import entries
from voltwin_server.twins.recipes import recipe_fields
from voltwin_server.twins.record import Position

BUDGET = 2**26
CLOSE = {"kind": "close", "stations": ["south"], "for": "1h"}
TIMES = st.integers(0, 86_400).map(float)
COMMANDS = st.one_of(
    st.builds(lambda at: {"do": "seek", "at": at}, TIMES),
    st.builds(lambda at: {"do": "step", "seconds": at + 1.0}, TIMES),
    st.builds(lambda at: {"do": "intervene", "what": {**CLOSE, "at": at}}, TIMES),
    st.just({"do": "intervene", "what": CLOSE}),
    st.just({"do": "play"}),
    st.just({"do": "sleep"}),
    st.just({"do": "die"}),
)


@pytest.fixture
def folder(tmp_path: Path) -> TwinFolder:
    return new_folder(tmp_path, RECORD, beginning().recipe, Position())


@pytest.fixture
def alive(folder: TwinFolder) -> Iterator[Alive]:
    twin = Alive(folder, BUDGET)
    yield twin
    twin.close()


def seen(twin: Twin) -> dict[str, Any]:
    """Return where a twin stands, what is seen there, and its KPIs."""
    return {"now": twin.now, **twin.live().stations, **numbers(twin.kpis())}


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


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(commands=st.lists(COMMANDS, max_size=8))
def test_it_is_always_what_its_recipe_gives(
    tmp_path_factory: pytest.TempPathFactory, commands: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("twins")
    folder = new_folder(path, RECORD, beginning().recipe, Position())
    alive = Alive(folder, BUDGET)
    for command in commands:
        if command["do"] in ("sleep", "die"):
            before = seen(alive.twin)
            if command["do"] == "sleep":
                alive.sleep()
                alive.close()
            else:  # as the system does with the files of a process that dies
                alive._journal.close()
            alive = Alive(folder, BUDGET)
            assert_same(seen(alive.twin), before)
            continue
        with suppress(ProblemError):  # at its end
            alive.do(command, "ann")
    alive.close()
    recipe = recipe_of(recipe_fields(folder))
    assert recipe == alive.twin.recipe
    plain = Simulation(recipe.scenario_in_full(), seed=RECIPE.seed, log=False)
    plain.advance(alive.twin.now)
    assert_same(numbers(alive.twin.kpis()), numbers(plain.kpis()))

"""Figures of those who watch: each fails by itself; and the whole in small."""

import math
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from voltwin import bench
from voltwin.bench import memory, registry, watched, watched_figures
from voltwin.bench.cases import CASES
from voltwin.bench.measurement import Case
from voltwin.bench.watched_figures import FIGURES, Watched
from voltwin.bench.watching import Seen
from voltwin.scenario import load
from voltwin.scenario.files import as_yaml

CLIENTS, FRAMES, SECONDS = 5, 600, 60.0
GOOD = Watched(
    Seen(
        late=np.full(CLIENTS * FRAMES, 0.02),
        frames=np.full(CLIENTS, FRAMES),
        skipped=np.zeros(CLIENTS, np.int64),
        numbers=np.array([700, 700, 699, 700, 698]),
        sizes=np.full(CLIENTS, 600_000),
        let_go=3,
        seconds=SECONDS,
    ),
    server=[200.0] * 60,
    hosts=[900.0] * 60,
    clients=(CLIENTS + 1, 1),
    told="60 s at x60",
)
OF_WATCHERS = {case.name: case for case in CASES if case.together == "twin-watchers"}


def missed(of: Watched, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the figures that miss their bars."""
    monkeypatch.setattr(watched, "_of_moving_city", lambda seconds: of)
    figures = bench.run(["twin-watchers-ms"], lambda _: None)
    return {figure.name.removeprefix("twin-watchers-") for figure in figures if not figure.ok}


def seen(**changes: Any) -> Watched:
    return replace(GOOD, seen=replace(GOOD.seen, **changes))


def with_one(values: Any, number: int, value: float) -> Any:
    changed = values.copy()
    changed[number] = value
    return changed


def test_what_is_good_meets_all_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missed(GOOD, monkeypatch) == set()


LATE = GOOD.seen.late.copy()
LATE[FRAMES : 2 * FRAMES : 10] = 0.3  # a tenth of one client's frames, 2 % of all
GROWN = [*([200.0] * 30), *np.linspace(200.0, 250.0, 30)]


@pytest.mark.parametrize(
    ("record", "figure"),
    [
        (seen(late=LATE), "ms"),
        (seen(numbers=with_one(GOOD.seen.numbers, 2, 689)), "behind"),
        (seen(skipped=with_one(GOOD.seen.skipped, 0, 4)), "left-out-percent"),
        (seen(sizes=with_one(GOOD.seen.sizes, 4, 3_100_000)), "kb-per-second"),
        (replace(GOOD, server=GROWN), "server-mib"),
        (replace(GOOD, hosts=GROWN), "hosts-mib"),
    ],
    ids=[*FIGURES],
)
def test_each_figure_fails_by_itself(
    record: Watched, figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert missed(record, monkeypatch) == {figure}


def test_a_client_that_gets_no_frame_at_all_is_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = seen(
        late=GOOD.seen.late[:-FRAMES],
        frames=with_one(GOOD.seen.frames, 4, 0),
        numbers=with_one(GOOD.seen.numbers, 4, 0),
        sizes=with_one(GOOD.seen.sizes, 4, 0),
    )
    assert missed(nothing, monkeypatch) == {"ms", "behind"}


def test_each_figure_has_a_case_that_takes_a_minute_or_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, float]] = []

    def figure(name: str, seconds: float) -> tuple[float, str]:
        asked.append((name, seconds))
        return 0.0, "seen"

    monkeypatch.setattr(watched, "figure", figure)
    for seconds, long in ((60.0, False), (600.0, True)):
        list(bench.run(["twin-watchers-hosts-mib"], lambda _: None, long=long))
        assert {name for name, _ in asked} == FIGURES.keys()
        assert {of for _, of in asked} == {seconds}
        asked.clear()
    assert len(OF_WATCHERS) == len(FIGURES)


def test_a_figure_that_knows_no_longer_time_is_measured_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Case("some-seconds", "all of it", "s", 0.6, False, lambda: (0.5, "seen"))
    monkeypatch.setattr(registry, "CASES", (case,))
    assert [one.value for one in bench.run(None, lambda _: None, long=True)] == [0.5]


def test_memory_is_that_of_a_process_and_of_all_that_it_has_started() -> None:
    begins = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", begins], stdin=subprocess.PIPE) as one:
        while not (found := memory.descendants(one.pid)):
            assert one.poll() is None
        with memory.Memory(one.pid) as own:
            pass
        assert one.pid in memory.descendants(os.getpid())
        assert set(found) <= set(memory.descendants(os.getpid()))
        process, others = own.since(0.0)
        assert process[0] > 1.0
        assert others[0] > 0.0
        assert own.since(1e12) == (process[-1:], others[-1:])
        one.communicate(b"\n")
    assert memory.resident_mib(one.pid) == 0.0


def test_who_watches_is_measured_though_others_take_nothing() -> None:
    city = as_yaml(load("examples/first_fleet.yaml"))
    of = watched.watched(city, watchers=6, stalled=2, settling=2.0, seconds=2.0)
    assert len(of.seen.frames) == 4
    assert (of.seen.frames > 0).all()
    assert len(of.seen.late) == of.seen.frames.sum()
    assert min(of.server) > 50.0 < min(of.hosts)
    values = {name: figure(of) for name, figure in watched_figures.FIGURES.items()}
    assert all(math.isfinite(value) for value, _ in values.values())
    assert "6 clients, 2 of them take nothing" in values["ms"][1]
    assert values["kb-per-second"][0] > 0.0


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "_NEEDED", ("json", "a_web_framework"))
    late, told = watched.figure("ms", 60.0)
    assert math.isnan(late)
    assert "a_web_framework missing" in told

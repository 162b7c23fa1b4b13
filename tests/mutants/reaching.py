"""Which tests reach which lines of the core without compiling, and how long each takes.

A unit is a test function with all its parameters, or one of the random scenarios. Only what passes
on the core as it is, in time, can catch a mutant.
"""

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, NoReturn

import coverage
import pytest
from tests.mutants.child import answer_of, pytest_on
from tests.mutants.mutant import CORE, ROOT, Mutant
from tests.mutants.overlay import overlay

SCENARIOS = "tests/mutants/random_scenarios.py"
ROOMS = (
    *("core", "reference", "bindings", "kpis", "validation/replay", "frames"),
    *(f"test_{name}.py" for name in ("interventions", "observations", "simulation", "snapshots")),
    "validation/test_by_hand.py",
)
MOST_S = 8.0  # processor time of a test function, traced

FIRST_S, FIRST_SCENARIOS = 10.0, 12  # tried first: tests of the file's own name, quick scenarios


@dataclass
class Unit:
    """What a test reaches."""

    seconds: float = 0.0  # of processor time
    lines: dict[str, list[int]] = field(default_factory=dict)  # by file of the core
    fails: str = ""  # why it can catch nothing


Reach = dict[str, Unit]


def unit_of(test: str) -> str:
    """Return the unit that a test of pytest belongs to."""
    return test if test.startswith(SCENARIOS) else test.partition("[")[0]


def files_of_tests(rooms: Iterable[str] = ROOMS) -> list[str]:
    """Return the files of tests that are tried on mutants, of some folders or files of `tests`."""
    places = [ROOT / "tests" / room for room in rooms]
    found = [file for place in places for file in sorted(place.rglob("test_*.py"))]
    found += [place for place in places if place.is_file()]
    return [SCENARIOS, *(file.relative_to(ROOT).as_posix() for file in found)]


def reach_of(
    files: Iterable[str],
    kept: Path,
    workers: int,
    told: Callable[[str], None],
    most_s: float = MOST_S,
) -> Reach:
    """Return what the tests of some files reach.

    Args:
        files: of tests.
        kept: folder in which it is kept for the next time, unless code or tests change.
        workers: processes at a time.
        told: is told of each file that is traced.
        most_s: what takes longer can catch nothing: processor time of a test function, traced [s].
    """
    code, reach = hash_of_code(), Reach()
    with overlay(None) as folder, ThreadPoolExecutor(workers) as pool:

        def of_file(file: str) -> Any:
            key = hash_of_test(file, code)
            name = kept / f"{hashlib.sha256(file.encode()).hexdigest()[:12]}-{key[:12]}.json"
            if not name.exists():
                units = _traced(folder, _Tests(file, most_s))
                kept.mkdir(parents=True, exist_ok=True)
                name.write_text(json.dumps(units), encoding="utf-8")
                failing = sum(bool(unit["fails"]) for unit in units.values())
                told(f"{file}: {len(units)} tests" + f", {failing} without use" * bool(failing))
            return json.loads(name.read_text(encoding="utf-8"))

        for units in pool.map(of_file, files):
            reach |= {name: Unit(**unit) for name, unit in units.items()}
    return reach


def ordered(mutant: Mutant, reach: Reach, most_s: float, first: str = "") -> Iterator[list[str]]:
    """Yield the tests that reach a mutant, in parts: `first` if it is one, the likeliest, then all
    others. The quickest come first, and those are left out that would go beyond a time [s]."""
    reaching = [name for name, unit in reach.items() if not unit.fails and _reaches(unit, mutant)]
    if first in reaching:
        yield [first]
        reaching.remove(first)
    reaching.sort(key=lambda name: (reach[name].seconds, name))
    own = f"/test_{Path(mutant.file).stem}.py::"
    likely = _within([name for name in reaching if own in name], reach, FIRST_S)
    likely += [name for name in reaching if name.startswith(SCENARIOS)][:FIRST_SCENARIOS]
    rest = [name for name in reaching if name not in likely]
    spent = sum(reach[name].seconds for name in likely)
    yield from (part for part in (likely, _within(rest, reach, most_s - spent)) if part)


def _within(names: list[str], reach: Reach, most_s: float) -> list[str]:
    """Return the first names, of tests that together take no longer than that."""
    spent, chosen = 0.0, []
    for name in names:
        spent += reach[name].seconds
        if spent > most_s:
            break
        chosen.append(name)
    return chosen


def _reaches(unit: Unit, mutant: Mutant) -> bool:
    if not mutant.function:  # a constant, which may be used anywhere
        return bool(unit.lines)
    lines = unit.lines.get(mutant.file, ())
    return any(mutant.line <= line <= mutant.last_line for line in lines)


def hash_of_code() -> bytes:
    """Return a hash of all that tests may run, but for themselves."""
    code = hashlib.sha256()
    for folder in ("core", "bindings", "python", "tests"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not file.name.startswith("test_") and file.parent.name != "mutants":
                code.update(file.read_bytes())
    return code.digest()


def hash_of_test(file: str, code: bytes = b"") -> str:
    """Return a hash of a file of tests, and of the code that it may run."""
    return hashlib.sha256(code + (ROOT / file).read_bytes()).hexdigest()


class _Tests(NamedTuple):
    """Tests to be traced: the units of a file, some only, or without some."""

    file: str
    most_s: float
    only: Set[str] | None = None
    without: Set[str] = frozenset()


class _TooLong(NamedTuple):
    """The answer of a process that had to end, with what it had traced before."""

    unit: str
    done: Set[str]


def _traced(folder: Path, tests: _Tests) -> dict[str, Any]:
    """Return the units of tests as plain values.

    A test that takes too long ends its process: an exception out of nowhere could leave a lock shut
    for which the next test would wait for ever. So what was done before it is traced once more.
    """
    answer = answer_of(_trace, folder, tests, str(folder))
    match answer:
        case _TooLong(unit, done):
            before = _traced(folder, tests._replace(only=done)) if done else {}
            after = _traced(folder, tests._replace(without=tests.without | {unit} | done))
            slow = {unit: asdict(Unit(fails="takes too long without compiling"))}
            return before | slow | after
        case dict():
            return answer
    return {tests.file: asdict(Unit(fails="no answer"))}


def _trace(pipe: Connection, tests: _Tests, folder: str) -> dict[str, Any]:
    core = f"{folder}/{CORE.name}"
    tracing = coverage.Coverage(data_file=None, source=[core], config_file=False)
    tracing.start()
    tracer = Tracer(tracing, tests, pipe)
    pytest_on([tests.file], tracer)
    tracing.stop()
    data, units = tracing.get_data(), tracer.units
    for measured in data.measured_files():
        name = Path(measured).relative_to(core).as_posix()
        for line, contexts in data.contexts_by_lineno(measured).items():
            for context in contexts:
                if context in units:
                    units[context].lines.setdefault(name, []).append(line)
    return {name: asdict(unit) for name, unit in units.items()}


class Tracer:
    """A plugin of pytest that tells the tracing which test runs, and keeps how long it takes."""

    def __init__(self, tracing: coverage.Coverage, tests: _Tests, pipe: Connection) -> None:
        self._tracing, self._tests, self._pipe = tracing, tests, pipe
        self._unit = ""
        self.units: Reach = {}
        signal.signal(signal.SIGPROF, self._end)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep those that are asked for."""
        only, without = self._tests.only, self._tests.without
        items[:] = [
            item
            for item in items
            if (only is None or unit_of(item.nodeid) in only)
            and unit_of(item.nodeid) not in without
        ]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Trace each test on its own."""
        self._unit = name = unit_of(item.nodeid)
        unit = self.units.setdefault(name, Unit())
        self._tracing.switch_context(name)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, max(0.1, self._tests.most_s - unit.seconds))
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            unit.seconds += time.process_time() - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what does not pass."""
        if report.outcome != "passed":
            self.units[unit_of(report.nodeid)].fails = str(report.longreprtext)[-300:]

    def _end(self, number: int, frame: FrameType | None) -> NoReturn:
        self._pipe.send(_TooLong(self._unit, self.units.keys() - {self._unit}))
        os._exit(0)

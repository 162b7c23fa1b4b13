"""Which tests reach which lines of the core without compiling, and how long each takes.

A unit is a test function with all its parameters, or one of the random scenarios. Only what passes
on the core as it is, in time, can catch a mutant.
"""

import hashlib
import json
import signal
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

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


def reach_of(files: Iterable[str], kept: Path, workers: int, told: Callable[[str], None]) -> Reach:
    """Return what the tests of some files reach.

    Args:
        files: of tests.
        kept: folder in which it is kept for the next time, unless code or tests change.
        workers: processes at a time.
        told: is told of each file that is traced.
    """
    code, reach = _hash_of_code(), Reach()
    with overlay(None) as folder, ThreadPoolExecutor(workers) as pool:

        def of_file(file: str) -> Any:
            key = hashlib.sha256(code + (ROOT / file).read_bytes()).hexdigest()
            name = kept / f"{hashlib.sha256(file.encode()).hexdigest()[:12]}-{key[:12]}.json"
            if not name.exists():
                units = _traced(folder, file)
                kept.mkdir(parents=True, exist_ok=True)
                name.write_text(json.dumps(units), encoding="utf-8")
                told(f"{file}: {len(units)} tests")
            return json.loads(name.read_text(encoding="utf-8"))

        for units in pool.map(of_file, files):
            reach |= {name: Unit(**unit) for name, unit in units.items()}
    return reach


def ordered(mutant: Mutant, reach: Reach, most_s: float) -> Iterator[list[str]]:
    """Yield the tests that reach a mutant, in two parts: the likeliest, then all others. The
    quickest come first, and those are left out that would go beyond a time [s]."""
    reaching = [name for name, unit in reach.items() if not unit.fails and _reaches(unit, mutant)]
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


def _hash_of_code() -> bytes:
    """Return a hash of all that tests may run, but for themselves."""
    code = hashlib.sha256()
    for folder in ("core", "bindings", "python", "tests"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not file.name.startswith("test_") and file.parent.name != "mutants":
                code.update(file.read_bytes())
    return code.digest()


def _traced(folder: Path, file: str) -> dict[str, Any]:
    units = answer_of(_trace, folder, file, str(folder))
    return units if isinstance(units, dict) else {file: asdict(Unit(fails="no answer"))}


def _trace(_: Connection, file: str, folder: str) -> dict[str, Any]:
    core = f"{folder}/{CORE.name}"
    tracing = coverage.Coverage(data_file=None, source=[core], config_file=False)
    tracing.start()
    tracer = Tracer(tracing)
    pytest_on([file], tracer)
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

    def __init__(self, tracing: coverage.Coverage) -> None:
        self._tracing = tracing
        self.units: Reach = {}
        signal.signal(signal.SIGPROF, self._end)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Trace each test on its own."""
        name = unit_of(item.nodeid)
        unit = self.units.setdefault(name, Unit())
        self._tracing.switch_context(name)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, max(0.1, MOST_S - unit.seconds))
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
        pytest.fail("takes too long without compiling", pytrace=False)

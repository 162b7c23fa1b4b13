"""All figures, with their bars. What measures them is imported when it is measured."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from voltwin.bench.measurement import Case


def _late(module: str, function: str) -> Callable[[], tuple[float, str]]:
    def measure() -> tuple[float, str]:
        found = getattr(import_module(f"voltwin.bench.{module}"), function)
        return cast("Callable[[], tuple[float, str]]", found)()

    return measure


def _at_least(
    name: str, bar: float, unit: str, what: str, function: str, module: str = "speed"
) -> Case:
    return Case(name, what, unit, bar, True, _late(module, function))


def _at_most(
    name: str, bar: float, unit: str, what: str, function: str, module: str = "speed"
) -> Case:
    return Case(name, what, unit, bar, False, _late(module, function))


CASES = (
    _at_least(
        "arrivals-speedup", 150, "x", "reference over kernel, demo city, a day, no log", "speedup"
    ),
    _at_least(
        "arrivals-speedup-plain",
        50,
        "x",
        "plain SimPy over kernel, every 25th station of the demo city, a day, no log",
        "speedup_plain",
    ),
    _at_least(
        "arrivals-speedup-logged",
        25,
        "x",
        "reference over kernel, demo city, a day, log to Parquet",
        "speedup_logged",
    ),
    _at_most("arrivals-seconds", 0.6, "s", "kernel, demo city, a week, no log", "week_seconds"),
    _at_most(
        "arrivals-floor-ratio", 8, "x", "kernel over a bare compiled loop, demo week", "floor_ratio"
    ),
    _at_least(
        "fleet-speedup",
        150,
        "x",
        "reference over kernel, moving city, a day, no log",
        "speedup",
        "fleet",
    ),
    _at_least(
        "fleet-events-per-second",
        8,
        "M/s",
        "rows that the log would have, kernel, moving city, a week, no log",
        "events_per_second",
        "fleet",
    ),
    _at_least(
        "fleet-100k-ratio",
        0.5,
        "x",
        "the same for a day, 100,000 vehicles over 10,000",
        "ratio_100k",
        "fleet_sizes",
    ),
    _at_least(
        "fleet-1m-ratio",
        0.25,
        "x",
        "the same for a day, 1,000,000 vehicles over 10,000",
        "ratio_1m",
        "fleet_sizes",
    ),
    _at_most(
        "fleet-bytes-per-vehicle",
        600,
        "B",
        "peak resident size of a process that loads and simulates a day of 1,000,000 vehicles",
        "bytes_per_vehicle",
        "fleet_sizes",
    ),
    _at_most(
        "reference-plain-ratio",
        4,
        "x",
        "reference over plain SimPy, 10 stations without further features, a day",
        "reference_plain_ratio",
    ),
    _at_most(
        "cold-compile-seconds",
        40,
        "s",
        "first `voltwin run` of an installation, no report, whole process",
        "cold_compile",
        "processes",
    ),
    _at_most(
        "warm-run-seconds",
        1.5,
        "s",
        "the same `voltwin run`, compiled before, whole process",
        "warm_run",
        "processes",
    ),
    _at_most(
        "report-seconds",
        4,
        "s",
        "`voltwin run` of the demo week, KPIs, explanation and report, no log, whole process",
        "demo_report",
        "processes",
    ),
    _at_most("help-seconds", 0.5, "s", "`voltwin --help`, whole process", "show_help", "processes"),
    _at_most(
        "memory-week-logged-mb",
        500,
        "MB",
        "peak resident size of a process that streams the demo week's log to Parquet",
        "week_memory",
        "processes",
    ),
    _at_most(
        "small-run-us",
        500,
        "µs",
        "a replication of one small station, a day, 1,000 in a call, set-up and KPIs included",
        "small_run",
        "replications",
    ),
    _at_least(
        "thread-scaling",
        1.8,
        "x",
        "replications of every 25th station of the demo city, a week: 1 thread over 2",
        "thread_scaling",
        "replications",
    ),
)

"""All figures, with their bars. What measures them is imported when it is measured."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from voltwin.bench.measurement import Case

MINUTE_S = 60


def _late(module: str, function: str, *of: str | int) -> Callable[[], tuple[float, str]]:
    def measure() -> tuple[float, str]:
        found = getattr(import_module(f"voltwin.bench.{module}"), function)
        return cast("Callable[..., tuple[float, str]]", found)(*of)

    return measure


def _at_least(
    name: str,
    bar: float,
    unit: str,
    what: str,
    function: str,
    module: str = "speed",
    aim: float | None = None,
) -> Case:
    return Case(name, what, unit, bar, True, _late(module, function), aim)


def _at_most(
    name: str,
    bar: float,
    unit: str,
    what: str,
    function: str,
    module: str = "speed",
    aim: float | None = None,
) -> Case:
    return Case(name, what, unit, bar, False, _late(module, function), aim)


def _query(name: str, query: str, what: str) -> Case:
    """Return how soon a documented question is answered by the embedded store."""
    about = f"{what}, 5 million events of one run among several, embedded store"
    return Case(name, about, "ms", 200, False, _late("store_embedded", "query_ms", query))


def _of_rival(name: str, what: str, module: str, style: str, servers: int) -> Case:
    """Return the figure of a rival on M/M/c, which has no bar."""
    return Case(name, what, "ns", None, False, _late("queues", "rival_ns", module, style, servers))


# What clients on the loopback see who watch the moving city live while others take nothing.
_WATCHERS = tuple(
    Case(
        f"twin-watchers-{name}",
        what,
        unit,
        bar,
        False,
        _late("watched", "figure", name, MINUTE_S),
        long=_late("watched", "figure", name, 10 * MINUTE_S),
        together="twin-watchers",
    )
    for name, bar, unit, what in (
        ("ms", 200, "ms", "from the making of a frame to its receipt, 95 %, the worst client"),
        ("behind", 0, "clients", "whose last frame is a second or more behind the newest"),
        ("left-out-percent", 0.1, "%", "frames left out for clients that acknowledge in time"),
        ("kb-per-second", 50, "KB/s", "sent to one client, the one who is sent most"),
        ("server-mib", 32, "MiB", "by which the server has grown at the end"),
        ("hosts-mib", 32, "MiB", "by which its processes of twins and jobs have grown at the end"),
    )
)

# The work on which simulators are compared. Cimba, in C, takes some 120 and 180 ns a customer.
QUEUES = (
    *(
        _at_most(
            f"mm{servers}-ns-per-arrival",
            200,
            "ns",
            f"M/M/{servers} at a load of 0.9, public API, KPIs on, no log, making the run "
            "not counted: a station with bays as servers, each vehicle with SoC, swap and charge",
            f"mm{servers}",
            "queues",
            aim=80,
        )
        for servers in (1, 10)
    ),
    *(
        _of_rival(
            f"mm{servers}-{rival}-ns",
            f"M/M/{servers} at a load of 0.9, {words}",
            module,
            style,
            servers,
        )
        for servers in (1, 10)
        for rival, module, style, words in (
            ("simpy", "queue_simpy", "idiomatic", "SimPy: a process a customer, a resource"),
            ("simpy-lean", "queue_simpy", "lean", "SimPy by hand: timeouts with callbacks"),
            ("ciw", "queue_ciw", "simulated", "Ciw, with nothing switched on that costs time"),
            ("salabim", "queue_salabim", "idiomatic", "salabim: a component a customer"),
            ("salabim-lean", "queue_salabim", "lean", "salabim by hand: a component a server"),
        )
    ),
)

CASES = (
    _at_least(
        "arrivals-speedup",
        300,
        "x",
        "reference over kernel, demo city, a day, no log",
        "speedup",
        aim=600,
    ),
    _at_least(
        "arrivals-speedup-plain",
        100,
        "x",
        "plain SimPy over kernel, every 25th station of the demo city, a day, no log",
        "speedup_plain",
        aim=250,
    ),
    _at_least(
        "arrivals-speedup-logged",
        25,
        "x",
        "reference over kernel, demo city, a day, log to Parquet",
        "speedup_logged",
    ),
    _at_most(
        "arrivals-seconds", 0.3, "s", "kernel, demo city, a week, no log", "week_seconds", aim=0.1
    ),
    _at_most(
        "arrivals-floor-ratio",
        4,
        "x",
        "kernel over a bare compiled loop, demo week",
        "floor_ratio",
        aim=2,
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
        aim=100,
    ),
    _at_least(
        "thread-scaling",
        1.8,
        "x",
        "replications of every 25th station of the demo city, a week: 1 thread over 2",
        "thread_scaling",
        "replications",
        aim=1.95,
    ),
    _at_least(
        "share-ratio",
        0.2,
        "x",
        "speed under `share` over that under `admit`, 20 stations of 20 chargers each, a week, no "
        "log",
        "ratio",
        "shared_power",
        aim=0.4,
    ),
    _at_most(
        "log-cost-ratio",
        5,
        "x",
        "time with the whole log to Parquet (zstd) over that without, demo week, all threads "
        "together",
        "ratio",
        "log_cost",
        aim=3,
    ),
    _at_most(
        "year-drift",
        1.1,
        "x",
        "time per arrival on the last eight Mondays of a year over that on the first, 20 stations "
        "of the demo city, no log",
        "drift",
        "year",
        aim=1.03,
    ),
    _at_most(
        "year-memory-ratio",
        1.1,
        "x",
        "peak memory of a process that simulates a year, KPIs read, over that of one for a week, 5 "
        "stations of the demo city, no log",
        "memory_ratio",
        "year",
        aim=1.02,
    ),
    _at_most(
        "experiment-overhead",
        5,
        "%",
        "an experiment in a folder over its replications alone, 4 variants of 50 stations, a week",
        "overhead",
        "experiments",
    ),
    _at_least(
        "ray-ratio",
        0.9,
        "x",
        "chunks done by a private Ray on this machine, by the time of threads over its own, both "
        "under way before",
        "ray_ratio",
        "experiments",
    ),
    _at_most(
        "experiment-resume-seconds",
        2,
        "s",
        "`voltwin run --replications --resume`, all runs finished before",
        "resume",
        "experiments",
    ),
    _at_least(
        "experiment-crn-reduction",
        10,
        "x",
        "variance of the lost share's difference, independent runs over common random numbers, "
        "demo week, two chargers more at every station",
        "common_random_numbers",
        "experiments",
    ),
    _at_least(
        "store-embedded-rows-per-second",
        1_000_000,
        "rows/s",
        "events of the demo city from the engine's batches into the embedded store, as a whole run",
        "rows_per_second",
        "store_embedded",
    ),
    _query("store-query-average-wait-ms", "AVERAGE_WAIT", "average wait by station of a region"),
    _query("store-query-rolling-wait-ms", "ROLLING_WAIT", "rolling hourly wait"),
    _query("store-query-lost-per-hour-ms", "LOST_PER_HOUR", "lost per hour"),
    _at_least(
        "store-postgres-rows-per-second",
        250_000,
        "rows/s",
        "events of the demo city from Arrow into PostgreSQL with its own settings, WAL included",
        "rows_per_second",
        "store_postgres",
    ),
    _at_most(
        "http-week-seconds",
        1.5,
        "s",
        "the demo city's week over HTTP, from its YAML to its KPIs, server warm, embedded store",
        "week",
        "served",
        aim=0.7,
    ),
    _at_most(
        "http-whatif-ms",
        300,
        "ms",
        "effect of a difference over HTTP, 10 pairs of a day on 50 stations, the base known",
        "what_if",
        "served",
    ),
    _at_most(
        "twin-seek-ms",
        300,
        "ms",
        "seek to a random second of the moving city's week, 95 of 100 are quicker, within the "
        "default budget of 512 MB, no log",
        "seek_ms",
        "twins",
        aim=100,
    ),
    _at_most(
        "forecast-seconds",
        10,
        "s",
        "forecast of six hours of the moving city, 20 replications, bands of all stations, "
        "processor's time",
        "seconds",
        "forecasts",
        aim=4,
    ),
    _at_most(
        "forecast-scores-ms",
        100,
        "ms",
        "reports of the moving city's 500 stations held against 24 forecasts",
        "scores_ms",
        "forecasts",
        aim=10,
    ),
    _at_most(
        "frames-kb-per-second",
        50,
        "KB/s",
        "live frames of the moving city at x60, to one watcher",
        "kilobytes_per_second",
        "frames",
        aim=20,
    ),
    _at_most(
        "frames-make-ms",
        5,
        "ms",
        "a live frame of the moving city at x60: from the run to the bytes that all watchers get",
        "milliseconds",
        "frames",
        aim=1,
    ),
    *_WATCHERS,
    *QUEUES,
)

"""All figures, with their bars. What measures them is imported when it is measured."""

from voltwin.bench.measurement import Case
from voltwin.bench.stating import at_least, at_most, late
from voltwin.bench.twin_cases import TWINS


def _query(name: str, query: str, what: str) -> Case:
    """Return how soon a documented question is answered by the embedded store."""
    about = f"{what}, 5 million events of one run among several, embedded store"
    return Case(name, about, "ms", 200, False, late("store_embedded", "query_ms", query))


def _of_rival(name: str, what: str, module: str, style: str, servers: int) -> Case:
    """Return the figure of a rival on M/M/c, which has no bar."""
    return Case(name, what, "ns", None, False, late("queues", "rival_ns", module, style, servers))


# The work on which simulators are compared. Cimba, in C, takes some 120 and 180 ns a customer.
QUEUES = (
    *(
        at_most(
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
    at_least(
        "arrivals-speedup",
        300,
        "x",
        "reference over kernel, demo city, a day, no log",
        "speedup",
        aim=600,
    ),
    at_least(
        "arrivals-speedup-plain",
        100,
        "x",
        "plain SimPy over kernel, demo city, a week, no log, per arrival",
        "speedup_plain",
        aim=250,
    ),
    at_least(
        "arrivals-speedup-logged",
        25,
        "x",
        "reference over kernel, demo city, a day, log to Parquet",
        "speedup_logged",
    ),
    at_most(
        "arrivals-seconds", 0.3, "s", "kernel, demo city, a week, no log", "week_seconds", aim=0.1
    ),
    at_most(
        "arrivals-floor-ratio",
        4,
        "x",
        "kernel over a bare compiled loop, demo week",
        "floor_ratio",
        aim=2,
    ),
    at_least(
        "fleet-speedup",
        150,
        "x",
        "reference over kernel, moving city, a day, no log",
        "speedup",
        "fleet",
    ),
    at_least(
        "fleet-events-per-second",
        8,
        "M/s",
        "rows that the log would have, kernel, moving city, a week, no log",
        "events_per_second",
        "fleet",
    ),
    at_least(
        "fleet-100k-ratio",
        0.5,
        "x",
        "the same for a day, 100,000 vehicles over 10,000",
        "ratio_100k",
        "fleet_sizes",
    ),
    at_least(
        "fleet-1m-ratio",
        0.25,
        "x",
        "the same for a day, 1,000,000 vehicles over 10,000",
        "ratio_1m",
        "fleet_sizes",
    ),
    at_most(
        "fleet-bytes-per-vehicle",
        600,
        "B",
        "peak resident size of a process that loads and simulates a day of 1,000,000 vehicles",
        "bytes_per_vehicle",
        "fleet_sizes",
    ),
    at_most(
        "reference-plain-ratio",
        4,
        "x",
        "reference over plain SimPy, 10 stations without further features, a day",
        "reference_plain_ratio",
    ),
    at_most(
        "cold-compile-seconds",
        40,
        "s",
        "first `voltwin run` of an installation, no report, whole process",
        "cold_compile",
        "processes",
    ),
    at_most(
        "warm-run-seconds",
        1.5,
        "s",
        "the same `voltwin run`, compiled before, whole process",
        "warm_run",
        "processes",
    ),
    at_most(
        "report-seconds",
        4,
        "s",
        "`voltwin run` of the demo week, KPIs, explanation and report, no log, whole process",
        "demo_report",
        "processes",
    ),
    at_most("help-seconds", 0.5, "s", "`voltwin --help`, whole process", "show_help", "processes"),
    at_most(
        "memory-week-logged-mb",
        500,
        "MB",
        "peak resident size of a process that streams the demo week's log to Parquet",
        "week_memory",
        "processes",
    ),
    at_most(
        "small-run-us",
        500,
        "µs",
        "a replication of one small station, a day, 1,000 in a call, set-up and KPIs included",
        "small_run",
        "replications",
        aim=100,
    ),
    at_least(
        "thread-scaling",
        1.8,
        "x",
        "replications of every 25th station of the demo city, a week: 1 thread over 2",
        "thread_scaling",
        "replications",
        aim=1.95,
    ),
    at_least(
        "share-ratio",
        0.2,
        "x",
        "speed under `share` over that under `admit`, 20 stations of 20 chargers each, a week, no "
        "log",
        "ratio",
        "shared_power",
        aim=0.4,
    ),
    at_most(
        "log-cost-ratio",
        5,
        "x",
        "time with the whole log to Parquet (zstd) over that without, demo week, all threads "
        "together",
        "ratio",
        "log_cost",
        aim=3,
    ),
    at_most(
        "year-drift",
        1.1,
        "x",
        "time per arrival on the last eight Mondays of a year over that on the first, 20 stations "
        "of the demo city, no log",
        "drift",
        "year",
        aim=1.03,
    ),
    at_most(
        "year-memory-ratio",
        1.1,
        "x",
        "peak memory of a process that simulates a year, KPIs read, over that of one for a week, 5 "
        "stations of the demo city, no log",
        "memory_ratio",
        "year",
        aim=1.02,
    ),
    at_most(
        "experiment-overhead",
        5,
        "%",
        "an experiment in a folder over its replications alone, 4 variants of 50 stations, a week",
        "overhead",
        "experiments",
    ),
    at_least(
        "ray-ratio",
        0.9,
        "x",
        "chunks done by a private Ray on this machine, by the time of threads over its own, both "
        "under way before",
        "ray_ratio",
        "experiments",
    ),
    at_most(
        "experiment-resume-seconds",
        2,
        "s",
        "`voltwin run --replications --resume`, all runs finished before",
        "resume",
        "experiments",
    ),
    at_least(
        "experiment-crn-reduction",
        10,
        "x",
        "variance of the lost share's difference, independent runs over common random numbers, "
        "demo week, two chargers more at every station",
        "common_random_numbers",
        "experiments",
    ),
    at_least(
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
    at_least(
        "store-postgres-rows-per-second",
        250_000,
        "rows/s",
        "events of the demo city from Arrow into PostgreSQL with its own settings, WAL included",
        "rows_per_second",
        "store_postgres",
    ),
    at_most(
        "http-week-seconds",
        1.5,
        "s",
        "the demo city's week over HTTP, from its YAML to its KPIs, server warm, embedded store",
        "week",
        "served",
        aim=0.7,
    ),
    at_most(
        "http-whatif-ms",
        300,
        "ms",
        "effect of a difference over HTTP, 10 pairs of a day on 50 stations, the base known",
        "what_if",
        "served",
    ),
    *TWINS,
    *QUEUES,
)

"""Figures of twins: seeking, forecasts, live frames and those who watch."""

from voltwin.bench.measurement import Case
from voltwin.bench.stating import at_most, late

MINUTE_S = 60
_THE_MORE_THE_BETTER = ("frames-per-second",)

# What clients on the loopback see who watch the moving city live while others take nothing.
_WATCHERS = tuple(
    Case(
        f"twin-watchers-{name}",
        what,
        unit,
        bar,
        name in _THE_MORE_THE_BETTER,
        late("watched", "figure", name, MINUTE_S),
        long=late("watched", "figure", name, 10 * MINUTE_S),
        together="twin-watchers",
    )
    for name, bar, unit, what in (
        ("ms", 200, "ms", "from the making of a frame to its receipt, 95 %, the worst client"),
        ("frames-per-second", 9, "1/s", "to the client who gets the fewest; ten are made"),
        ("silence-ms", 1000, "ms", "the longest time for which any client gets no frame"),
        ("behind", 0, "clients", "whose last frame is a second or more behind the newest"),
        ("left-out-percent", 0.1, "%", "frames left out for clients that acknowledge in time"),
        ("kb-per-second", 50, "KB/s", "sent to one client, the one who is sent most"),
        ("server-mib", 32, "MiB", "by which the server has grown at the end"),
        ("hosts-mib", 32, "MiB", "by which its processes of twins and jobs have grown at the end"),
    )
)

TWINS = (
    at_most(
        "twin-seek-ms",
        300,
        "ms",
        "seek to a random second of the moving city's week, 95 of 100 are quicker, within the "
        "default budget of 512 MB, no log",
        "seek_ms",
        "twins",
        aim=100,
    ),
    at_most(
        "forecast-seconds",
        10,
        "s",
        "forecast of six hours of the moving city, 20 replications, bands of all stations, "
        "processor's time",
        "seconds",
        "forecasts",
        aim=4,
    ),
    at_most(
        "forecast-scores-ms",
        100,
        "ms",
        "reports of the moving city's 500 stations held against 24 forecasts",
        "scores_ms",
        "forecasts",
        aim=10,
    ),
    at_most(
        "frames-kb-per-second",
        50,
        "KB/s",
        "live frames of the moving city at x60, to one watcher",
        "kilobytes_per_second",
        "frames",
        aim=20,
    ),
    at_most(
        "frames-make-ms",
        5,
        "ms",
        "a live frame of the moving city at x60: from the run to the bytes that all watchers get",
        "milliseconds",
        "frames",
        aim=1,
    ),
    *_WATCHERS,
)

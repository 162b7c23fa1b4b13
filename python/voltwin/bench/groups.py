"""Figures that belong together on the page, by how their names begin."""

from collections.abc import Iterable

from voltwin.bench.measurement import Measurement

GROUPS = (
    ("A city by arrivals", ("arrivals-", "reference-", "share-", "log-")),
    ("A fleet", ("fleet-",)),
    ("Queues", ("mm1-", "mm10-")),
    ("Replications and cores", ("small-run", "thread-")),
    ("Experiments", ("experiment-", "ray-")),
    ("Stores", ("store-",)),
    ("The server", ("http-",)),
    ("Live frames", ("frames-",)),
    ("Twins", ("twin-", "forecast-")),
    ("A year", ("year-",)),
    ("Whole processes", ("cold-", "warm-", "report-", "help-", "memory-")),
)
_REST = "Further figures"


def grouped(measurements: Iterable[Measurement]) -> list[tuple[str, list[Measurement]]]:
    """Return figures that have a bar by the title of their group, groups in their order."""
    titles: dict[str, list[Measurement]] = {title: [] for title, _ in GROUPS}
    titles[_REST] = []
    for measurement in measurements:
        if measurement.bar:
            titles[_title(measurement.name)].append(measurement)
    return [(title, members) for title, members in titles.items() if members]


def _title(name: str) -> str:
    return next((title for title, begins in GROUPS if name.startswith(begins)), _REST)

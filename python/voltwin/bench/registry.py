"""Which figures there are, and measuring them one after another."""

from collections.abc import Callable, Iterator

from voltwin.bench.cases import CASES
from voltwin.bench.machine import busy
from voltwin.bench.measurement import Case, Measurement
from voltwin.scenario.names import did_you_mean


def names() -> list[str]:
    """Return the names of all figures."""
    return [case.name for case in CASES]


def run(
    only: list[str] | None, progress: Callable[[str], None], *, long: bool = False
) -> Iterator[Measurement]:
    """Measure figures.

    Args:
        only: their names, and with each come the other figures of its measurement; None for all.
        progress: is told before each.
        long: measure over a long time what may change with it.

    Raises:
        ValueError: there is no such figure, or a rival is not in this installation.
    """
    chosen = _chosen(only)
    if warning := busy():
        progress(warning)
    for number, case in enumerate(chosen, 1):
        progress(f"{number}/{len(chosen)} {case.name}: {case.what}")
        yield case.run(long=long)


def _chosen(only: list[str] | None) -> list[Case]:
    by_name = {case.name: case for case in CASES}
    for name in only or ():
        if name not in by_name:
            raise ValueError(f'there is no figure "{name}"{did_you_mean(name, by_name)}')
    if only is None:
        return list(CASES)
    named = [by_name[name] for name in dict.fromkeys(only)]
    groups = {case.together for case in named if case.together}
    more = [case for case in CASES if case.together in groups and case not in named]
    return named + more

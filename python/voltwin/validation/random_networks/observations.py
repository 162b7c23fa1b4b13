"""What is seen at the stations of random networks: nothing, less, or more than there is."""

import math
from collections.abc import Sequence
from random import Random

from voltwin.validation.network import Site, Type
from voltwin.validation.scope import Frame, Scope
from voltwin.validation.scripting import Observed
from voltwin_core.station.script import SEEN_IDLE, SEEN_OUT

_MOST_OBSERVATIONS = 6  # of a site
_UNLIMITED = 12  # more than there are, where racks are not given


def random_observations(
    scope: Scope, number: int, site: Site, kinds: Sequence[Type], f: Frame
) -> tuple[Observed, ...]:
    """Return what is seen at a site, in any order; often several things at one instant."""
    source = scope.source("observations", number)
    found: list[Observed] = []
    for _ in range(source.randint(1, _MOST_OBSERVATIONS)):
        at_s, kind = f.moment(source), source.randrange(len(kinds))
        if found and source.random() < 0.3:
            at_s = found[-1].at_s
        found.append(_observed(source, number, site, kind, kinds[kind].ready_soc, at_s))
    return tuple(found) if scope.has("observations", source, 0.25) else ()


def _observed(
    source: Random, number: int, site: Site, kind: int, ready_soc: float, at_s: float
) -> Observed:
    more = _UNLIMITED if site.more_racks is None else site.more_racks
    room = sum(map(len, site.inventory)) + more
    chargers = tuple(
        (c, _sight(source, ready_soc))
        for c in range(min(len(site.chargers), room))
        if source.random() < source.choice((0.0, 0.0, 0.3, 1.0))
    )
    there = sum(soc >= 0.0 for _, soc in chargers)  # fewer are never seen
    room -= there
    ready = source.choice((None, None, 0, min(1, room), source.randint(0, room), room))
    rest = room - (ready or 0)
    others = source.choice((None, None, 0, min(1, rest), source.randint(0, rest), rest))
    not_ready = None if others is None else others + there
    waiting = source.choice((None, None, 0, 0, 1, 3, source.randint(0, 12)))
    if not chargers and ready is not_ready is waiting is None:
        ready = 0
    soc = source.choice((0.5 * ready_soc, 0.0, source.uniform(0.0, ready_soc)))
    return Observed(at_s, number, kind, ready, not_ready, waiting, chargers, soc)


def _sight(source: Random, ready_soc: float) -> float:
    """Return how a charger is seen: out of order, idle, or the SoC of the battery on it."""
    just_below = math.nextafter(ready_soc, 0.0)
    socs = 0.0, 0.5 * ready_soc, just_below, source.uniform(0.0, ready_soc)
    return source.choice((SEEN_OUT, SEEN_IDLE, *socs))

"""What the next unit of each resource would bring: the run against the run with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from voltwin.explain.evidence import Evidence
from voltwin.explain.next_unit import LEVERS, Kinds, Variant, with_pair
from voltwin.explain.resimulate import Outcome, Recipe, resimulate
from voltwin.explain.site import Site
from voltwin.explain.trouble import DELAYS
from voltwin.scenario.station import Station

Levers = tuple[str, ...]  # one, or two together
Progress = Callable[[float], None]

SINGLE: tuple[Levers, ...] = tuple((lever,) for lever in LEVERS)
# An hour more and a unit more help different vehicles, so they are never needed together; another
# rule is no unit.
_UNITS = [lever for lever in LEVERS if lever not in ("hour", "price")]
_PAIRS: tuple[Levers, ...] = tuple(combinations(_UNITS, 2))


class Gain(NamedTuple):
    """What a station with the next unit does better than the station of the run."""

    battery_type: str | None  # id of the battery's type, where there are several
    saved: int  # fewer vehicles lost
    in_time: int  # more vehicles served within the target wait
    wait_s: float | None  # change of the mean wait of those served; None without any [s]
    grid_kw: float | None = None  # by which the grid limit is raised [kW]
    left: int = 0  # vehicles that are still lost or late
    saved_network: int | None = None  # fewer lost in the whole network, where others are affected
    in_time_network: int | None = None  # more within the target wait, likewise

    def score(self, trouble: str | None) -> int:
        """Return what counts against the trouble: vehicles saved, or served in time."""
        return self.in_time if trouble == DELAYS else self.saved


Gains = Mapping[Levers, Gain]


class Case(NamedTuple):
    """A station to be explained."""

    site: Site
    evidence: Evidence
    base: Outcome  # of the run

    @property
    def station(self) -> Station:
        """The station itself."""
        return self.site.station


def single_gains(recipe: Recipe, cases: Sequence[Case], progress: Progress) -> list[Gains]:
    """Return the gain of each lever that applies, for each case."""
    return _gains(recipe, cases, SINGLE, progress)


def pair_gains(recipe: Recipe, cases: Sequence[Case], progress: Progress) -> list[Gains]:
    """Return the gain of each pair of levers that applies, for each case."""
    return _gains(recipe, cases, _PAIRS, progress)


def _gains(
    recipe: Recipe, cases: Sequence[Case], wanted: Sequence[Levers], progress: Progress
) -> list[Gains]:
    """Return the gains of these levers; `progress` is called with the share done, 0 to 1."""
    kinds = Kinds.of(recipe.scenario)
    tried = [
        (number, levers, variant)
        for number, case in enumerate(cases)
        for levers in wanted
        for variant in variants(case.site, levers, kinds)
    ]
    outcomes = resimulate(
        recipe,
        [variant.site for *_, variant in tried],
        lambda done: progress(done / len(tried)),
    )
    found: list[list[tuple[Levers, Gain]]] = [[] for _ in cases]
    for (number, levers, variant), outcome in zip(tried, outcomes, strict=True):
        if outcome is not None:
            found[number].append((levers, gain(cases[number].base, outcome, variant)))
    return [best_of(gains, case.evidence.trouble) for gains, case in zip(found, cases, strict=True)]


def best_of(gains: Iterable[tuple[Levers, Gain]], trouble: str | None) -> Gains:
    """Return the best gain of each lever: of batteries there is one for each type."""
    found: dict[Levers, Gain] = {}
    for levers, brought in gains:
        if levers not in found or _better(brought, found[levers], trouble):
            found[levers] = brought
    return found


def variants(site: Site, levers: Levers, kinds: Kinds) -> Iterator[Variant]:
    """Yield the station with the next unit of one lever, or of two."""
    if len(levers) == 1:
        return LEVERS[levers[0]](site, kinds)
    return with_pair(site, (levers[0], levers[1]), kinds)


def gain(base: Outcome, outcome: Outcome, variant: Variant) -> Gain:
    """Return what a station with the next unit does better than that of the run."""
    before, after = base.wait_mean_s, outcome.wait_mean_s
    return Gain(
        variant.battery_type,
        base.lost - outcome.lost,
        outcome.within_target - base.within_target,
        None if before is None or after is None else after - before,
        variant.grid_kw,
        outcome.lost + outcome.late,
    )


def _better(gain: Gain, former: Gain, trouble: str | None) -> bool:
    """Whether a battery of this type brings more than one of a type before it."""
    return _rank(gain, trouble) > _rank(former, trouble)


def _rank(gain: Gain, trouble: str | None) -> tuple[float, ...]:
    return gain.score(trouble), gain.saved + gain.in_time, -(gain.wait_s or 0.0)

"""Faults and interventions of random networks."""

import math
from collections.abc import Sequence
from random import Random

from voltwin.validation.laws import Law, empirical, exponential, fixed, uniform
from voltwin.validation.network import QUARTER_S, Site
from voltwin.validation.scope import Frame, Scope
from voltwin.validation.scripting import Haul, Intervention

_MOST_INTERVENTIONS = 12  # of a site


def random_faults(scope: Scope, what: str, number: int, f: Frame) -> tuple[Law, Law] | None:
    """Return how long the chargers or bays of a site work and fail, in turn; None for always."""
    source = scope.source("faults", what, number)
    works_s = f.horizon_s * source.choice((0.05, 0.2, 1.0))
    fails_s = works_s * source.choice((0.1, 0.5, 2.0))
    works = source.choice((exponential(works_s), uniform(0.0, 2.0 * works_s)))
    fails = source.choice((exponential(fails_s), fixed(fails_s), empirical(0.0, 0.0, fails_s)))
    if f.tied and source.random() < 0.7:
        works, fails = (fixed(QUARTER_S * source.choice((1, 2, 7))) for _ in range(2))
    return (works, fails) if scope.has("faults", source, 0.25) else None


def random_interventions(
    scope: Scope, number: int, site: Site, f: Frame
) -> tuple[Intervention, ...]:
    """Return what is done to a site, in any order."""
    source = scope.source("interventions", number)
    found = tuple(
        _intervention(source, number, site, f)
        for _ in range(source.randint(1, _MOST_INTERVENTIONS))
    )
    return found if scope.has("interventions", source, 0.35) else ()


def random_hauls(scope: Scope, sites: Sequence[Site], kinds: int, f: Frame) -> tuple[Haul, ...]:
    """Return trucks between sites, more than one of them often on the same way."""
    source = scope.source("trucks")
    numbers = range(len(sites))
    hauls = []
    for _ in range(source.choice((1, 2, 6))):
        if len(sites) < 2:
            break
        site, to = source.sample(numbers, 2)
        hauls.append(
            Haul(
                f.moment(source),
                site,
                to,
                source.randrange(kinds),
                source.choice((1, 2, 5, 50)),
                source.choice((1.0, QUARTER_S, 1234.5, 0.5 * f.horizon_s)),
            )
        )
    return tuple(hauls) if scope.has("trucks", source, 0.25) else ()


def _intervention(source: Random, number: int, site: Site, f: Frame) -> Intervention:
    at_s, for_s = f.moment(source), source.choice((None, f.moment(source)))
    for_s = for_s or None  # what holds for no time at all is not allowed
    kinds = ["bay_out", "bay_out", "bay_in", "limit_kw", "limit_factor", "close", "open"]
    kinds += ["charger_out"] * 5 + ["charger_in"] * 2 if site.chargers else []
    kind = source.choice(kinds)
    if kind == "limit_factor" and any(kw == math.inf for _, kw in site.limit_kw):
        kind = "limit_kw"
    if kind.endswith("_in"):
        for_s = None
    items = site.bays if kind.startswith("bay") else max(1, len(site.chargers))
    return Intervention(
        at_s, kind, number, source.randrange(items), _value(source, kind, site), for_s
    )


def _value(source: Random, kind: str, site: Site) -> float:
    if kind == "limit_kw":
        total, one = sum(kw for kw, _ in site.chargers), max((0.0, *(p for p, _ in site.chargers)))
        return source.choice((0.0, one, 0.5 * total, 0.87654321 * total, total, math.inf))
    return source.choice((0.0, 0.3, 0.5, 1.0)) if kind == "limit_factor" else 0.0

"""A city so small that an experiment on it is over in a moment, and yet loses somebody."""

import voltwin
from voltwin.experiment.plan import Plan
from voltwin.experiment.variant import BASE, Variant
from voltwin.scenario.changes import Change, changed

MEASURES = ("lost_share", "wait_mean_s", "wait_p95_s", "grid_kwh")


def small_city() -> voltwin.Scenario:
    """Three stations for two hours, with fewer chargers and batteries than they need."""
    city = voltwin.demo_city(stations=3, seed=2)
    city.horizon = 7200.0
    city.demand.multiplier = 4.0
    poor = ("stations[*].batteries = 8", "stations[*].chargers = 4", "stations[*].bays = 1")
    return changed(city, [Change.parse(change) for change in poor])


def variant(*changes: str) -> Variant:
    """Return a variant by its changes."""
    made = tuple(Change.parse(change) for change in changes)
    return Variant("; ".join(changes) or BASE, made)


def small_plan(*, replications: int = 6, kept: tuple[str, ...] = ()) -> Plan:
    """Two variants of the small city."""
    city = small_city()
    return Plan(
        kind="comparison",
        name="small",
        base=city,
        variants=(variant(), variant("stations[*].chargers += 1")),
        seed=4,
        replications=replications,
        until_s=city.horizon,
        measures=MEASURES,
        kept=kept,
        asked={"best": None, "least": None},
    )

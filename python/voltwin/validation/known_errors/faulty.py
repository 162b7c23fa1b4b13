"""Stations where all kinds of things go out of order: chargers, bays, the limit, the station as a
whole; and trucks between them."""

from voltwin.validation.laws import exponential, uniform
from voltwin.validation.network import Arrivals, Network, Site, Type
from voltwin.validation.scripting import Haul, Intervention

HORIZON_S = 86400.0


def faulty(stations: int) -> Network:
    """Return stations with random faults and a script; each second one gets batteries by truck."""
    kind = Type(
        capacity_kwh=60.0,
        curve=((0.0, 90.0), (0.6, 90.0), (1.0, 15.0)),
        arrival_soc=uniform(0.05, 0.4),
        cool_minimum_s=240.0,
    )
    site = Site(
        inventory=((0.3,) * 4 + (0.9,) * 8,),
        ring=(60,),
        shares=(1.0,),
        arrivals=Arrivals(per_s=10.0 / 3600.0),
        bays=2,
        chargers=((60.0, 0.95),) * 6,
        places=6,
        swap_s=uniform(60.0, 240.0),
        patience_s=exponential(1200.0),
        limit_kw=((0.0, 300.0),),
        more_racks=8,
        charger_faults=(exponential(7200.0), exponential(1800.0)),
        bay_faults=(exponential(14400.0), exponential(1200.0)),
    )
    return Network(
        (kind,),
        (site,) * stations,
        horizon_s=HORIZON_S,
        interventions=tuple(what for s in range(stations) for what in _script(s)),
        hauls=tuple(
            Haul(7200.0 * n, s, s + 1, 0, 4, 1800.0)
            for n in range(1, 11)
            for s in range(0, stations - 1, 2)
        ),
    )


def _script(s: int) -> tuple[Intervention, ...]:
    return (
        Intervention(10_000.0, "charger_out", s, item=0, for_s=20_000.0),
        Intervention(20_000.0, "bay_out", s, item=1, for_s=5_000.0),
        Intervention(30_000.0, "limit_kw", s, value=90.0, for_s=9_000.0),
        Intervention(50_000.0, "close", s, for_s=7_000.0),
    )

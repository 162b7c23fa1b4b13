"""Networks put straight into parameter tables: `description` says in plain values what a run is
made of, and `tables` numbers and packs it."""

from voltwin.validation.network.description import (
    QUARTER_S,
    Arrivals,
    Curve,
    Network,
    Site,
    Steps,
    Type,
    folded,
    week_phase_s,
)
from voltwin.validation.network.tables import parameters, places

__all__ = [
    "QUARTER_S",
    "Arrivals",
    "Curve",
    "Network",
    "Site",
    "Steps",
    "Type",
    "folded",
    "parameters",
    "places",
    "week_phase_s",
]

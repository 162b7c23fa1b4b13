"""Price-aware charging: batteries beyond a reserve are charged while energy is cheap.

The price is known beforehand: when it crosses a station's threshold stands in the parameters.
"""

import math
from typing import TYPE_CHECKING

from voltwin_core.event_list import event_key, push
from voltwin_core.jit import inlined, kernel
from voltwin_core.station.events import PRICE, ROW_PRICE_HIGH, ROW_PRICE_LOW
from voltwin_core.station.log_rows import log_station
from voltwin_core.station.parameters import NO_RESERVE
from voltwin_core.station.silent import know_ready

if TYPE_CHECKING:
    from voltwin_core.station.world import World


@kernel
def begin_prices(w: "World", s: int) -> None:
    """The price of the start is in force, its first crossing of the threshold pending."""
    w.stations[s].cheap = w.parameters.stations[s].cheap_at_start
    _pend_price(w, s)


@kernel
def on_price(w: "World", s: int) -> None:
    """The price falls below the threshold, or no longer is (row `price_low` or `price_high`); the
    next crossing becomes pending."""
    station = w.stations[s]
    station.cheap = 1 - station.cheap
    log_station(w, s, ROW_PRICE_LOW if station.cheap else ROW_PRICE_HIGH, math.nan)
    station.price_change += 1
    _pend_price(w, s)


@inlined
def may_start(w: "World", s: int) -> bool:
    """Return whether a charge may start now, as far as its price goes."""
    reserve = w.parameters.stations[s].reserve
    return reserve == NO_RESERVE or w.stations[s].cheap != 0 or _unclaimed(w, s) < reserve


@kernel
def _unclaimed(w: "World", s: int) -> int:
    """Return how many ready batteries, of all types, are unclaimed."""
    know_ready(w, s)
    types, unclaimed = w.parameters.settings[0].battery_types, 0
    for p in range(s * types, (s + 1) * types):
        unclaimed += w.pools[p].ready - w.pools[p].claims
    return unclaimed


@kernel
def _pend_price(w: "World", s: int) -> None:
    station, state = w.parameters.stations[s], w.stations[s]
    if state.price_change < station.price_changes:
        t = w.parameters.numbers[station.first_price_change + state.price_change]
        push(w.events, s, t, event_key(PRICE, len(w.stations) + s))

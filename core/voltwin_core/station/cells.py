"""What KPIs are summed in: cells of (station, local hour), 15-minute slots, and wait bins.

docs/model.md §6 defines each. The order of the names is the order of the columns.
"""

import math

from voltwin_core.jit import kernel

COUNTS = (
    "arrivals",
    "swaps",
    "within_target",
    "lost_closed",
    "lost_stockout",
    "lost_queue_full",
    "reneged",
    "diverted",
    "unseen",
)
(
    ARRIVALS,
    SWAPS,
    WITHIN_TARGET,
    LOST_CLOSED,
    LOST_STOCKOUT,
    LOST_QUEUE_FULL,
    RENEGED,
    DIVERTED,
    UNSEEN,
) = range(len(COUNTS))

SUMS = ("wait_s", "handed_kwh", "returned_kwh", "fade_kwh")
WAIT_S, HANDED_KWH, RETURNED_KWH, FADE_KWH = range(len(SUMS))

# Time out of order.
OUTS = ("charger_out_s", "bay_out_s")
CHARGER_OUT_S, BAY_OUT_S = range(len(OUTS))

# States of a battery at a station; those elsewhere have no column.
STATES = ("bay", "queued", "cooling", "charging", "topping", "suspended", "rack")
BAY, QUEUED, COOLING, CHARGING, TOPPING, SUSPENDED, RACK = range(len(STATES))
IN_VEHICLE = -1
IN_TRUCK = -2
UNOBSERVED = -3

# Batteries that trucks have brought to a station, less those taken: how many, their energy [kWh],
# and the sum of the times at which [s]; the same of those that observations have brought, their
# energy with what observed SoCs have changed; and the energy of vehicles that observations have
# brought, with the batteries in them, less that of those that have left [kWh].
EXCHANGES = (
    *("trucked", "trucked_kwh", "trucked_at_s"),
    *("observed", "observed_kwh", "observed_at_s"),
    "observed_vehicles_kwh",
)
(
    TRUCKED,
    TRUCKED_KWH,
    TRUCKED_AT_S,
    OBSERVED,
    OBSERVED_KWH,
    OBSERVED_AT_S,
    OBSERVED_VEHICLES_KWH,
) = range(len(EXCHANGES))

SLOT_S = 900.0
SLOTS_PER_HOUR = 4

BINS_PER_OCTAVE = 16
OCTAVES = 20
WAIT_BINS = 3 + OCTAVES * BINS_PER_OCTAVE  # zero, (0, 1) s, the octaves, and all beyond


@kernel
def wait_bin(wait_s: float) -> int:
    """Return the histogram bin of a wait [s]."""
    if wait_s <= 0.0:
        return 0
    if wait_s < 1.0:
        return 1
    mantissa, exponent = math.frexp(wait_s)  # wait = mantissa * 2**exponent, 0.5 <= mantissa < 1
    octave = exponent - 1
    if octave >= OCTAVES:
        return WAIT_BINS - 1
    return 2 + octave * BINS_PER_OCTAVE + int((mantissa - 0.5) * (2 * BINS_PER_OCTAVE))

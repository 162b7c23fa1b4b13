"""The wait that a vehicle expects at a station, from what can be seen there."""

import math

from voltwin_core.jit import kernel


@kernel
def expected_wait_s(
    unclaimed: int,
    in_stock_line: int,
    in_bay_line: int,
    busy_bays: int,
    bays: int,
    charging: int,
    swap_s: float,
    charge_s: float,
) -> float:
    """Return the wait from arrival to the begin of the swap that a newcomer expects [s].

    Two queues in a row, each seen as a fluid: the slower one decides,
    max(battery wait, bay wait), as vehicles move on in one while they wait in the other.

    battery wait: 0 with an unclaimed battery, else (in_stock_line + 1) x charge_s / charging: the
    newcomer's is the (in_stock_line + 1)th that becomes ready, at a rate of charging / charge_s.
    bay wait: with n = max(0, in_bay_line + in_stock_line + busy_bays + 1 - bays) swaps to end
    before the newcomer's begins, n x swap_s / bays.

    Args:
        unclaimed: ready batteries of the vehicle's type without a claim.
        in_stock_line: vehicles waiting for a battery of the type.
        in_bay_line: vehicles waiting for a bay.
        busy_bays: bays in which a swap is under way.
        bays: that are in service; with none the wait is infinite.
        charging: chargers with a battery of the type that is not ready yet; with none, and no
            unclaimed battery, the wait is infinite.
        swap_s: mean swap time [s].
        charge_s: mean time on the charger until ready [s].
    """
    if bays == 0:
        return math.inf
    ahead = max(0, in_bay_line + in_stock_line + busy_bays + 1 - bays)
    bay_wait = ahead * swap_s / bays
    if unclaimed > 0:
        return bay_wait
    if charging == 0:
        return math.inf
    return max((in_stock_line + 1) * charge_s / charging, bay_wait)

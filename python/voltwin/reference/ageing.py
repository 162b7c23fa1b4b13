"""How a battery ages: worked out when it is placed on a charger, from what has happened since."""

from voltwin.reference.battery import Battery
from voltwin_core.ageing import NO_AGEING, Numbers, calendar_loss, cycling_loss, soh_after


def has_aged(battery: Battery, t: float, numbers: Numbers) -> bool:
    """Let a battery age up to `t` [s], and tell whether its state of health has fallen.

    Its SoC stays: the energy that goes with the capacity is lost.

    Args:
        battery: not on a charger.
        t: not before it aged last.
        numbers: of the parameters, for the law of its type.
    """
    kind, wear = battery.type, battery.wear
    hours = (t - wear.since_s) / 3600.0
    if kind.ageing == NO_AGEING or hours == 0.0:
        return False
    cycles = (battery.throughput_kwh - wear.since_kwh) / (2.0 * kind.capacity_kwh)
    lowest = min(wear.low_soc, battery.soc)
    mean_soc = 0.5 * (wear.top_soc + battery.soc)
    wear.calendar_loss = calendar_loss(
        numbers, kind.ageing, wear.calendar_loss, hours / 24.0, mean_soc
    )
    wear.cycling_loss = cycling_loss(
        numbers, kind.ageing, wear.cycling_loss, cycles, wear.top_soc - lowest, 2.0 * cycles / hours
    )
    wear.since_s, wear.since_kwh = t, battery.throughput_kwh
    wear.low_soc = wear.top_soc = battery.soc
    soh = soh_after(wear.calendar_loss, wear.cycling_loss)
    fell = soh < battery.soh
    battery.soh = min(soh, battery.soh)
    return fell

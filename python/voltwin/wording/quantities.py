"""Numbers as people read them: few digits, and the unit that fits their size."""

NONE = "-"  # there is nothing to take the share or the mean of


def number(value: int) -> str:
    """Return a count: `12,345`."""
    return f"{value:,}"


def times(count: int) -> str:
    """Return how often: `once`, `twice`, `12 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def share(value: float | None) -> str:
    """Return a fraction in percent: `4.1 %`. Only none is 0 %, and only all is 100 %."""
    if value is None:
        return NONE
    if 0.0 < value < 0.0005:
        return "< 0.1 %"
    if 0.9995 < value < 1.0:
        return "> 99.9 %"
    return f"{100.0 * value:.1f} %"


def duration(seconds: float | None) -> str:
    """Return a time [s]: `0 s`, `0.4 s`, `42 s`, `8.4 min`, `3.2 h`, `2.1 days`."""
    if seconds is None:
        return NONE
    if 0.0 < seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    if seconds < 99.5 * 60.0:
        return f"{seconds / 60.0:.1f} min"
    if seconds < 47.95 * 3600.0:
        return f"{seconds / 3600.0:.1f} h"
    return f"{seconds / 86400.0:.1f} days"


def energy(kwh: float) -> str:
    """Return an energy [kWh]: `950 kWh`, `12.3 MWh`, `1.2 GWh`."""
    return _scaled(kwh, ("kWh", "MWh", "GWh", "TWh"))


def power(kw: float) -> str:
    """Return a power [kW]: `950 kW`, `12.3 MW`, `1.2 GW`."""
    return _scaled(kw, ("kW", "MW", "GW", "TW"))


def money(amount: float | None) -> str:
    """Return an amount, without its currency: `12,345`, `84.20`, `-3.15`."""
    if amount is None:
        return NONE
    text = f"{amount:,.0f}" if abs(amount) >= 999.5 else f"{amount:,.2f}"
    return text if float(text.replace(",", "")) else text.lstrip("-")  # no amount is -0


def _scaled(value: float, units: tuple[str, ...]) -> str:
    unit = 0
    while abs(value) >= 9999.5 and unit + 1 < len(units):
        value /= 1000.0
        unit += 1
    return f"{value:,.0f} {units[unit]}" if unit == 0 else f"{value:,.1f} {units[unit]}"

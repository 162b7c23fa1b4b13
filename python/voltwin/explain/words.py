"""What next units are called."""

from voltwin.wording.quantities import power

NOT_TRIED = "As vehicles drive between stations, next units were not tried."


def unit(levers: tuple[str, ...], grid_kw: float | None, battery_type: str | None) -> str:
    """Return what the next unit of a lever is called, or that of two together.

    Args:
        levers: one, or two.
        grid_kw: by which `grid` raises the limit [kW].
        battery_type: id of the battery's type, where there are several.
    """
    of_type = "" if battery_type is None else f' of type "{battery_type}"'
    words = {
        "charger": "one more charger",
        "battery": f"one more battery{of_type}",
        "bay": "one more bay",
        "grid": f"{power(grid_kw or 0.0)} more from the grid",
        "hour": "closing an hour later",
        "price": "charging at any price",
    }
    return " with ".join(words[lever] for lever in levers)

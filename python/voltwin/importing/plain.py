"""Fields of a scenario in their plainest form, for people to read."""

from typing import Any


def plain(value: Any) -> Any:
    """Return data without what need not be said: nothing, the kind and side of a charge curve, and
    the fraction of whole numbers."""
    if isinstance(value, dict):
        unsaid = ("kind", "measured_at", "efficiency") if "knee_soc" in value else ()
        return {
            name: plain(item)
            for name, item in value.items()
            if item is not None and name not in unsaid
        }
    if isinstance(value, list):
        return [plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def either(wanted: Any) -> str:
    """Return a value, or the values of which one is wanted, as text.

    >>> either(["1", 1, "2"])
    '1 or 2'
    """
    values = wanted if isinstance(wanted, list | tuple) else [wanted]
    return " or ".join(dict.fromkeys(str(value) for value in values))

"""The nearest right name for a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """Return `; did you mean "..."?` for a misspelt name, or the names to choose from.

    >>> did_you_mean("comuter", ["flat", "commuter"])
    '; did you mean "commuter"?'
    >>> did_you_mean("swaps", ["bays", "swap_time", "swaps_per_day"])
    '; did you mean "swaps_per_day"?'
    """
    names = list(dict.fromkeys(right))
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(wrong.casefold(), folded, n=1, cutoff=0.6)
    near = near or [name for name in folded if len(wrong) > 2 and wrong.casefold() in name]
    if near:
        return f'; did you mean "{folded[near[0]]}"?'
    if not names:
        return ""
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"; allowed: {shown}"

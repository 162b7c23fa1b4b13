"""Whether a station loses or delays its vehicles, or neither."""

LOSES, DELAYS = "loses", "delays"
MOST_LATE = 0.01  # of those served: a station that keeps its target for 99 % does not delay
FEW = 10  # late vehicles that weigh less than one that is lost


def trouble(swaps: int, lost: int, late: int, overdue: int) -> str | None:
    """Return `LOSES` or `DELAYS`, whichever a station is explained by; None if it is fine.

    Args:
        swaps: vehicles served.
        lost: vehicles lost.
        late: vehicles that waited longer than the target, served or still inside at the end.
        overdue: of these, those still inside.
    """
    if misses_target(swaps, late, overdue) and late > FEW * lost:
        return DELAYS
    return LOSES if lost else None


def misses_target(swaps: int, late: int, overdue: int) -> bool:
    """Return whether too many wait longer than the target, of those served and those overdue."""
    return late > MOST_LATE * (swaps + overdue)

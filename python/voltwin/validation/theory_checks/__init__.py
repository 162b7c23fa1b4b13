"""The model against theory, each system through the whole engine.

A system (`system.System`) has parameters, says what theory knows of it, and measures the same on
the kernel; a `Case` adds seed and size. `voltwin validate NAME` takes one's own parameters.
"""

from voltwin.validation.theory_checks import (
    bays,
    bscs,
    closed_fleets,
    erlang_b,
    reference_values,
    swap_lost,
    swap_queue,
    window_fill,
)

CHECKS = (
    reference_values.CHECK,
    erlang_b.CHECK,
    swap_lost.CHECK,
    swap_queue.CHECK,
    swap_queue.CHECK_WITHOUT_BOUND,
    bays.CHECK,
    bays.CHECK_OF_ONE_BAY,
    window_fill.CHECK,
    window_fill.CHECK_ALIKE,
    bscs.CHECK,
    closed_fleets.CHECK,
)

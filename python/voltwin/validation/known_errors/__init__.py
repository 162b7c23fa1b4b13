"""What is known to be wrong in other simulators, or is asked for by those who use them: each is
looked for in runs of small networks.

A check has a network in which the error would show (`runs` runs it), reads the log as plainly as it
can, and says how much of it there was to look at: with nothing, the verdict fails.
"""

from voltwin.validation.known_errors import (
    conservation,
    cooling,
    energy,
    given_state,
    grid_limit,
    hour_boundaries,
    inside_at_the_end,
    more_chargers,
    no_slow_down,
    other_process,
    published_recipe,
    swapped_batteries,
    waits,
)

CHECKS = (
    more_chargers.CHECK,
    waits.CHECK,
    grid_limit.CHECK,
    energy.CHECK,
    hour_boundaries.CHECK,
    other_process.CHECK,
    swapped_batteries.CHECK,
    conservation.CHECK,
    cooling.CHECK,
    inside_at_the_end.CHECK,
    published_recipe.CHECK,
    given_state.CHECK,
    no_slow_down.CHECK,
)

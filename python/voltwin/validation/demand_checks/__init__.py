"""Demand against what scenarios ask for: arrivals, departures, and the random draws behind them.

`runs` runs scenarios and reads their logs; `asked` works out what a scenario asks of a stream, by
none of the model's code; `goodness` holds numbers against laws.
"""

from voltwin.validation.demand_checks import (
    departures,
    dispersion,
    draws,
    given,
    laws,
    poisson,
)

CHECKS = (
    poisson.CHECK,
    dispersion.CHECK,
    given.CHECK,
    given.CHECK_OF_TRACES,
    departures.CHECK,
    draws.CHECK,
    laws.CHECK,
)

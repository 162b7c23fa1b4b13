"""A process that simulates a day of the moving city with more vehicles, and tells what it took: as
a command, without pandas.

python -m voltwin.bench.grown_day 1000000
"""

import sys
from time import perf_counter

from voltwin.cli.without_pandas import without_pandas


def main(vehicles: int) -> None:
    """Print the peak memory [MB], and how long loading and running took [s]."""
    from voltwin.bench.fleet_sizes import grown
    from voltwin.bench.week import peak_mb
    from voltwin.simulation import Simulation

    begun = perf_counter()
    simulation = Simulation(grown(vehicles // 10_000), log=False)
    loaded = perf_counter()
    simulation.run()
    print(f"{peak_mb():.1f} {loaded - begun:.2f} {perf_counter() - loaded:.2f}")


if __name__ == "__main__":
    with without_pandas():
        main(int(sys.argv[1]))

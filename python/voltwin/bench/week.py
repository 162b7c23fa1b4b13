"""A process that simulates the demo city, streams its log to a file, and tells its peak memory.

python -m voltwin.bench.week events.parquet 604800
"""

import resource
import sys
from pathlib import Path

from voltwin.run_folder.event_file import EventFile
from voltwin.scenario import demo_city
from voltwin.simulation import Simulation


def main(file: Path, until_s: float) -> None:
    """Print the peak memory [MB] and the number of log rows."""
    with EventFile(file) as events:
        for batch in Simulation(demo_city()).stream(until_s):
            events.write(batch)
    print(f"{peak_mb():.1f} {events.rows}")


def peak_mb() -> float:
    """Return the largest resident size of this process so far [MB].

    Linux keeps in `ru_maxrss` also the size of the process that this one was forked from, so the
    kernel's own record of this address space is asked first.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))

"""Count which way each branch of the kernel goes, for `voltwin_core.branches`.

python benchmarks/count_branches.py      writes core/voltwin_core/branches.json; as `make branches`
"""

import json
from collections.abc import Iterator
from typing import TypeAlias

from voltwin.bench import fleet, networks, queues, shared_power
from voltwin.bench.networks import DAY_S, WEEK_S
from voltwin.scenario import parameters
from voltwin_core import branches
from voltwin_core.calendar import HOUR_S
from voltwin_core.station.parameters import Parameters

Run: TypeAlias = tuple[str, Parameters, float, bool]

_CUSTOMERS = 10_000


def runs() -> Iterator[Run]:
    """Yield (name, tables, until [s], log on) of what is counted: the demo city for longest, as
    what is usual there is to be quick, and enough of all else to see the branches that are its own.
    """
    yield "a week of the demo city", networks.city_parameters(), WEEK_S, False
    yield "an hour of it with its log", networks.city_day_parameters(), HOUR_S, True
    yield "a day of the moving city", fleet.day_parameters(), DAY_S, False
    yield "an hour of it with its log", fleet.day_parameters(), HOUR_S, True
    yield "shared power", parameters(shared_power.stations("share")), DAY_S, False
    yield "limited power", parameters(shared_power.stations("admit")), DAY_S, False
    yield "M/M/1", parameters(queues.queue(1, _CUSTOMERS)), WEEK_S, False


def main() -> None:
    """Count, and write the file."""
    with branches.counting() as counter:
        for name, network, until_s, log in runs():
            print(name, flush=True)
            networks.kernel(network, log=log).advance(until_s)
    branches.COUNTS.write_text(_text(counter.counts()), encoding="utf-8")
    print(f"wrote {branches.COUNTS}")


def _text(counts: branches.Counts) -> str:
    """Return JSON with a line for each function."""
    rows = (f"{json.dumps(function)}: {json.dumps(lines)}" for function, lines in counts.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    main()

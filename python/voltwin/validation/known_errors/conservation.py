"""No battery is lost, whatever goes out of order: chargers, bays, the limit, the station; nor on a
truck. By the rows at every instant, and in the engine whenever it is looked at."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from voltwin.validation.difference import columns_of
from voltwin.validation.known_errors.faulty import faulty
from voltwin.validation.known_errors.places_told import ON_CHARGER, Ledger
from voltwin.validation.known_errors.runs import AnyEngine, begun, drained, rows
from voltwin.validation.network import parameters
from voltwin.validation.replay import Replay
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict
from voltwin_core.station.cells import COOLING, IN_TRUCK, SUSPENDED

SEED = 907
DISTURBANCES = ("charger_out", "bay_out", "limit", "closed", "truck_leaves")
_STATIONS = {Effort.QUICK: 6, Effort.FULL: 60}
_LOOKS = 288  # every five minutes of a day


def elsewhere(engine: AnyEngine, ledger: Ledger) -> int:
    """Return how many batteries the engine has elsewhere than the rows."""
    columns = engine.batteries()
    state = columns["state"].astype(np.int64)
    state[(state >= COOLING) & (state <= SUSPENDED)] = ON_CHARGER
    # Which station a battery in a truck is at does not matter.
    station = np.where(state == IN_TRUCK, -1, columns["station"])
    return int(np.count_nonzero((state != ledger.place) | (station != ledger.station)))


def looked_at(effort: Effort) -> Iterator[Verdict]:
    """Yield how many batteries are lost, or elsewhere than told."""
    network = faulty(_STATIONS[effort])
    tables, engine = parameters(network), begun(network, SEED)
    ledger, parts, lost = Ledger(tables), [], 0
    for n in range(1, _LOOKS + 1):
        engine.advance(network.horizon_s * n / _LOOKS)
        parts.append(drained(engine))
        ledger.read(columns_of(parts[-1]))
        lost += elsewhere(engine, ledger)
    log = columns_of(pa.concat_tables(parts))
    happened = [int(np.count_nonzero(rows(log, kind))) for kind in DISTURBANCES]
    counted = ", ".join(f"{n} {kind}" for n, kind in zip(happened, DISTURBANCES, strict=True))
    yield none_of(
        f"batteries elsewhere than their rows say, in {_LOOKS} looks",
        lost,
        len(ledger.place) * bool(min(happened)),
        seed=SEED,
        of_what=f"batteries; {counted}",
    )
    problems = Replay(tables).read(log).problems
    yield none_of(
        "rows that take a battery from where it is not",
        len(problems),
        len(log["time"]),
        seed=SEED,
        of_what="rows",
        why=next(iter(problems), ""),
    )


CHECK = Check(
    "no-battery-lost",
    "errors",
    "no battery is lost by a fault, a closing or a truck",
    "docs/model.md, balances and faults; the error: what is on a charger that fails is forgotten",
    looked_at,
)

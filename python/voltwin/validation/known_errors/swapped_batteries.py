"""A battery that is handed out is another one than that which is returned, and the vehicle has it
from then on."""

from collections.abc import Iterator
from dataclasses import dataclass

from voltwin.validation.difference import Columns
from voltwin.validation.known_errors.faulty import faulty
from voltwin.validation.known_errors.runs import in_order, run
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.counting import none_of
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.verdict import Verdict

SEED = 904
_STATIONS = {Effort.QUICK: 6, Effort.FULL: 60}
_NAMES = "kind", "vehicle", "battery", "soc"


@dataclass
class Swaps:
    """What a log says of its swaps."""

    swaps: int = 0
    same: int = 0  # the battery handed out is the one returned
    other_returned: int = 0  # the one returned is not the one that the vehicle came with
    other_kept: int = 0  # the vehicle comes again with another one than was handed to it
    returns: int = 0  # arrivals of vehicles that have swapped before
    fuller: int = 0  # it comes again with more in it than was handed out


def swaps_of(log: Columns) -> Swaps:
    """Return what the log says of its swaps."""
    found, came, handed = Swaps(), dict[int, int](), dict[int, tuple[int, float]]()
    for kind, vehicle, battery, soc in in_order(log, _NAMES):
        if kind == "arrival":
            came[vehicle] = battery
            if vehicle in handed:
                found.returns += 1
                found.other_kept += battery != handed[vehicle][0]
                found.fuller += soc > handed[vehicle][1]
        elif kind == "swap_begin":
            handed[vehicle] = battery, soc
            found.same += battery == came[vehicle]
        elif kind == "swap_end":
            found.swaps += 1
            found.other_returned += battery != came[vehicle]
    return found


def looked_at(effort: Effort) -> Iterator[Verdict]:
    """Yield how many swaps are none."""
    found = swaps_of(run(faulty(_STATIONS[effort]), SEED).log)
    for what, wrong, of, of_what in (
        ("swaps that hand out the battery returned", found.same, found.swaps, "swaps"),
        ("swaps that return another than came", found.other_returned, found.swaps, "swaps"),
        ("vehicles with another than was handed out", found.other_kept, found.returns, "returns"),
        ("vehicles with more than was handed out", found.fuller, found.returns, "returns"),
    ):
        yield none_of(what, wrong, of, seed=SEED, of_what=of_what)


CHECK = Check(
    "swapped-batteries",
    "errors",
    "a battery handed out is not the one returned, and goes with its vehicle",
    "docs/model.md, begin of swap; the error: the battery returned is handed out",
    looked_at,
)

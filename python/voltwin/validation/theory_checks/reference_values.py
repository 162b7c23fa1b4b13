"""The formulas of the theory checks against values that others have computed."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from typing import Any

from voltwin.validation.machine_repair import ClosedFleet
from voltwin.validation.machine_repair import long_run as long_run_of_fleet
from voltwin.validation.spares import (
    fill_of_exponential_repairs,
    fill_of_fixed_repairs,
    mean_wait,
)
from voltwin.validation.swap_station_chain import SwapStation, by_room, long_run
from voltwin.validation.theory import erlang_b, lost_at_markov_station
from voltwin.validation.trust.check import Check
from voltwin.validation.trust.effort import Effort
from voltwin.validation.trust.judging import at_most, skipped
from voltwin.validation.trust.shared_data import how_to_get, shared_file
from voltwin.validation.trust.verdict import Verdict
from voltwin.validation.trust.worst import worst
from voltwin.validation.waiting_lines import erlang_c, markov_line

FILE = "validation/reference_values.json"
_WHAT = "formulas against values of others"
_TOLERANCE = 1e-9  # relative; the values come from other programs, linear solvers among them

Case = dict[str, Any]
Pairs = Iterable[tuple[float, float]]  # ours, theirs


def _of(names: str, case: Case) -> tuple[Any, ...]:
    return tuple(case[name] for name in names.split())


def _erlang_b(case: Case) -> Pairs:
    yield erlang_b(*_of("c a", case)), case["B"]


def _erlang_c(case: Case) -> Pairs:
    return zip(erlang_c(*_of("c a", case)), _of("C Wq_over_service", case), strict=True)


def _mmck(case: Case) -> Pairs:
    rate, mu, servers, room = _of("lam mu c K", case)
    line = markov_line(rate, mu, servers, servers, room - servers)
    ours = line.blocked, line.queue, line.wait, line.utilisation
    return zip(ours, _of("Pblock Lq Wq util", case), strict=True)


def _swap_lost(case: Case) -> Pairs:
    found = lost_at_markov_station(*_of("lam mu C S", case))
    return zip(astuple(found), _of("Ploss charger_util mean_full", case), strict=True)


def _swap_queue(case: Case) -> Pairs:
    line = markov_line(*_of("lam mu C S Q", case))
    names = "Pblock Pwait_given_accepted mean_queue mean_wait charger_util mean_full_on_shelf"
    return zip(astuple(line), _of(names, case), strict=True)


def _fill_fixed(case: Case) -> Pairs:
    yield fill_of_fixed_repairs(*_of("lam T S t", case)), case["F"]


def _fill_exponential(case: Case) -> Pairs:
    yield fill_of_exponential_repairs(*_of("lam mu S t", case)), case["F"]


def _mean_wait(case: Case) -> Pairs:
    rate, repair, spares = _of("lam EC S", case)
    yield mean_wait(rate, repair, spares), case["EW"]
    yield fill_of_fixed_repairs(rate, repair, spares, 0.0), case["P_immediate"]


def _chain(case: Case) -> Pairs:
    found = long_run(SwapStation(*_of("lam nu mu N S C B", case)), by_room)
    names = (
        "Pblock throughput mean_vehicles mean_wait_before_swap charger_util bay_util mean_full "
        "P_no_full"
    )
    yield from zip(astuple(found), _of(names, case), strict=True)
    yield found.wait + 1.0 / case["nu"], case["mean_sojourn"]


def _closed_fleet(case: Case) -> Pairs:
    fleet = ClosedFleet(*_of("vehicles spares chargers lam_per_vehicle mu", case))
    names = (
        "P_time_no_spare P_arriving_waits mean_vehicles_waiting mean_wait throughput charger_util"
    )
    found = long_run_of_fleet(fleet, fleet.chargers)
    return zip(astuple(found), _of(names, case), strict=True)


FORMULAS: dict[str, Callable[[Case], Pairs]] = {
    "erlangB": _erlang_b,
    "erlangC": _erlang_c,
    "mmck": _mmck,
    "swap_lost_MM": _swap_lost,
    "swap_queue_MM": _swap_queue,
    "window_fill_det": _fill_fixed,
    "window_fill_exp": _fill_exponential,
    "ample_charger_mean_wait": _mean_wait,
    "bscs_ctmc": _chain,
    "closed_machine_repair": _closed_fleet,
}


def compared(_effort: Effort) -> Iterator[Verdict]:
    """Yield, for each system, by what share a value differs at most."""
    file = shared_file(FILE)
    if file is None:
        yield skipped(_WHAT, how_to_get(FILE))
        return
    systems = json.loads(file.read_text(encoding="utf-8"))
    for name, formula in FORMULAS.items():
        pairs = [pair for case in systems[name] for pair in formula(case)]
        off = worst(abs(ours - theirs) / abs(theirs) for ours, theirs in pairs)
        yield at_most(f"{len(pairs)} values", off, _TOLERANCE, case=name)


CHECK = Check("reference-values", "theory", _WHAT, FILE, compared)

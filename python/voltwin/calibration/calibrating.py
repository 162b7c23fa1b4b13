"""From a log to a calibration."""

import math
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np

from voltwin.arguments import whole
from voltwin.calibration.as_scenario import READY_SOC, scenario_of
from voltwin.calibration.calibration import Calibration
from voltwin.calibration.counts import DAY, Counts, counted, cut_days
from voltwin.calibration.demand import fit_demand
from voltwin.calibration.laws import LEAST, Law, soc_law, time_law
from voltwin.calibration.log import Floats, Log, Times
from voltwin.calibration.reading import HowToRead, read_log
from voltwin.calibration.scores import HeldOut, held_out, joined
from voltwin.calibration.untold import untold
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.names import did_you_mean

Kind = Literal["swaps", "arrivals"]
KINDS = ("swaps", "arrivals")
HOLD_OUT = "14d"
_LEAST_BEFORE = 14  # days that a fit needs which foretells others
_MOST_BLOCKS = 6  # the latest ones
_DAY_S = 86400.0
_LONGEST_GAP = 28 * DAY  # without a row; a longer one may be a pause
_FEW = 0.01  # of the rows; if no more are set apart by such a gap, their dates are wrong


def calibrate(  # noqa: PLR0913 - all but one are options
    log: "Log | str | os.PathLike[str]",
    *,
    kind: Kind = "swaps",
    columns: Mapping[str, str | None] | None = None,
    where: Mapping[str, Any] | None = None,
    begin: str | date | None = None,
    end: str | date | None = None,
    leave_out: Iterable[str | date] = (),
    hold_out: float | str = HOLD_OUT,
    utc_offset: str | None = None,
    skip_bad_rows: bool = False,
    seed: int = 1,
) -> Calibration:
    """Return demand, returned states of charge and service times as a log shows them.

    Args:
        log: a CSV or Parquet file, or a log.
        kind: what its rows are: `swaps` that were served, or all `arrivals`.
        columns: of the fields `time`, `station`, `soc`, `begin`, `end`, `duration`, where their
            names do not tell; None for a field that is in no column.
        where: values of columns; rows with others are left out.
        begin: local date or time from which the log has all rows; its first day by default.
        end: local date or time up to which it has all rows; its last day, included, by default.
        leave_out: local dates that are no sample of what is to come: holidays, gaps of the log.
        hold_out: days of the later half of the log are held out in blocks of this length [s], or
            such as "14d", and each block is foretold by a fit to the days before it; whole days,
            0 for none. All days are in the fit that is returned.
        utc_offset: of local time, such as "+08:00"; times with another offset are moved to it.
        skip_bad_rows: leave out rows that cannot be read, instead of refusing the log.
        seed: of the draws that the scores are made of.

    Raises:
        ScenarioError: the log cannot be read, or an option is wrong; one line each.
        ValueError: `seed` is no whole number of 0 or more.
    """
    if kind not in KINDS:
        raise ScenarioError([f'kind: given "{kind}"{did_you_mean(str(kind), KINDS)}'])
    seed, days = whole("seed", seed), _whole_days(hold_out)
    if not isinstance(log, Log):
        how = HowToRead(
            columns=columns or {},
            where=where or {},
            utc_offset=utc_offset,
            skip_bad_rows=skip_bad_rows,
        )
        log = read_log(Path(log), how)
    log, counts, notes = _seen(log, _moment("begin", begin), _moment("end", end), list(leave_out))
    demand = fit_demand(counts)
    held, not_held = _held_out(counts, days, seed)
    soc, soc_notes = _soc(log)
    service, service_notes = _service(log)
    return Calibration(
        log=log,
        kind=kind,
        counts=counts,
        demand=demand,
        soc=soc,
        service=service,
        held=held,
        not_held=not_held,
        notes=(*log.notes, *notes),
        untold=(*untold(log, kind, counts, demand), *soc_notes, *service_notes),
        scenario=scenario_of(log, demand, soc, service),
    )


def _whole_days(hold_out: float | str) -> int:
    try:
        days = parse_duration(hold_out) / _DAY_S
    except ValueError:
        days = math.nan
    if not days.is_integer() or days < 0.0:
        raise ScenarioError([f"hold_out: given {hold_out}, must be whole days, such as {HOLD_OUT}"])
    if days == 1.0:
        raise ScenarioError([f"hold_out: given {hold_out}; one day tells no interval, two may"])
    return int(days)


def _moment(name: str, value: "str | date | None") -> np.datetime64 | None:
    """Return a local time; a date is its midnight."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(found, datetime) and found.tzinfo is not None:
            raise ValueError("has an offset, and logs are read in local time")
        return np.datetime64(found, "s")
    except ValueError:
        text = f'{name}: given "{value}", must be a local date or time such as 2026-01-05'
        raise ScenarioError([text]) from None


def _seen(
    log: Log,
    begin: np.datetime64 | None,
    end: np.datetime64 | None,
    dates: "list[str | date]",
) -> tuple[Log, Counts, list[str]]:
    """Return the rows of a log between two times but for some dates, their counts, and what was
    left out. Where no time is given, the log is asked where it begins or ends."""
    part, notes = _between(log, begin, end), list[str]()
    _check_gaps(part)
    first, last = cut_days(part)
    if begin is None and first is not None:
        begin = first
        notes.append(f"The log begins within {first - DAY}: left out.")
    if end is None and last is not None:
        end = last
        notes.append(f"The log ends within {last}: left out.")
    part = _between(part, begin, end)
    covered = counted(part, begin, end)
    days = [_number_of(day, covered) for day in dates]
    if days:
        notes.append(f"Left out as no sample: {', '.join(str(day) for day in dates)}.")
        part = _without(part, covered.dates[days])
    gone = [station for station in log.stations if station not in part.stations]
    if gone:
        notes.append(f"Without a row in that time, and left out: {', '.join(gone)}.")
    begins = covered.dates[0] if begin is None else begin
    ends = covered.dates[-1] + DAY if end is None else end
    return part, counted(part, begins, ends).without(days), notes


def _between(log: Log, begin: np.datetime64 | None, end: np.datetime64 | None) -> Log:
    """Return the rows of a log from a local time to another.

    Raises:
        ScenarioError: there is none.
    """
    kept = np.ones(len(log), np.bool_)
    if begin is not None:
        kept &= log.at >= begin
    if end is not None:
        kept &= log.at < end
    if not kept.any():
        first = log.at[0] if begin is None else begin
        last = log.at[-1] if end is None else end
        told = f"no row lies between {first} and {last}; all are from {log.at[0]} to {log.at[-1]}"
        raise ScenarioError([f"{log.name}: {told}"])
    return log.at_rows(kept)


def _check_gaps(log: Log) -> None:
    """Refuse rows that lie far from all others, such as those of a clock that was not set.

    Raises:
        ScenarioError: a long gap is most of the log, or sets few rows apart.
    """
    gaps = np.diff(log.at)
    long = np.flatnonzero(gaps > _LONGEST_GAP)
    apart = np.minimum(long + 1, len(log) - 1 - long) < _FEW * len(log)
    most = 2 * gaps[long] > log.at[-1] - log.at[0]
    for before in long[apart | most]:
        days, few = int(gaps[before] / DAY), f"{before + 1:,} of {len(log):,} rows are"
        told = f"between {log.at[before]} and {log.at[before + 1]} there is none for {days:,} days"
        raise ScenarioError(
            [f"{log.name}: {told}; {few} before: take one part by begin or end, or mend the dates"]
        )


def _number_of(value: "str | date", counts: Counts) -> int:
    """Return the number of a date in counts.

    Raises:
        ScenarioError: it is not among them.
    """
    day = _moment("leave_out", value)
    number = -1 if day is None else int((day.astype("datetime64[D]") - counts.dates[0]) / DAY)
    if not 0 <= number < counts.days:
        text = f'leave_out: "{value}" is not from {counts.dates[0]} to {counts.dates[-1]}'
        raise ScenarioError([text])
    return number


def _without(log: Log, dates: Times) -> Log:
    """Return the rows of other dates.

    Raises:
        ScenarioError: there is none.
    """
    kept = ~np.isin(log.at.astype("datetime64[D]"), dates)
    if not kept.any():
        raise ScenarioError(["leave_out: no arrival is left"])
    return log.at_rows(kept)


def _held_out(counts: Counts, days: int, seed: int) -> tuple[HeldOut | None, str]:
    """Return days foretold from those before them; or None, and why none were.

    They are held out in blocks of so many days, of the later half of the log at most.
    """
    if days == 0:
        return None, "No day was to be held out."
    before = counts.days - days
    if before < _LEAST_BEFORE:
        left = f"{days} days at the end leave fewer than {_LEAST_BEFORE} to fit to"
        return None, f"No day was held out: {left}."
    first = max(counts.days // 2, _LEAST_BEFORE)
    blocks = min(max(1, (counts.days - first) // days), _MOST_BLOCKS)
    if not counts.seen[counts.days - blocks * days :].any():
        return None, "No day was held out: all that would be are left out."
    found = []
    for begin in range(counts.days - blocks * days, counts.days, days):
        fit_to, foretold = counts.part(slice(None, begin)), counts.part(slice(begin, begin + days))
        if not fit_to.n.any():
            return None, "No day was held out: nobody came on the days before."
        found.append(held_out(fit_demand(fit_to, with_intervals=False), fit_to, foretold, seed))
    return joined(found), ""


def _soc(log: Log) -> tuple[Law | None, list[str]]:
    if log.soc is None:
        return None, []
    values, notes = _filled(log.soc, "state of charge")
    below = values < READY_SOC
    if not below.all():
        notes.append(
            f"{int((~below).sum()):,} of {len(values):,} batteries came with {READY_SOC:g} or "
            "more, ready to be handed out: a scenario draws none, and its law leaves them out."
        )
        values = values[below]
    if len(values) < LEAST:
        return None, [
            *notes,
            f"{len(values)} states of charge are too few: the default for returned ones is kept.",
        ]
    return soc_law(values), notes


def _service(log: Log) -> tuple[Law | None, list[str]]:
    if log.service_s is None:
        return None, []
    values, notes = _filled(log.service_s, "service time")
    if len(values) < LEAST:
        return None, [f"{len(values)} service times are too few: the default swap time is kept."]
    return time_law(values), notes


def _filled(column: Floats, what: str) -> tuple[Floats, list[str]]:
    """Return the values that rows have, and how many have none."""
    some = ~np.isnan(column)
    missing = len(column) - int(some.sum())
    if not missing:
        return column, []
    return column[some], [
        f"{missing:,} of {len(column):,} rows have no {what}: left out of its law."
    ]

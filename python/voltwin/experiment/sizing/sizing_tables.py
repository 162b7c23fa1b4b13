"""The tables of a sizing: what was looked at, what came of it, and where the units go."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from voltwin.experiment.sizing.confirmation import Confirmed
from voltwin.experiment.sizing.levers import Lever
from voltwin.experiment.sizing.screening import Screened
from voltwin.experiment.sizing.trials import Trial, Trials
from voltwin.experiment.tables import OF_MEASURE, table
from voltwin.statistics.moments import Floats, moments

_SHOWN = {
    "lever": ("", "resource and place of what may be added"),
    "place": ("", "region or station; empty for the whole network"),
    "resource": ("", "what may be added"),
    "given": ("", "what the other levers are at"),
    "effect": (OF_MEASURE, "what the most units of the lever do"),
    "low": (OF_MEASURE, "lower end of its 95 % interval"),
    "high": (OF_MEASURE, "upper end of its 95 % interval"),
    "visible": ("", "it is good, and its interval does not hold 0"),
    "kept": ("", "the lever is sought in; others stay at 0"),
    "trial": ("", "designs that were run, counted from 1"),
    "phase": ("", "what the design was run for at first"),
    "bound": (OF_MEASURE, "what the mean is at most (at least) at the confidence asked for"),
    "feasible": ("", "the bound keeps the target"),
    "rank": ("", "place among the candidates by cost, counted from 1"),
    "confirmed": ("", "the bound keeps the target on fresh replications, all bounds at once"),
    "confidence": ("1", "that the target is kept by a design that is confirmed"),
    "target": (OF_MEASURE, "asked for"),
    "stations": ("stations", "how many get the units"),
    "each": ("units", "added at each of them"),
    "units": ("units", "added at all of them together"),
}


def screening_table(trials: Trials, found: Screened) -> pa.Table:
    """Return a row per lever and what the others are at."""
    levers = [trials.levers[effect.lever] for effect in found.effects]
    numbers = [effect.lever for effect in found.effects]
    costs = [float(trials.unit_costs[number]) for number in numbers]
    return table(
        {
            "lever": [lever.name for lever in levers],
            "resource": [lever.resource for lever in levers],
            "place": [lever.place for lever in levers],
            "given": [effect.given for effect in found.effects],
            "units": [lever.most * len(lever.stations) for lever in levers],
            "cost": [cost * lever.most for cost, lever in zip(costs, levers, strict=True)],
            "measure": [trials.goal.measure] * len(levers),
            "unit": [trials.runs.unit(trials.goal.measure)] * len(levers),
            "effect": [effect.difference for effect in found.effects],
            "low": [effect.low for effect in found.effects],
            "high": [effect.high for effect in found.effects],
            "visible": [effect.is_visible for effect in found.effects],
            "kept": [number in found.kept for number in numbers],
        },
        _about(trials),
    )


def trials_table(trials: Trials, measures: Sequence[str], currency: str) -> pa.Table:
    """Return a row per design that was run, in the order of their variants."""
    found = sorted(trials.found.values(), key=lambda trial: trial.variant)
    values = trials.runs.values(measures)[: trials.replications]
    means = moments(values[:, [trial.variant for trial in found]]).mean
    others = {
        f"mean_{name}": means[:, place]
        for place, name in enumerate(measures)
        if name != trials.goal.measure
    }
    return table(
        {
            "trial": list(range(1, len(found) + 1)),
            "variant": [trial.variant for trial in found],
            "phase": [trial.phase for trial in found],
            **_units(trials.levers, found),
            "cost": [trial.cost for trial in found],
            "measure": [trials.goal.measure] * len(found),
            "unit": [trials.runs.unit(trials.goal.measure)] * len(found),
            "replications": [trials.replications] * len(found),
            "mean": [trial.mean for trial in found],
            "bound": [trial.bound for trial in found],
            "feasible": _known([trial.is_feasible for trial in found], trials),
            **others,
        },
        {**_about(trials, currency), **_about_measures(trials, measures)},
    )


def _known(feasible: list[bool], trials: Trials) -> list[bool | None]:
    return [None] * len(feasible) if trials.goal.is_front else list(feasible)


def front_table(
    trials: Trials, rows: Sequence[tuple[Trial, float, float, float]], count: int, currency: str
) -> pa.Table:
    """Return a row per design of the front, by rising cost.

    Args:
        trials: that were run.
        rows: design, mean, and the ends of its interval.
        count: of replications that these are of.
        currency: of costs.
    """
    found = [trial for trial, *_ in rows]
    numbers = np.array([row for _, *row in rows], dtype=np.float64).reshape(-1, 3)
    about = {**_about(trials, currency)}
    at_once = f"{_percent(trials.goal.confidence)} interval, all of the front at once"
    about["low"] = (OF_MEASURE, f"lower end of its {at_once}")
    about["high"] = (OF_MEASURE, f"upper end of its {at_once}")
    return table(
        {
            "rank": list(range(1, len(found) + 1)),
            "variant": [trial.variant for trial in found],
            **_units(trials.levers, found),
            "cost": [trial.cost for trial in found],
            "measure": [trials.goal.measure] * len(found),
            "unit": [trials.runs.unit(trials.goal.measure)] * len(found),
            "replications": [count] * len(found),
            "mean": numbers[:, 0],
            "low": numbers[:, 1],
            "high": numbers[:, 2],
        },
        about,
    )


def confirmed_table(trials: Trials, found: Sequence[Confirmed], currency: str) -> pa.Table:
    """Return a row per candidate that was looked at, by rising cost; the last is the answer, if it
    is confirmed."""
    goal = trials.goal
    return table(
        {
            "rank": list(range(1, len(found) + 1)),
            "variant": [one.trial.variant for one in found],
            **_units(trials.levers, [one.trial for one in found]),
            "cost": [one.trial.cost for one in found],
            "measure": [goal.measure] * len(found),
            "unit": [trials.runs.unit(goal.measure)] * len(found),
            "target": [goal.target] * len(found),
            "confidence": [goal.confidence] * len(found),
            "replications": [one.replications for one in found],
            "mean": [one.mean for one in found],
            "bound": [one.bound for one in found],
            "confirmed": [one.is_confirmed for one in found],
        },
        _about(trials, currency),
    )


def where_table(trials: Trials, designs: Sequence[tuple[int, Trial]], currency: str) -> pa.Table:
    """Return a row per design and lever that adds something, the dearest first.

    Args:
        trials: that were run.
        designs: with their rank in `confirmed`, or in `front`.
        currency: of costs.
    """
    rows = [
        (rank, lever, units, units * float(cost))
        for rank, trial in designs
        for lever, units, cost in zip(trials.levers, trial.design, trials.unit_costs, strict=True)
        if units
    ]
    rows.sort(key=lambda row: (row[0], -row[3]))
    return table(
        {
            "rank": pa.array([rank for rank, *_ in rows], pa.int64()),
            "place": pa.array([lever.place for _, lever, *_ in rows], pa.string()),
            "resource": pa.array([lever.resource for _, lever, *_ in rows], pa.string()),
            "stations": pa.array([len(lever.stations) for _, lever, *_ in rows], pa.int64()),
            "each": pa.array([units for _, _, units, _ in rows], pa.int64()),
            "units": pa.array([len(of.stations) * n for _, of, n, _ in rows], pa.int64()),
            "cost": pa.array([cost for *_, cost in rows], pa.float64()),
        },
        _about(trials, currency),
    )


def _units(levers: Sequence[Lever], found: Sequence[Trial]) -> dict[str, Any]:
    """Return a column per lever: the units of each design."""
    return {
        lever.name: pa.array([trial.design[number] for trial in found], pa.int64())
        for number, lever in enumerate(levers)
    }


def _about(trials: Trials, currency: str = "currency") -> Mapping[str, tuple[str, str]]:
    units = {lever.name: ("units", "added at each station of the group") for lever in trials.levers}
    return {**_SHOWN, **units, "cost": (f"{currency}/year", "of the units added, as annuities")}


def _about_measures(trials: Trials, measures: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    return {f"mean_{name}": (trials.runs.unit(name), "of the KPI") for name in measures}


def _percent(confidence: float) -> str:
    return f"{100.0 * confidence:g} %"


def interval_rows(
    trials: Trials, front: Sequence[Trial]
) -> list[tuple[Trial, float, float, float]]:
    """Return designs with their means in the search and alike intervals."""
    from voltwin.statistics.intervals import mean_interval

    rows = []
    for trial in front:
        values: Floats = trials.values(trial)
        found = mean_interval(values, trials.goal.confidence)
        rows.append((trial, float(found.mean), float(found.low), float(found.high)))
    return rows

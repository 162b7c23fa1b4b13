"""Replications of one scenario as an experiment: so many, or until the means are exact enough."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

import pyarrow as pa

from voltwin.arguments import end_of_run, valid_scenario, whole
from voltwin.experiment.conduct import How, conduct
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.half_widths import HalfWidth, half_widths
from voltwin.experiment.measures import chosen_measures, chosen_tables
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.spans import Span
from voltwin.experiment.summaries import summaries
from voltwin.experiment.tables import table
from voltwin.experiment.variant import BASE, Variant
from voltwin.scenario.scenario import Scenario
from voltwin.statistics.intervals import Intervals, mean_interval
from voltwin.statistics.sequential import Wanted, first_look, next_look

_USUAL, _MOST = 30, 10_000


def replications(
    scenario: Scenario | str | os.PathLike[str],
    replications: int | None = None,
    *,
    until_half_width: Mapping[str, str | float] | None = None,
    seed: int = 1,
    until: float | str | None = None,
    measures: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    **how: Unpack[How],
) -> Experiment:
    """Simulate replications of a scenario and return means with their intervals.

    Args:
        scenario: what is simulated, or the file that it is in.
        replications: how many, 30 by default; with `until_half_width` the most, 10,000 by default.
        until_half_width: of the 95 % intervals, by measure, such as {"lost_share": "0.5%"}: go on
            until all are as narrow. See `half_widths` for how widths are given.
        seed: of all draws, 0 or more.
        until: where runs end, [s] or such as "1d 6h"; the horizon by default.
        measures: the KPIs that tables and figures are about; the usual ones by default.
        keep: tables of which the measures are kept besides `total`; by_region and by_hour by
            default.
        how: see `conduct.How`.

    Raises:
        ScenarioError: the scenario is not valid, or the file holds none.
        ValueError: an argument is none of those allowed; see `conduct` for the others.
    """
    plan = plan_of(
        valid_scenario(scenario),
        replications,
        until_half_width=until_half_width,
        seed=seed,
        until=until,
        measures=measures,
        keep=keep,
    )
    return conduct(plan, course_of(plan), **how)


def plan_of(
    valid: Scenario,
    replications: int | None = None,
    *,
    until_half_width: Mapping[str, str | float] | None = None,
    seed: int = 1,
    until: float | str | None = None,
    measures: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
) -> Plan:
    """Return replications of a scenario that is known to be valid as what is run; the arguments are
    those of `replications`.

    Raises:
        ValueError: an argument is none of those allowed.
    """
    wanted = half_widths(valid, until_half_width)
    most = whole("replications", replications if replications is not None else _usual(wanted))
    if not most:
        raise ValueError("replications: at least one is needed")
    return Plan(
        kind="replications",
        name=valid.name,
        base=valid,
        variants=(Variant(BASE),),
        seed=whole("seed", seed),
        replications=most,
        until_s=end_of_run(until, valid.horizon) or valid.horizon,
        measures=_with(chosen_measures(valid, measures), wanted),
        kept=chosen_tables(valid, keep),
        asked={
            "half_widths": [width.as_dict() for width in wanted],
            "least": first_look(most) if wanted else None,
        },
    )


def _usual(wanted: Sequence[HalfWidth]) -> int:
    return _MOST if wanted else _USUAL


def _with(measures: Sequence[str], wanted: Sequence[HalfWidth]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*measures, *(width.measure for width in wanted)]))


def course_of(plan: Plan) -> Any:
    """Return what has the replications of a plan done, and makes the tables."""
    wanted = [HalfWidth(**width) for width in plan.asked["half_widths"]]

    def course(runs: Runs) -> dict[str, pa.Table]:
        if not wanted:
            runs.have(runs.whole())
            return summaries(runs)
        looks = _until(runs, wanted)
        return {**summaries(runs), "sequential": looks}

    return course


def _until(runs: Runs, wanted: Sequence[HalfWidth]) -> pa.Table:
    """Have replications done until all intervals are narrow enough; return the looks at them."""
    most = runs.plan.replications
    rules = [Wanted(place, width.width, width.relative) for place, width in enumerate(wanted)]
    rows: list[dict[str, Any]] = []
    count: int | None = first_look(most)
    while count is not None:
        runs.have([Span(0, 0, count)])
        found = mean_interval(runs.values([width.measure for width in wanted])[:count, 0])
        rows += [
            _look(runs, rule, width, found) | {"replications": count}
            for rule, width in zip(rules, wanted, strict=True)
        ]
        count = next_look(count, found, rules, most)
    return table({name: [row[name] for row in rows] for name in rows[0]})


def _look(runs: Runs, rule: Wanted, width: HalfWidth, found: Intervals) -> dict[str, Any]:
    place = rule.column
    return {
        "replications": 0,
        "defined": int(found.n[place]),
        "measure": width.measure,
        "unit": runs.unit(width.measure),
        "mean": float(found.mean[place]),
        "half_width": float(found.half_width[place]),
        "wanted": rule.allowed(found),
        "reached": rule.is_reached(found),
    }

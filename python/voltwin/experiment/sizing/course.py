"""The course of a sizing: screening, a path, a search, a descent, and a confirmation.

Each follows from what the runs before it gave, and from nothing else: done again on the same runs,
it takes the same course. So a sizing is gone on with like any other experiment.
"""

from collections.abc import Mapping

import pyarrow as pa

from voltwin.experiment.conduct import Course
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs
from voltwin.experiment.sizing.confirmation import (
    Confirmed,
    candidates,
    confirmed,
    simultaneous,
)
from voltwin.experiment.sizing.costs import unit_costs
from voltwin.experiment.sizing.descent import descend
from voltwin.experiment.sizing.front import front_of, thinned
from voltwin.experiment.sizing.levers import levers_of
from voltwin.experiment.sizing.parts import Parts
from voltwin.experiment.sizing.path import path_of
from voltwin.experiment.sizing.screening import screened
from voltwin.experiment.sizing.search import search, starts
from voltwin.experiment.sizing.sizing_plan import Sizing
from voltwin.experiment.sizing.sizing_tables import (
    confirmed_table,
    front_table,
    interval_rows,
    screening_table,
    trials_table,
    where_table,
)
from voltwin.experiment.sizing.trials import Trial, Trials
from voltwin.experiment.summaries import summary

ASKED = "plan"  # where a plan keeps what is asked


def sizing_of(plan: Plan) -> Sizing:
    """Return what is asked in the plan of a sizing."""
    return Sizing(**plan.asked[ASKED], scenario=plan.base)


def course_of(plan: Plan) -> Course:
    """Return what has the runs of a sizing done, and makes its tables."""
    asked = sizing_of(plan)
    levers = levers_of(asked)
    costs = unit_costs(asked, levers)
    most = plan.replications + asked.confirmation.most

    def course(runs: Runs) -> Mapping[str, pa.Table]:
        trials = Trials(runs, levers, costs, asked.goal, most)
        parts = Parts(runs, asked.goal.measure) if plan.kept else None
        found = screened(trials, parts, asked.most_levers)
        path = path_of(trials, parts, found)
        begin = starts(trials, path, found.kept)
        search(trials, found.kept, begin, asked.trials, asked.seed)
        if asked.goal.is_front:
            answer = _front(trials, asked)
        else:
            descend(trials, found.kept)
            answer = _cheapest(trials, asked)
        return {
            **answer,
            "screening": screening_table(trials, found),
            "trials": trials_table(trials, asked.asked_measures, asked.currency),
            "summary": _summary(runs, answer),
        }

    return course


def _summary(runs: Runs, answer: Mapping[str, pa.Table]) -> pa.Table:
    """Return the summary of the base, and of the designs that were looked at once more."""
    import pyarrow.compute as pc

    again = answer["confirmed" if "confirmed" in answer else "front"].column("variant")
    shown = pa.array([0, *again.to_pylist()])
    found = summary(runs)
    return found.filter(pc.is_in(found.column("variant"), value_set=shown))


def _front(trials: Trials, asked: Sizing) -> dict[str, pa.Table]:
    """Return the designs that are worth their cost, with what they give on fresh replications."""
    chosen = thinned(front_of(trials, trials.found.values()))
    count = asked.confirmation.replications
    rows = simultaneous(trials, chosen, count)
    fresh = {trial: trial._replace(mean=mean) for trial, mean, *_ in rows}
    stay = {trial.variant for trial in front_of(trials, fresh.values())}
    rows = [row for row in rows if row[0].variant in stay]
    ranked = [(rank, row[0]) for rank, row in enumerate(rows, start=1)]
    return {
        "front": front_table(trials, rows, count, asked.currency),
        "where": where_table(trials, ranked, asked.currency),
    }


def _cheapest(trials: Trials, asked: Sizing) -> dict[str, pa.Table]:
    """Return the candidates, the answer or what is nearest to one, and the front of the search."""
    chosen = candidates(trials, asked.confirmation.candidates) or [_nearest(trials)]
    found = confirmed(trials, chosen, asked.confirmation)
    shown = _answer(trials, found)
    ranked = [(found.index(shown) + 1, shown.trial)]
    rows = interval_rows(trials, thinned(front_of(trials, trials.found.values())))
    return {
        "confirmed": confirmed_table(trials, found, asked.currency),
        "where": where_table(trials, ranked, asked.currency),
        "front": front_table(trials, rows, trials.replications, asked.currency),
    }


def _nearest(trials: Trials) -> Trial:
    return min(trials.found.values(), key=lambda trial: (trial.excess, trial.cost, trial.variant))


def _answer(trials: Trials, found: list[Confirmed]) -> Confirmed:
    """Return the candidate that is confirmed, or the nearest one."""
    if found[-1].is_confirmed:
        return found[-1]
    return min(found, key=lambda one: trials.goal.excess(one.bound))

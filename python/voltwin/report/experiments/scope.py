"""What an experiment looked at, in a line, and its headline."""

from datetime import datetime
from typing import TYPE_CHECKING

from voltwin.report.experiments.effects import terms
from voltwin.report.experiments.select import rows_where
from voltwin.scenario.durations import format_duration
from voltwin.wording.effects import explained
from voltwin.wording.experiments import best_of_all, compared, main_measure, replicated
from voltwin.wording.quantities import number

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment

_SECOND = "wait_p95_s"  # said beside the main measure


def scope(experiment: "Experiment") -> str:
    """Return what was run: which network, for how long, how often."""
    plan, runs = experiment.plan, experiment.record["runs"]
    stations = len(plan.base.stations)
    parts = [
        f"{number(stations)} station{'' if stations == 1 else 's'}, "
        f"{format_duration(plan.until_s)} from {_day(plan.base.start)}"
    ]
    variants = experiment.record["variants"]
    if experiment.kind == "comparison":
        others = variants - 1
        parts.append(f"{number(others)} variant{'' if others == 1 else 's'} and the base")
    elif variants > 1:
        what = "designs" if experiment.kind == "sizing" else "variants"
        parts.append(f"{number(variants)} {what}")
    what = "run" if variants > 1 else "replication"
    parts.append(f"{number(runs)} {what}{'' if runs == 1 else 's'}")
    return "; ".join([*parts, f"seed {plan.seed}"])


def _day(start: datetime) -> str:
    """Return when runs begin, at midnight without the time."""
    return f"{start:%a %Y-%m-%d %H:%M}".removesuffix(" 00:00")


def headline(experiment: "Experiment") -> str:
    """Return what came out, in a sentence or two."""
    measure = main_measure(experiment.plan)
    if experiment.kind == "comparison":
        rows = rows_where(experiment.tables["differences"], measure=measure)
        said = [compared(experiment, rows)]
        if "best" in experiment.tables:
            said.append(best_of_all(experiment.tables["best"].to_pylist()))
        return " ".join(said)
    if experiment.kind == "sizing":
        from voltwin.experiment.sizing.words import in_words

        return in_words(experiment)
    if experiment.kind == "sweep":
        return explained(terms(experiment, measure), measure, experiment.record["variants"])
    return _of_replications(experiment, measure)


def _of_replications(experiment: "Experiment", measure: str) -> str:
    summary = experiment.tables["summary"]
    asked = [measure]
    if _SECOND in experiment.plan.measures and measure != _SECOND:
        asked.append(_SECOND)
    return " ".join(replicated(row) for name in asked for row in rows_where(summary, measure=name))

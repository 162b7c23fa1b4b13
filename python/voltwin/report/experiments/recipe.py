"""How to get the numbers of an experiment again: the commands, the changes, the platform."""

import json
import shlex
from typing import TYPE_CHECKING, Any

from voltwin.experiment.measures import USUALLY_KEPT, chosen_measures
from voltwin.report.experiments import again
from voltwin.report.recipe import Recipe
from voltwin.scenario.durations import format_duration

if TYPE_CHECKING:
    from voltwin.experiment.experiment import Experiment
    from voltwin.experiment.plan import Plan

_OF_PLANS = {"sweep": "sweep", "sizing": "optimise"}


def recipe(experiment: "Experiment") -> Recipe:
    """Return the commands that do the experiment once more."""
    plan, files = experiment.plan, " and ".join(again.files(experiment.plan))
    command = _command(plan)
    if experiment.folder is None:
        return Recipe(f"With what stands below saved as {files}:", [command])
    name = experiment.folder.resolve().name
    where = f"Beside the folder {name} of this experiment; the first line writes {files}:"
    module = "voltwin.report.experiments.again"
    code = f"from {module} import write_again; write_again({json.dumps(name)})"
    return Recipe(where, [shlex.join(["python", "-c", code]), command])


def _command(plan: "Plan") -> str:
    if plan.kind in _OF_PLANS:
        return shlex.join(["voltwin", _OF_PLANS[plan.kind], again.PLAN])
    return _compare(plan) if plan.kind == "comparison" else _replications(plan)


def _replications(plan: "Plan") -> str:
    words = ["voltwin", "run", again.SCENARIO, "--replications", str(plan.replications)]
    for width in plan.asked.get("half_widths") or ():
        words += ["--until-halfwidth", _half_width(width)]
    return shlex.join([*words, *_common(plan)])


def _half_width(width: dict[str, Any]) -> str:
    if width["relative"]:
        return f"{width['measure']}={100.0 * width['width']:g}% of mean"
    return f"{width['measure']}={width['width']:g}"


def _compare(plan: "Plan") -> str:
    words = ["voltwin", "compare", again.SCENARIO, *again.files(plan)[1:]]
    for variant in plan.variants[1:]:
        if not again.needs_file(variant):
            words += ["--set", again.changes_of(variant)]
    best = plan.asked.get("best")
    if best:
        words += ["--best", best["measure"], "--replications", str(best["first"])]
        if best["indifference"] is not None:
            words += ["--indifference", f"{best['indifference']:g}"]
    else:
        words += ["--replications", str(plan.replications)]
    return shlex.join([*words, *_common(plan)])


def _common(plan: "Plan") -> list[str]:
    """Return the options that all commands share, as far as they are not the defaults."""
    words = ["--seed", str(plan.seed)]
    if plan.until_s != plan.base.horizon:
        words += ["--until", format_duration(plan.until_s)]
    if plan.measures != chosen_measures(plan.base, None):
        words += [word for measure in plan.measures for word in ("--measure", measure)]
    if plan.kept != USUALLY_KEPT:
        words += [word for kept in plan.kept for word in ("--keep", kept)]
    return words


def facts(experiment: "Experiment") -> list[tuple[str, str]]:
    """Return what was run and what on, as labels and values."""
    plan, record = experiment.plan, experiment.record
    ran = record.get("experiment", {})
    lines = [
        ("scenario", plan.base.name),
        ("seed", f"{plan.seed}, the same for all variants: common random numbers"),
        ("runs", f"{record['runs']:,} of {record['variants']:,} variants"),
        ("simulated", f"{format_duration(plan.until_s)} from {plan.base.start.isoformat()}"),
        ("warm-up, left out", format_duration(plan.base.warm_up)),
        ("Voltwin", str(ran.get("voltwin", ""))),
        ("engine", str(ran.get("engine", ""))),
        ("machine", _words(ran, ("machine", "system", "math_library", "vectors"))),
        (
            "versions",
            ", ".join(f"{n} {ran[n]}" for n in ("numpy", "numba", "llvmlite") if n in ran),
        ),
        ("took", f"{record['seconds']:,.1f} s"),
        ("finished", str(record.get("finished_at", ""))),
    ]
    return [(label, value) for label, value in lines if value]


def _words(of: dict[str, Any], names: tuple[str, ...]) -> str:
    return ", ".join(str(of[name]) for name in names if of.get(name))

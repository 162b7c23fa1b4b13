"""What clients ask for as plans of experiments, within the limits of the server."""

from collections.abc import Iterator
from contextlib import contextmanager

from voltwin.experiment import comparison, replications, sweep
from voltwin.experiment.errors import TooMuchError
from voltwin.experiment.measures import all_tables, measures_of, problems_of_measures
from voltwin.experiment.plan import Plan
from voltwin.experiment.sweep_plan import Sweep
from voltwin.scenario.changes import Change
from voltwin.scenario.durations import parse_duration
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario
from voltwin_server.limits.largest import largest
from voltwin_server.limits.sizes import check_size
from voltwin_server.models.common import Until
from voltwin_server.models.experiments import NewComparison, NewSweep
from voltwin_server.models.runs import NewRun
from voltwin_server.problems import INVALID, ProblemError
from voltwin_server.scenarios import told_of
from voltwin_server.settings import Limits


def plan_of_run(body: NewRun, scenario: Scenario, limits: Limits) -> Plan:
    """Return replications of a scenario: all KPIs by region, station and hour are kept, and those
    of its fleet.

    Raises:
        ProblemError: it is more than is allowed, or an argument is none of those allowed.
    """
    with said_of_body():
        check_size(scenario, limits, until=seconds(body.until), replications=body.replications)
        return replications.plan_of(
            scenario,
            body.replications,
            seed=body.seed,
            until=body.until,
            measures=list(measures_of(scenario)),
            keep=all_tables(scenario),
        )


def plan_of_comparison(body: NewComparison, scenario: Scenario, limits: Limits) -> Plan:
    """Return variants against a scenario.

    Raises:
        ScenarioError: a variant cannot be made.
        ProblemError: it is more than is allowed, or an argument is none of those allowed.
    """
    with said_of_body():
        check_size(
            scenario,
            limits,
            until=seconds(body.until),
            replications=body.replications,
            variants=1 + len(body.variants),
        )
        if body.best is not None:
            for _, why in problems_of_measures([body.best], scenario):
                raise ValueError(f"best: {why}")
        variants = {
            name: changes_of(texts, "body", "variants", name)
            for name, texts in body.variants.items()
        }
        with told_of("body", "variants"):
            plan = comparison.plan_of(
                scenario,
                variants,
                replications=body.replications,
                best=body.best,
                indifference=body.indifference,
                seed=body.seed,
                until=body.until,
                measures=body.measures,
                keep=body.keep,
            )
    _check(plan, limits, replications=plan.least)
    return plan


def plan_of_sweep(body: NewSweep, scenario: Scenario, limits: Limits) -> Plan:
    """Return the variants of a design.

    Raises:
        ScenarioError: the plan is not valid, or does not fit the scenario.
        ProblemError: it is more than is allowed.
    """
    given = body.model_dump(exclude={"scenario", "scenario_id"}, exclude_none=True)
    if "file" in (body.design or {}):
        text = "names a file, and none is read here: give its points as `points`"
        raise ProblemError(INVALID, "One thing is wrong.", errors=[("body.design.file", text)])
    with said_of_body(), told_of("body"):
        asked = Sweep(**given, scenario=scenario)
        levels = ([one.changes(level) for level in one.tried()] for one in asked.factors.values())
        check_size(
            largest(scenario, levels, asked.until_s),
            limits,
            until=asked.until_s,
            replications=asked.replications,
            variants=asked.most_variants,
        )
        return sweep.plan_of(asked)


def changes_of(texts: list[str], *place: str | int) -> list[Change]:
    """Return changes that clients have written.

    Raises:
        ScenarioError: one says no change.
    """
    found = []
    for number, text in enumerate(texts):
        with told_of(*place, number):
            found.append(Change.parse(text))
    return found


def seconds(until: Until | None) -> float | None:
    """Return where runs end [s]; None for the horizon.

    Raises:
        ValueError: it is no time.
    """
    try:
        return None if until is None else parse_duration(until)
    except ValueError as error:
        raise ValueError(f"until: {error}") from None


@contextmanager
def said_of_body() -> Iterator[None]:
    """Let what is wrong with an argument be told with its place in the body.

    Raises:
        ProblemError: an argument is none of those allowed.
    """
    try:
        yield
    except (ScenarioError, TooMuchError):
        raise
    except ValueError as error:
        name, colon, text = str(error).partition(": ")
        where, said = (
            (f"body.{name}", text) if colon and name.isidentifier() else ("body", f"{error}")
        )
        raise ProblemError(INVALID, "One thing is wrong.", errors=[(where, said)]) from None


def _check(plan: Plan, limits: Limits, replications: int) -> None:
    variants = [variant.changes for variant in plan.variants]
    check_size(
        largest(plan.base, [variants], plan.until_s),
        limits,
        until=plan.until_s,
        replications=replications,
        variants=len(plan.variants),
    )

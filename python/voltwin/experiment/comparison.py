"""Variants against a base: the same random numbers for all, and what is left of the difference."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, Unpack

import pyarrow as pa

from voltwin.arguments import end_of_run, valid_scenario, whole
from voltwin.experiment.best import Best, best_wanted, have_enough
from voltwin.experiment.comparable import other_places, refuse_incomparable
from voltwin.experiment.conduct import Course, How, conduct
from voltwin.experiment.differences import differences
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.measures import chosen_measures, chosen_tables
from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import KEPT_OF_FLEETS
from voltwin.experiment.runs import Runs
from voltwin.experiment.summaries import summaries
from voltwin.experiment.variant import BASE, Variant
from voltwin.scenario.changes import Change, changes_between
from voltwin.scenario.errors import ScenarioError
from voltwin.scenario.scenario import Scenario

AnyVariant: TypeAlias = Scenario | str | os.PathLike[str] | Change | Sequence[str | Change]
_FILES = (".yaml", ".yml", ".json")


def compare(  # noqa: PLR0913 - all but two are options
    base: Scenario | str | os.PathLike[str],
    variants: Mapping[str, AnyVariant],
    *,
    replications: int = 30,
    best: str | None = None,
    indifference: str | float | None = None,
    seed: int = 1,
    until: float | str | None = None,
    measures: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    **how: Unpack[How],
) -> Experiment:
    """Compare variants with a base under common random numbers.

    Args:
        base: the scenario, or the file that it is in.
        variants: by name: a scenario, the file that it is in (.yaml or .json), or changes of the
            base, such as {"two more": "stations[region=North].chargers += 2"}, several apart by ;
            or in a list.
        replications: of each variant and the base; pairs are made of equal numbers.
        best: the measure by which the best of all is sought, the base included.
        indifference: a difference of that measure too small to matter: as many replications are
            done as it takes to find the best with 95 % probability, if it is better by as much.
        seed: of all draws, 0 or more.
        until: where runs end, [s] or such as "1d 6h"; the horizon by default.
        measures: the KPIs that tables and figures are about; the usual ones by default.
        keep: tables of which the measures are kept besides `total`, if all variants have the same
            rows of them; by_region and by_hour by default.
        how: see `conduct.How`.

    Raises:
        ScenarioError: a scenario is not valid, a file holds none, or a change cannot be made.
        ValueError: an argument is none of those allowed; see `conduct` for the others.
    """
    plan = plan_of(
        valid_scenario(base),
        variants,
        replications=replications,
        best=best,
        indifference=indifference,
        seed=seed,
        until=until,
        measures=measures,
        keep=keep,
        announce=how.get("announce", lambda words: None),
    )
    return conduct(plan, course_of(plan), **how)


def plan_of(  # noqa: PLR0913 - as `compare`
    valid: Scenario,
    variants: Mapping[str, AnyVariant],
    *,
    replications: int = 30,
    best: str | None = None,
    indifference: str | float | None = None,
    seed: int = 1,
    until: float | str | None = None,
    measures: Sequence[str] | None = None,
    keep: Sequence[str] | None = None,
    announce: Callable[[str], None] = lambda words: None,
) -> Plan:
    """Return a comparison with a base that is known to be valid as what is run; the arguments are
    those of `compare`.

    Raises:
        ScenarioError: a variant is not valid, a file holds none, or a change cannot be made.
        ValueError: an argument is none of those allowed.
    """
    children = [child(valid, name, variant) for name, variant in variants.items()]
    if not children:
        raise ValueError("variants: at least one is needed")
    all_measures = chosen_measures(valid, measures)
    wanted = best_wanted(valid, best, indifference, whole("replications", replications))
    return Plan(
        kind="comparison",
        name=valid.name,
        base=valid,
        variants=(Variant(BASE), *children),
        seed=whole("seed", seed),
        replications=wanted.most if wanted else _some(replications),
        until_s=end_of_run(until, valid.horizon) or valid.horizon,
        measures=tuple(dict.fromkeys([*all_measures, *([wanted.measure] if wanted else [])])),
        kept=_kept(valid, children, keep, announce),
        asked={
            "best": wanted.as_dict() if wanted else None,
            "least": wanted.first if wanted else None,
        },
    )


def child(base: Scenario, name: str, variant: AnyVariant) -> Variant:
    """Return a variant as changes of its base.

    Raises:
        ScenarioError: it is no valid scenario, or its runs cannot be paired with those of the base.
        ValueError: it is called as the base is.
    """
    if name == BASE:
        raise ValueError(f'variants: "{BASE}" is what the base is called; name it otherwise')
    found = Variant(name, _changes(base, variant))
    try:
        refuse_incomparable(base, found.scenario(base))
    except ScenarioError as error:
        raise error.of_variant(name) from None
    return found


def _changes(base: Scenario, variant: AnyVariant) -> tuple[Change, ...]:
    if isinstance(variant, Change):
        return (variant,)
    if isinstance(variant, str) and not variant.lower().endswith(_FILES):
        return tuple(Change.parse(text) for text in variant.split(";") if text.strip())
    if isinstance(variant, Scenario | str | os.PathLike):
        return changes_between(base, valid_scenario(variant))
    return tuple(one if isinstance(one, Change) else Change.parse(one) for one in variant)


def _some(replications: int) -> int:
    if replications < 2:
        raise ValueError("replications: at least two are needed to compare")
    return replications


def _kept(
    base: Scenario,
    variants: Sequence[Variant],
    wanted: Sequence[str] | None,
    announce: Callable[[str], None],
) -> tuple[str, ...]:
    """Return the tables to be kept, those alone whose rows stand for the same in all variants.

    Raises:
        ValueError: one is asked for that does not.
    """
    kept = chosen_tables(base, wanted)
    for variant in variants:
        others = other_places(base, variant.scenario(base))
        for name in [name for name in kept if name in others]:
            what = (
                "vehicle classes" if name in KEPT_OF_FLEETS else "stations, or others in a region"
            )
            why = f'variant "{variant.name}" has other {what}'
            if wanted is not None:
                raise ValueError(f"keep: {name} cannot be compared: {why}")
            announce(f"Without {name}: {why}.")
        kept = tuple(name for name in kept if name not in others)
    return kept


def course_of(plan: Plan) -> Course:
    """Return what has the runs of a comparison done, and makes its tables."""
    wanted = Best.from_dict(plan.asked["best"])

    def course(runs: Runs) -> dict[str, pa.Table]:
        if wanted is None:
            runs.have(runs.whole())
            return {**differences(runs), **summaries(runs)}
        ranking = have_enough(runs, wanted)
        return {"best": ranking, **differences(runs), **summaries(runs)}

    return course

"""An experiment in a store: which runs it is there, and rows of its runs as a store takes them."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pyarrow as pa

from voltwin.experiment.fingerprint import fingerprint
from voltwin.experiment.journal import run_keys
from voltwin.experiment.plan import Plan
from voltwin.experiment.rows import VARIANT
from voltwin.experiment.stored_rows import kpi_rows_of_experiment
from voltwin.experiment.variant import Variant
from voltwin.store.interface import Chunk, Store, UnknownIdError
from voltwin.store.recipe_digest import recipe_digest
from voltwin.store.records import RunRecord, ScenarioRecord, Status
from voltwin.store.rows.scenario_rows import digest_of_child
from voltwin.store.uuid7 import derived

_DIGEST_BYTES = 16


def run_ids(plan: Plan, experiment_id: UUID) -> list[UUID]:
    """Return the ids of the runs of an experiment, by the number of their variant."""
    return [derived(experiment_id, number) for number in range(len(plan.variants))]


def register(
    store: Store, plan: Plan, experiment_id: UUID, *, scenario_id: UUID | None = None
) -> list[RunRecord]:
    """Have a store know an experiment's scenarios and runs, as a job that is done some time later,
    and return the runs as they are asked for. What it knows already stays as it is.

    Args:
        store: that shall know them.
        plan: of the experiment.
        experiment_id: chosen by whoever asks.
        scenario_id: of the plan's base if that is in the store; else it is stored as a root.

    Raises:
        UnknownIdError: there is no such scenario.
        StoreUnavailableError: the store does not answer; to register again does no harm.
    """
    base = store.scenario_record(scenario_id) if scenario_id else store.add_scenario(plan.base)
    return register_variants(store, plan, experiment_id, base, plan.variants, is_job=True)


def register_variants(
    store: Store,
    plan: Plan,
    experiment_id: UUID,
    base: ScenarioRecord,
    variants: Sequence[Variant],
    first: int = 0,
    *,
    is_job: bool = False,
) -> list[RunRecord]:
    """Have a store know some variants of an experiment, and return their runs.

    Args:
        store: that shall know them.
        plan: of the experiment.
        experiment_id: of the experiment.
        base: the plan's, as the store knows it.
        variants: children of the base, or the base itself.
        first: number of the first of them.
        is_job: whether they may be PENDING for long, as somebody keeps the job.
    """
    children = [(variant.name, variant.changes) for variant in variants]
    scenarios = store.add_children(base.id, children)
    marks, now = fingerprint(), datetime.now(UTC)
    runs = [
        RunRecord(
            id=derived(experiment_id, number),
            scenario_id=scenario,
            status=Status.PENDING,
            seed=plan.seed,
            replications=plan.replications,
            sim_start=plan.base.start,
            sim_end=plan.base.start + timedelta(seconds=plan.until_s),
            experiment_id=experiment_id,
            variant=number,
            recipe=recipe_digest(
                digest_of_child(base.digest, variant.changes),
                seed=plan.seed,
                until_s=plan.until_s,
                fingerprint=marks,
            ),
            created_at=now,
            about=_about(plan, variant, marks) | ({"job": True} if is_job else {}),
            warm_up_s=plan.base.warm_up,
        )
        for number, (variant, scenario) in enumerate(zip(variants, scenarios, strict=True), first)
    ]
    store.add_runs(runs)
    return runs


def _about(plan: Plan, variant: Variant, marks: dict[str, str]) -> dict[str, object]:
    return {
        "kind": plan.kind,
        "name": plan.name,
        "variant": variant.name,
        "levels": dict(variant.levels),
        "measures": list(plan.measures),
        "kept": list(plan.kept),
        "engine": "kernel",
        "platform": marks,
        "events": False,
    }


def first_run(store: Store, experiment_id: UUID) -> RunRecord | None:
    """Return the run of an experiment's first variant, if a store knows the experiment."""
    try:
        return store.run(derived(experiment_id, 0))
    except UnknownIdError:
        return None


def base_of(store: Store, plan: Plan, first: RunRecord) -> UUID | None:
    """Return the id of what variants are children of, given the run of the first."""
    if not plan.variants[0].changes:
        return first.scenario_id
    return store.scenario_record(first.scenario_id).parent_id


def chunk_of(rows: pa.Table, plan: Plan, experiment_id: UUID) -> Chunk:
    """Return rows of an experiment's runs as the chunk that a store takes. The same runs give the
    same chunk, wherever they were done.

    Args:
        rows: a row per run, as the journal holds them.
        plan: of the experiment; its variants are not looked at.
        experiment_id: of the experiment.
    """
    numbers, places = np.unique(rows.column(VARIANT).to_numpy(), return_inverse=True)
    ids = [derived(experiment_id, number) for number in numbers.tolist()]
    at = rows.column_names.index(VARIANT)
    field = rows.schema.field(VARIANT)
    local = rows.set_column(at, field, pa.array(places.astype(np.int32)))  # of these ids alone
    return Chunk(experiment_id, _key(rows), kpi_rows_of_experiment(local, plan, ids))


def _key(rows: pa.Table) -> str:
    keys = np.sort(run_keys(rows)).tobytes()
    return f"runs/{hashlib.blake2b(keys, digest_size=_DIGEST_BYTES).hexdigest()}"


def without_variants(plan: Plan) -> Plan:
    """Return what of a plan is needed to make chunks: small enough to be sent with each work."""
    return replace(plan, variants=(), asked={})

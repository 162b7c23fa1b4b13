"""Having an experiment done: from its plan to its results, however that is interrupted."""

import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict
from uuid import UUID

import pyarrow as pa

from voltwin.arguments import number_of_threads
from voltwin.experiment.estimate import estimated, refuse_countless, refuse_too_much
from voltwin.experiment.executor import Executor, Threads
from voltwin.experiment.experiment import Experiment
from voltwin.experiment.fingerprint import fingerprint
from voltwin.experiment.folder import Shard, opened
from voltwin.experiment.journal import InMemory, Journal
from voltwin.experiment.outcome import in_memory, write_result, written
from voltwin.experiment.plan import Plan
from voltwin.experiment.runs import Runs, Tell
from voltwin.experiment.shards import share
from voltwin.experiment.sink import IntoStore, Nowhere
from voltwin.experiment.storing import streamed, target
from voltwin.scenario.names import did_you_mean
from voltwin.store.opened import AnyStore

Course = Callable[[Runs], Mapping[str, pa.Table]]


class How(TypedDict, total=False):
    """How an experiment is done, whatever is asked.

    Attributes:
        folder: of the results, and of the journal by which it can be gone on with; in memory alone
            by default.
        resume: go on with what the folder holds, whatever interrupted it.
        threads: that share the work; as many as there are processors by default. On a cluster, how
            many share a chunk, one by default.
        ray: do the work on a Ray cluster instead: "auto", "local" or an address.
        shard: (i, n): the i-th of n parts alone, counted from 1; `merge` puts them together.
        mixed: go on with what another engine or platform has begun; have nodes of a cluster that
            differ.
        no_limit: begin even if it takes more than a day, or more memory or disk than is free.
        progress: told how many runs are done, of how many.
        begin: called before the first run, if there is any left.
        announce: told in words what the experiment will take, before most of it is done.
        finish: called with the experiment and its folder before that is done; what else belongs
            to it is written here.
        store: an open store, or the URL of one: results are written there, too, while they come.
            What was begun in a store is gone on with there, unless another one is named.
        experiment_id: what the experiment is called in the store; a new one by default.
    """

    folder: str | os.PathLike[str] | None
    resume: bool
    threads: int | None
    ray: str | None
    shard: Shard | None
    mixed: bool
    no_limit: bool
    progress: Tell
    begin: Callable[[], None]
    announce: Callable[[str], None]
    finish: Callable[[Experiment, Path], None]
    store: AnyStore | None
    experiment_id: UUID | None


def conduct(plan: Plan, course: Course, **how: Any) -> Experiment:
    """Do an experiment and return it.

    Args:
        plan: what is run.
        course: has runs done and returns what came out, as tables. Given the same runs it asks for
            the same: so one that was interrupted is gone on with by doing it again.
        how: see `How`.

    Raises:
        FolderError: the folder cannot be written, or holds something else.
        TooMuchError: it would take more than is allowed.
        EngineError: a run cannot go on, or a balance is violated.
        ScenarioError: a variant is no valid scenario.
        ClusterError: the Ray cluster cannot be reached, or is lost.
        StoreError: the store does not answer at the beginning, or refuses what is written.
    """
    _check(how, plan)
    refuse_countless(plan, no_limit=how.get("no_limit", False))
    folder = Path(how["folder"]) if how.get("folder") else None
    begun = perf_counter()
    with (
        target(folder, how) as store,  # first: if it does not answer, nothing is begun
        _journal(folder, plan, how) as journal,
        _executor(how) as executor,
        streamed(store, plan, journal) as sink,
    ):
        runs = Runs(plan, executor, journal, how.get("progress", _nobody), sink)
        spans = share(runs.whole(), how.get("shard"))
        _prepare(runs, spans, folder, how)
        if how.get("shard"):
            runs.have(spans)
            return _shard(runs, _record(runs, {}, perf_counter() - begun), folder)
        sink.begin()
        tables = course(runs)
        record = _record(runs, tables, perf_counter() - begun)
        if folder is not None:
            return _finished(runs, tables, record, folder, how, sink)
        record |= _stored(sink, runs, record, how)
        return in_memory(runs, tables, record)


def _check(how: Mapping[str, Any], plan: Plan) -> None:
    for name in how:
        if name not in How.__annotations__:
            raise TypeError(f'there is no option "{name}"{did_you_mean(name, How.__annotations__)}')
    if how.get("shard") and how.get("store"):
        raise ValueError(
            "store: a part of an experiment is written into none; give it when the parts are merged"
        )
    if how.get("experiment_id") and not how.get("store"):
        raise ValueError("experiment_id: is what an experiment is called in a store; name a store")
    if how.get("shard") and plan.is_open:
        raise ValueError(
            "shard: how many runs there are follows from what all of them give; only a fixed "
            "number of replications can be done in parts"
        )


def _nobody(done: int, wanted: int) -> None:
    """Tell nobody."""


@contextmanager
def _journal(folder: Path | None, plan: Plan, how: Mapping[str, Any]) -> Iterator[Journal]:
    if folder is None:
        yield InMemory()
        return
    resume, mixed = how.get("resume", False), how.get("mixed", False)
    with opened(folder, plan, resume=resume, shard=how.get("shard"), mixed=mixed) as journal:
        yield journal


@contextmanager
def _executor(how: Mapping[str, Any]) -> Iterator[Executor]:
    threads = how.get("threads")
    executor: Executor
    if how.get("ray") is not None:
        from voltwin.experiment.on_ray import OnRay

        executor = OnRay(how["ray"], threads, mixed=how.get("mixed", False))
    else:
        executor = Threads(number_of_threads(threads))
    try:
        yield executor
    finally:
        executor.close()


def _prepare(runs: Runs, spans: list[Any], folder: Path | None, how: Mapping[str, Any]) -> None:
    """Do the first runs, and refuse the others if they would take more than is allowed."""
    if runs.missing(spans):
        how.get("begin", lambda: None)()
    estimate = estimated(runs, spans)
    if estimate is None:
        return
    if not how.get("no_limit", False):
        refuse_too_much(estimate, folder)
    how.get("announce", lambda words: None)(str(estimate))


def _record(runs: Runs, tables: Mapping[str, pa.Table], seconds: float) -> dict[str, Any]:
    return {
        "experiment": fingerprint(),
        "kind": runs.plan.kind,
        "name": runs.plan.name,
        "variants": len(runs.variants),
        "runs": runs.finished,
        "new_runs": runs.new,
        "seconds": round(seconds, 3),
        "tables": list(tables),
    }


def _shard(runs: Runs, record: dict[str, Any], folder: Path | None) -> Experiment:
    """Return a part of an experiment: there is nothing to tell yet."""
    return Experiment(runs.plan, {}, record, lambda name: pa.table({}), (), folder)


def _finished(
    runs: Runs,
    tables: Mapping[str, pa.Table],
    record: dict[str, Any],
    folder: Path,
    how: Mapping[str, Any],
    sink: IntoStore | Nowhere,
) -> Experiment:
    """Write what came out."""
    experiment = written(runs, tables, record, folder)
    how.get("finish", lambda experiment, folder: None)(experiment, folder)
    record |= _stored(sink, runs, record, how)  # the experiment's own
    write_result(experiment, folder)
    return experiment


def _stored(
    sink: IntoStore | Nowhere, runs: Runs, record: Mapping[str, Any], how: Mapping[str, Any]
) -> dict[str, Any]:
    """Have what was written in a store completed, and return what the record says about that."""
    said = sink.end(record["seconds"], runs.complete())
    if "waiting" in said.get("stored", {}):
        how.get("announce", warnings.warn)(sink.words)
    return said

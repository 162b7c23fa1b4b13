"""Whether a store holds what an experiment gave."""

import pyarrow as pa
from tests.store.sameness import assert_same_columns

from voltwin.experiment.experiment import Experiment
from voltwin.store.interface import Store
from voltwin.store.records import Status
from voltwin.store.schema import KPI_TABLES
from voltwin.store.uuid7 import derived

RUNS_OF = {"total": "runs", "by_region": "runs_by_region", "by_hour": "runs_by_hour"}


def assert_stored(store: Store, made: Experiment) -> None:
    """Assert that a store holds an experiment: all of it, once, and nothing else of it."""
    assert made.experiment_id
    tables = [kept for kept in RUNS_OF if kept == "total" or kept in made.plan.kept]
    for number in range(made.record["variants"]):
        run = derived(made.experiment_id, number)
        for kept in tables:
            rows = made.table(RUNS_OF[kept])
            own = rows.filter(pa.array(rows.column("variant").to_numpy() == number))
            there = store.table(KPI_TABLES[kept].name, run)
            assert there.column("replication").to_pylist() == own.column("replication").to_pylist()
            assert_same_columns(there, own, without=2)
        assert store.run(run).status is Status.COMPLETED
    assert len(store.runs(experiment=made.experiment_id)) == made.record["variants"]

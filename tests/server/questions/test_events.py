"""An event log is written as it is stored, else simulated again; for nobody, it is not."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from voltwin.running import run
from voltwin.scenario.without_files import scenario_without_files
from voltwin.store.interface import Store
from voltwin.store.opening import open_store
from voltwin_server.jobs.begin import Here
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.questions import events
from voltwin_server.questions.events import write_events
from voltwin_server.questions.recipe import Recipe
from voltwin_server.questions.spool import SpoolFullError

MOST = 1 << 30
CITY = scenario_without_files(SCENARIO)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    store = open_store(tmp_path / "store")
    monkeypatch.setattr(Here, "_store", store)
    yield store
    store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "log").touch()
    return tmp_path / "log"


def test_a_stored_log_is_not_simulated_again(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run(CITY, seed=3, until="6h", events=True, store=store)
    (record,) = store.runs()
    monkeypatch.delattr(events, "Simulation")
    write_events(Recipe.of(record, 0), "arrow", file, MOST)
    log = pa.ipc.open_stream(file.read_bytes()).read_all()
    assert log.num_rows == made.events.num_rows
    assert log.column("time").to_pylist() == made.events.column("time").to_pylist()


def test_nothing_is_written_for_somebody_who_has_left(store: Store, tmp_path: Path) -> None:
    record = store.add_scenario(CITY)
    recipe = Recipe(record.id, record.id, 1, 0, CITY.horizon)
    batches = 0

    def leave(of: Recipe) -> Iterator[pa.RecordBatch]:
        nonlocal batches
        log = run(CITY, until="1h", events=True).events
        for _ in range(5):
            batches += 1
            log_file.unlink(missing_ok=True)
            yield log.to_batches()[0]

    log_file = tmp_path / "left"
    log_file.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "_batches", leave)
        write_events(recipe, "arrow", log_file, MOST)
    assert batches == 1
    assert not log_file.exists()


@pytest.mark.parametrize("others", [0, 300_000, 1_000_000])
def test_all_logs_on_their_way_together_have_a_bound(
    store: Store, tmp_path: Path, others: int
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    (spool / "other").write_bytes(bytes(others))
    (spool / "own").touch()
    record = store.add_scenario(CITY)
    recipe = Recipe(record.id, record.id, 1, 0, CITY.horizon)
    with pytest.MonkeyPatch.context() as patch:
        batch = run(CITY, until="1h", events=True).events.to_batches()[0]
        patch.setattr(events, "_batches", lambda of: iter([batch] * 100_000))
        with pytest.raises(SpoolFullError):
            write_events(recipe, "arrow", spool / "own", 400_000)
    assert (spool / "own").stat().st_size < max(400_000 - others, 0) + 2 * batch.nbytes + 10_000

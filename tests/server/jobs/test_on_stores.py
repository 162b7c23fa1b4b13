"""Jobs write into every kind of store, and wait for one that is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.jobs.workplace import Workplace, ended, plan, until
from tests.store.stores import STORES

from voltwin.experiment.conduct import conduct
from voltwin.experiment.replications import course_of
from voltwin.store.interface import StoreUnavailableError
from voltwin.store.opening import open_store
from voltwin.store.records import Status
from voltwin.store.uuid7 import uuid7
from voltwin_server.jobs.begin import Here
from voltwin_server.jobs.work import How, Outcome, do_job


@pytest.fixture(params=["postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    with STORES[request.param](tmp_path) as url:
        store = open_store(url)
        place = Workplace(tmp_path, store, url)
        place.jobs.start()
        yield place
        place.close()
        store.close()


def test_a_job_is_done_cancelled_and_deleted_in_a_database(place: Workplace) -> None:
    live, _ = place.accept(plan(3))
    ended(live)
    run = place.run(live)
    assert live.status is run.status is Status.COMPLETED
    assert place.store.replications(run.id) == [0, 1, 2]
    other, _ = place.accept(plan(5000, seed=2))
    until(lambda: other.is_running and bool(place.chunks(other)))
    place.jobs.cancel(other)
    assert place.run(other).status is Status.CANCELLED
    assert place.store.replications(place.run(other).id) == []
    place.jobs.delete(live)
    assert place.store.runs(experiment=live.job.id) == []


def test_work_that_finds_the_store_away_is_put_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreUnavailableError("10.0.0.7 refuses")

    asked = plan(2)
    conduct(asked, course_of(asked), folder=tmp_path / "job")
    monkeypatch.setattr(Here, "store", away)
    outcome = do_job(tmp_path / "job", uuid7(), asked, None)
    assert outcome == Outcome(How.LATER, "10.0.0.7 refuses")

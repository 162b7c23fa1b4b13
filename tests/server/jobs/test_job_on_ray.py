"""A server that has Ray gives the same as one that has not."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.experiment import clusters  # noqa: F401 - before ray is imported
from tests.experiment import conftest as experiments
from tests.server.conftest import URL

from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Settings

pytest.importorskip("ray", reason='Ray is not installed: pip install "voltwin[cluster]"')

REPLICATIONS = 3
one_cluster_at_a_time = experiments.one_cluster_at_a_time  # by the name of this module


@pytest.fixture(autouse=True)
def without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a private Ray make one of its own, whatever tests of clusters have set."""
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def results(folder: Path, ray: str | None) -> tuple[Any, Any]:
    """Return the KPIs and hours of a run that a server does."""
    app = create_app(Settings(folder, workers=1, ray=ray))
    body = {"scenario": SCENARIO, "seed": 5, "replications": REPLICATIONS}
    with TestClient(app, base_url=URL) as client:
        run = client.post("/api/runs", json=body).json()["id"]
        for _ in range(3):
            ended = client.get(f"/api/runs/{run}", params={"wait": 60}).json()
            if ended["status"] not in ("PENDING", "RUNNING"):
                break
        assert ended["status"] == "COMPLETED", ended
        told = [client.get(f"/api/runs/{run}/{what}").json() for what in ("kpis", "hours")]
    return told[0]["measures"], told[1]


def test_a_run_on_ray_is_the_same_run(tmp_path: Path) -> None:
    on_ray = results(tmp_path / "on ray", "local")
    assert on_ray == results(tmp_path / "here", None)
    assert len(on_ray[0]) > 10

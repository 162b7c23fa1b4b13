"""Alive, ready, and figures: what those who run a server ask it."""

import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from tests.server.conftest import Store

from voltwin.store.interface import StoreUnavailableError
from voltwin_server.access.roles import open_to_all
from voltwin_server.jobs.begin import Life
from voltwin_server.metrics import Metrics
from voltwin_server.questions.questions import Questions
from voltwin_server.readiness import Checks, NotReadyError


def test_the_server_is_alive_though_its_store_is_away(client: TestClient, store: Store) -> None:
    store.is_away = True
    answer = client.get("/api/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "alive")


def test_it_is_ready_while_its_store_answers_and_workers_are_up(client: TestClient) -> None:
    answer = client.get("/api/ready").json()
    assert answer == {"status": "ready", "checks": ["store", "workers"]}


def test_it_is_not_ready_while_its_store_is_away(client: TestClient, store: Store) -> None:
    store.is_away = True
    answer = client.get("/api/ready")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/away")
    assert answer.json()["errors"] == [
        {"where": "store", "message": "does not answer; the log says why"}
    ]
    assert "10.0.0.7" not in answer.text
    assert int(answer.headers["retry-after"]) > 0


def test_it_says_why_it_is_not_ready() -> None:
    def check() -> None:
        raise NotReadyError("processes are being started")

    checks = Checks()
    checks.add("workers", check)
    assert checks.missing() == [("workers", "processes are being started")]


def test_a_process_that_one_question_needs_keeps_the_server_ready(tmp_path: Path) -> None:
    life = Life.new()
    questions = Questions(tmp_path / "spool", life, store_url=str(tmp_path / "store"))
    assert not questions.is_loading
    questions._longer.warm()  # as the first who asks for events or an explanation does
    assert questions._longer.is_loading
    assert not questions.is_loading
    questions.warm()  # as the server does when it starts
    assert questions.is_loading
    questions.stop()
    life.close()


def test_asking_often_asks_the_store_once_a_second() -> None:
    now, asked = [0.0], []
    checks = Checks(clock=lambda: now[0])
    checks.add("store", lambda: asked.append(now[0]))
    for now[0] in (0.0, 0.5, 0.9, 1.0, 1.9, 2.5):
        assert checks.missing() == []
    assert asked == [0.0, 1.0, 2.5]


def test_many_who_ask_at_once_do_not_all_ask_the_store() -> None:
    asked: list[int] = []
    checks = Checks()
    checks.add("store", lambda: asked.append(1))
    threads = [threading.Thread(target=checks.missing) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) < 20


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Return figures by their name and the values of their labels."""
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_method_and_status(client: TestClient) -> None:
    for path in ("/api/health", "/api/health", "/problems/away", "/problems/none", "/none"):
        client.get(path)
    client.request("BREW", "/coffee")
    seen = figures(client.get("/metrics").text)
    count = "voltwin_http_requests_total"
    assert seen[count, "GET", "/api/health", "200"] == 2
    assert seen[count, "GET", "/problems/{slug}", "200"] == 1
    assert seen[count, "GET", "/problems/{slug}", "404"] == 1
    assert seen[count, "GET", "unmatched", "404"] == 1
    assert seen[count, "other", "unmatched", "404"] == 1
    assert seen["voltwin_http_request_seconds_count", "GET", "/api/health"] == 2


def test_paths_that_nobody_knows_make_no_new_figures(client: TestClient) -> None:
    client.get("/first")
    before = len(figures(client.get("/metrics").text))
    for number in range(20):
        client.get(f"/none/{number}")
    client.get("/metrics")
    assert len(figures(client.get("/metrics").text)) <= before + 20  # those of /metrics itself


def test_jobs_are_counted_when_figures_are_asked_for() -> None:
    counts = {"PENDING": 2, "RUNNING": 1}
    metrics = Metrics()
    metrics.watch_jobs(lambda: counts)
    counts["PENDING"] = 5
    seen = figures(metrics.text().decode())
    assert seen["voltwin_jobs", "PENDING"] == 5
    assert seen["voltwin_jobs", "RUNNING"] == 1
    assert seen["voltwin_queue_length",] == 5


def test_times_that_the_store_was_away_are_counted(app: FastAPI, client: TestClient) -> None:
    @app.get("/away", dependencies=[open_to_all])
    def away() -> None:
        raise StoreUnavailableError("no")

    assert figures(client.get("/metrics").text)["voltwin_store_failures_total",] == 0
    client.get("/away")
    assert figures(client.get("/metrics").text)["voltwin_store_failures_total",] == 1


@pytest.mark.parametrize("path", ["/api/health", "/api/ready", "/metrics"])
def test_they_take_no_body_and_change_nothing(client: TestClient, path: str) -> None:
    assert client.post(path).status_code == 405

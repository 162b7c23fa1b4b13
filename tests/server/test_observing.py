"""Every request has an id, one line of log without secrets, figures, and careful headers."""

import io
import json
import logging
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import Response

from voltwin_server.access.roles import open_to_all
from voltwin_server.logs import FIELDS, AlignedLines


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line(client: TestClient, log: io.StringIO) -> None:
    answer = client.get("/api/health", headers={"authorization": "Bearer vt_secret"})
    [line] = lines(log)
    assert line["request_id"] == answer.headers["x-request-id"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/health", 200)
    assert (line["caller"], line["level"]) == ("local", "info")
    assert line["ms"] >= 0
    assert "secret" not in log.getvalue()


def test_the_log_has_no_queries(client: TestClient, log: io.StringIO) -> None:
    client.get("/api/runs", params={"scenario_id": "secret"})
    assert lines(log)[0]["path"] == "/api/runs"
    assert "secret" not in log.getvalue()


def test_routes_are_told_by_their_template(client: TestClient, log: io.StringIO) -> None:
    client.get("/problems/not-found")
    client.get("/problems/none")
    client.get("/nowhere/in/particular")
    assert [(line["route"], line["status"]) for line in lines(log)] == [
        ("/problems/{slug}", 200),
        ("/problems/{slug}", 404),
        ("unmatched", 404),
    ]


def test_what_is_refused_is_logged_too(client: TestClient, log: io.StringIO) -> None:
    client.get("/api/health", headers={"host": "evil.example"})
    assert lines(log)[0]["status"] == 403


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a-1.b_C", True), ("x" * 64, True), ("x" * 65, False), ("a b", False), ("", False)],
)
def test_an_id_that_a_proxy_gives_is_kept(client: TestClient, given: str, kept: bool) -> None:
    told = client.get("/api/health", headers={"x-request-id": given}).headers["x-request-id"]
    assert (told == given) is kept
    assert told


def test_a_crash_tells_its_id_and_nothing_of_the_inside(
    app: FastAPI, client: TestClient, log: io.StringIO
) -> None:
    @app.get("/crash", dependencies=[open_to_all])
    def crash() -> None:
        raise RuntimeError("password=hunter2")

    answer = client.get("/crash")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/crashed")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "hunter2" not in answer.text
    assert "RuntimeError" not in answer.text
    failed, request = lines(log)
    assert failed["request_id"] == request["request_id"] == answer.json()["request_id"]
    assert "password=hunter2" in failed["exception"]
    assert (request["status"], request["level"]) == (500, "error")


def test_problems_tell_the_id_of_their_request(client: TestClient) -> None:
    answer = client.get("/none")
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_browsers_are_told_to_be_careful(client: TestClient) -> None:
    for path in ("/api/health", "/none"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


def test_what_an_answer_says_itself_is_kept(app: FastAPI, client: TestClient) -> None:
    @app.get("/kept", dependencies=[open_to_all])
    def kept() -> Response:
        return Response(headers={"cache-control": "max-age=60"})

    assert client.get("/kept").headers["cache-control"] == "max-age=60"


def test_lines_for_people_stay_lines() -> None:
    record = logging.makeLogRecord({"msg": "request", "levelname": "INFO", "created": 0.0})
    setattr(record, FIELDS, {"path": "/a\nb\x1b[31m", "ms": 1.234})
    line = AlignedLines().format(record)
    assert line == ("1970-01-01T00:00:00.000+00:00 INFO    request path='/a\\nb\\x1b[31m' ms=1.2")

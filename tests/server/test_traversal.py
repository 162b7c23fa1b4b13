"""No path that a client names reaches the file system."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from fastapi import FastAPI
from tests.server.running import running

from voltwin_server.app import create_app
from voltwin_server.description import api_routes
from voltwin_server.problems import MEDIA_TYPE
from voltwin_server.settings import Settings

WAYS_UP = (
    *("..", "../..", "../../etc/passwd", "....//....//etc/passwd", "/etc/passwd", "//etc/passwd"),
    *("%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%2fetc%2fpasswd", "%252e%252e%252fetc"),
    *(
        "..%5c..%5cetc",
        "..\\..\\etc",
        "tokens.json",
        "%00",
        "a%00.json",
        "%ff",
        "%c0%ae%c0%ae%c0%af",
    ),
    *("~", "file:%2f%2f%2fetc%2fpasswd", "*", "-", "%0d%0aX-Evil:%201", "{0}", "$HOME", "con"),
)


def attempts(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Yield method and path of each route with each parameter of its path a way up."""
    for route in api_routes(app):
        for name in route.param_convertors:
            for way in WAYS_UP:
                path = route.path_format.replace(f"{{{name}}}", way)
                for other in route.param_convertors:
                    path = path.replace(f"{{{other}}}", "00000000-0000-7000-8000-000000000000")
                for method in route.methods or ():
                    yield method, path


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, HTTPConnection]]:
    """An application, and a connection to it that sends paths as they are."""
    settings = Settings(tmp_path_factory.mktemp("data"))
    app = create_app(settings)
    with running(app, settings) as (host, port):
        connection = HTTPConnection(host, port, timeout=60)
        yield app, connection
        connection.close()


def status(connection: HTTPConnection, method: str, path: str) -> int:
    """Return the status of an answer, which tells nothing of the machine."""
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["x-evil"] is None
    assert b"root:" not in body
    assert json.loads(body)["status"] == answer.status
    return answer.status


def test_no_parameter_of_a_path_leads_elsewhere(asked: tuple[FastAPI, HTTPConnection]) -> None:
    app, connection = asked
    tried = list(attempts(app))
    assert len(tried) >= len(WAYS_UP)
    for method, path in tried:
        assert status(connection, method, path) in (400, 404, 405, 415, 422), (method, path)


@pytest.mark.parametrize("place", ["/", "/api/", "/static/", "/problems/not-found/"])
def test_nothing_beside_the_routes_is_served(
    asked: tuple[FastAPI, HTTPConnection], place: str
) -> None:
    for way in WAYS_UP:
        assert status(asked[1], "GET", f"{place}{way}") == 404

"""What a server tells of itself, and of who asks."""

import json
from urllib.request import urlopen

import jsonschema_rs
import pytest
from tests.client.cities import city
from tests.server.running import running

from voltwin.client.client import Client, connect
from voltwin.client.errors import ApiError
from voltwin.client.scenarios import fields_of
from voltwin.wording.vocabulary import vocabulary
from voltwin_server.app import create_app
from voltwin_server.settings import Settings


def test_who_asks_is_told_what_they_may(client: Client, url: str) -> None:
    me = client.me()
    assert (me.name, me.role, me.needs_token) == ("local", "admin", False)
    with urlopen(f"{url}/api/openapi.json") as answer:
        paths = json.load(answer)["paths"]
    operations = {one["operationId"] for path in paths.values() for one in path.values()}
    assert set(me.may) == operations


def test_kpis_are_told_in_the_words_of_the_library(client: Client) -> None:
    assert client.measures().to_pylist() == [one._asdict() for one in vocabulary()]


def test_the_schema_lets_scenarios_pass_and_others_not(client: Client) -> None:
    validator = jsonschema_rs.validator_for(client.scenarios.schema())
    fields = json.loads(json.dumps(fields_of(city())))
    assert validator.is_valid(fields)
    assert not validator.is_valid({**fields, "stations": "many"})


def test_a_server_without_a_demo_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(tmp_path_factory.mktemp("data"), workers=1, demo=False)
    with (
        running(create_app(settings), settings) as (host, port),
        connect(f"http://{host}:{port}") as client,
        pytest.raises(ApiError, match="without a demo") as error,
    ):
        client.demo(wait=60)
    assert error.value.status == 404

"""Every example of a body is valid: it is sent, and answered as its operation declares."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient
from jsonschema_rs import Draft202012Validator

from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.problems import MEDIA_TYPE
from voltwin_server.settings import Settings

DESCRIPTION = described(create_app(Settings(Path())))


class Example(NamedTuple):
    """A body to send to an operation."""

    method: str
    path: str
    body: Any
    media: str
    answers: dict[str, Any]


def examples() -> list[Example]:
    """Return the examples of all bodies that the description gives."""
    return [
        Example(method, path, body, media, operation["responses"])
        for path, operations in DESCRIPTION["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
        for media, content in operation["requestBody"]["content"].items()
        for body in bodies(content)
    ]


def bodies(content: dict[str, Any]) -> list[Any]:
    """Return the examples of a body, its own or its model's; there must be some."""
    if "example" in content:
        return [content["example"]]
    name = content["schema"]["$ref"].rpartition("/")[2]
    found = DESCRIPTION["components"]["schemas"][name]["examples"]
    assert found
    return list(found)


@pytest.fixture(scope="module")
def twin(whole: TestClient) -> str:
    """A twin of the example, some hours after its start."""
    made = whole.post("/api/twins", json={"from": {"scenario": SCENARIO}})
    path = f"/api/twins/{made.json()['id']}"
    assert whole.post(f"{path}/commands", json={"do": "seek", "at": "6h"}).status_code == 200
    return str(made.json()["id"])


@pytest.mark.parametrize(
    "example", examples(), ids=lambda example: f"{example.path} {example.media}"
)
def test_an_example_is_answered_as_declared(whole: TestClient, twin: str, example: Example) -> None:
    path = example.path
    if "{scenario_id}" in path:
        scenario = whole.post("/api/scenarios", json=SCENARIO).json()["id"]
        path = path.replace("{scenario_id}", scenario)
    if "{twin_id}" in path:
        path = path.replace("{twin_id}", twin)
    if example.media == "application/json":
        answer = whole.request(example.method, path, json=example.body)
    else:
        answer = whole.post(path, content=example.body, headers={"Content-Type": example.media})
    assert answer.is_success, answer.text
    declared = example.answers[str(answer.status_code)]["content"]
    assert answer.headers["content-type"].partition(";")[0] in declared


def test_every_operation_with_a_body_has_an_example() -> None:
    with_body = {
        path
        for path, operations in DESCRIPTION["paths"].items()
        for operation in operations.values()
        if "requestBody" in operation
    }
    assert with_body == {example.path for example in examples()}
    assert len(with_body) >= 7


def test_every_field_of_what_is_sent_and_answered_is_described() -> None:
    without = [
        f"{name}.{field}"
        for name, schema in DESCRIPTION["components"]["schemas"].items()
        for field, about in schema.get("properties", {}).items()
        if "description" not in about
    ]
    assert without == []


def answers() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return operation, status, type and content of all answers that the description tells of."""
    return [
        (operation["operationId"], status, media, content)
        for operations in DESCRIPTION["paths"].values()
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        for media, content in answer.get("content", {}).items()
    ]


def test_every_answer_has_an_example_that_is_valid() -> None:
    for operation, status, media, content in answers():
        if content["schema"].get("format") == "binary":
            continue
        told = [one["value"] for one in content.get("examples", {}).values()]
        told += [content["example"]] if "example" in content else []
        assert told, (operation, status, media)
        schema = {**content["schema"], "components": DESCRIPTION["components"]}
        for example in told:
            Draft202012Validator(schema).validate(example)
            if media == MEDIA_TYPE:
                assert example["status"] == int(status)


def test_every_operation_that_answers_something_has_an_example() -> None:
    with_answer = {operation for operation, status, *_ in answers() if status.startswith("2")}
    every = {
        operation["operationId"]: operation["responses"].keys()
        for operations in DESCRIPTION["paths"].values()
        for operation in operations.values()
    }
    assert {name for name, statuses in every.items() if "204" not in statuses} == with_answer


def test_what_the_description_refers_to_is_in_it() -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(DESCRIPTION)))
    assert named <= DESCRIPTION["components"]["schemas"].keys()
    assert "Effects" in named

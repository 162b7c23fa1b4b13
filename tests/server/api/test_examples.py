"""Every example of a body is valid: it is sent, and answered as its operation declares."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Settings

DESCRIPTION = described(create_app(Settings(Path())))


class Example(NamedTuple):
    """A body to send to an operation."""

    path: str
    body: Any
    media: str
    answers: dict[str, Any]


def examples() -> list[Example]:
    """Return the examples of all bodies that the description gives."""
    return [
        Example(path, body, media, operation["responses"])
        for path, operations in DESCRIPTION["paths"].items()
        for method, operation in operations.items()
        if method == "post" and "requestBody" in operation
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


@pytest.mark.parametrize(
    "example", examples(), ids=lambda example: f"{example.path} {example.media}"
)
def test_an_example_is_answered_as_declared(whole: TestClient, example: Example) -> None:
    scenario = whole.post("/api/scenarios", json=SCENARIO).json()["id"]
    path = example.path.replace("{scenario_id}", scenario)
    if example.media == "application/json":
        answer = whole.post(path, json=example.body)
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


def test_what_the_description_refers_to_is_in_it() -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(DESCRIPTION)))
    assert named <= DESCRIPTION["components"]["schemas"].keys()
    assert "Effects" in named

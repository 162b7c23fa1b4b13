"""What the client reads is what the server's description says that it sends."""

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from voltwin.client import answers, server_answers, twin_answers
from voltwin.client.answers import Effects, Record, RunInfo
from voltwin.client.twin import TwinTable
from voltwin_server.app import create_app
from voltwin_server.description import described
from voltwin_server.models.example_answers import EFFECTS, RUN
from voltwin_server.settings import Settings

NAMES = {"Outcome": "ReportOutcome"}
OWN = {"Record", "Ending"}  # what others are made of
BY_SOCKET = {"kind", "ref"}  # told by sockets alone


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found = described(create_app(Settings(tmp_path_factory.mktemp("data"))))
    return dict(found["components"]["schemas"])


RECORDS = {
    name: record
    for room in (answers, server_answers, twin_answers)
    for name, record in vars(room).items()
    if isinstance(record, type) and issubclass(record, Record) and name not in OWN
}


@pytest.mark.parametrize("name", RECORDS)
def test_all_that_is_read_is_sent(name: str, schemas: dict[str, Any]) -> None:
    sent = schemas[NAMES.get(name, name)]["properties"]
    read = set(RECORDS[name].model_fields) - BY_SOCKET
    assert read <= set(sent)


@pytest.mark.parametrize("name", RECORDS)
def test_all_that_is_sent_is_read(name: str, schemas: dict[str, Any]) -> None:
    sent = schemas[NAMES.get(name, name)]["properties"]
    assert set(sent) <= set(RECORDS[name].model_fields)


@pytest.mark.parametrize("name", RECORDS)
def test_what_the_server_leaves_out_is_not_needed(name: str, schemas: dict[str, Any]) -> None:
    required = set(schemas[NAMES.get(name, name)].get("required", ()))
    record: type[BaseModel] = RECORDS[name]
    needed = {field for field, about in record.model_fields.items() if about.is_required()}
    assert needed <= required


def test_what_a_newer_server_tells_besides_is_left_out() -> None:
    assert RunInfo.model_validate({**RUN, "mood": "good"}) == RunInfo.model_validate(RUN)


def test_an_effect_is_found_by_its_name() -> None:
    found = Effects.model_validate(EFFECTS)
    assert found["lost_share"] == found.measures[0]
    assert found.table.num_rows == 1


def test_tables_of_twins_have_the_names_of_the_server(tmp_path: Path) -> None:
    paths = described(create_app(Settings(tmp_path)))["paths"]
    parameters = paths["/api/twins/{twin_id}/kpis/{table}"]["get"]["parameters"]
    (table,) = [one["schema"] for one in parameters if one["name"] == "table"]
    assert tuple(table["enum"]) == get_args(TwinTable)

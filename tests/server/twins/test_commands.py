"""Commands are refused before any twin sees them, each with a reason and its place."""

from typing import Any

import pytest
from tests.server.twins.test_folder import RECORD

from voltwin_server.problems import ProblemError
from voltwin_server.twins.commands import checked


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"do": "play"}, {"do": "play"}),
        ({"do": "speed", "speed": 100_000}, {"do": "speed", "speed": 100_000.0}),
        ({"do": "step", "seconds": 60}, {"do": "step", "seconds": 60.0}),
        ({"do": "seek", "at": 0}, {"do": "seek", "at": 0.0}),
        ({"do": "seek", "at": "6h 30min"}, {"do": "seek", "at": 23400.0}),
        ({"do": "seek", "at": "2026-01-05 07:30"}, {"do": "seek", "at": 27000.0}),
        ({"do": "seek", "at": "1d"}, {"do": "seek", "at": 86400.0}),
        ({"do": "intervene", "what": {"kind": "x"}}, {"do": "intervene", "what": {"kind": "x"}}),
    ],
)
def test_times_are_told_in_seconds(given: dict[str, Any], fields: dict[str, Any]) -> None:
    assert checked(given, RECORD) == fields


@pytest.mark.parametrize(
    ("given", "where", "said"),
    [
        ({}, "body", "tag"),
        ({"do": "jump"}, "body", "play"),
        ({"do": "play", "now": True}, "body.play.now", "not permitted"),
        ({"do": "speed"}, "body.speed.speed", "required"),
        ({"do": "speed", "speed": 0.5}, "body.speed.speed", "at least 1"),
        ({"do": "speed", "speed": 100_001}, "body.speed.speed", "100000"),
        ({"do": "speed", "speed": True}, "body.speed.speed", "number"),
        ({"do": "speed", "speed": "60"}, "body.speed.speed", "number"),
        ({"do": "speed", "speed": float("nan")}, "body.speed.speed", "finite"),
        ({"do": "step", "seconds": 0}, "body.step.seconds", "0"),
        ({"do": "seek", "at": "1d 1s"}, "body.at", "in the run"),
        ({"do": "seek", "at": "2026-01-04"}, "body.at", "in the run"),
        ({"do": "seek", "at": "soon"}, "body.at", "duration"),
        ({"do": "intervene"}, "body.intervene.what", "required"),
    ],
)
def test_what_is_no_command_is_refused(given: dict[str, Any], where: str, said: str) -> None:
    with pytest.raises(ProblemError) as refused:
        checked(given, RECORD)
    assert refused.value.kind.slug == "invalid"
    ((place, message),) = refused.value.errors[:1]
    assert place.startswith(where)
    assert said in message

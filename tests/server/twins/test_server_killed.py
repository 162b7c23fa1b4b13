"""A server that is killed while twins play, whenever it is, has lost no command that it answered."""

import json
import random
import signal
import urllib.request
from pathlib import Path
from threading import Event
from typing import Any

from tests.server.jobs.test_server_killed import post, served
from tests.server.jobs.workplace import until

from voltwin_server.models.example_scenario import SCENARIO

KILLS = 3
CLOSE = {"kind": "close", "stations": ["south"], "for": "10min"}


def asked(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.loads(answer.read())


def told(path: str) -> list[dict[str, Any]]:
    """Return the whole journal of a twin."""
    return list(asked(f"{path}/commands?limit=1000")["items"])


def test_twins_of_a_killed_server_are_paused_where_they_were(tmp_path: Path) -> None:
    moments, answered, twin = random.Random(3), list[dict[str, Any]](), ""
    for _ in range(KILLS):
        with served(tmp_path) as (server, urls):
            until(lambda urls=urls: bool(urls))
            if not twin:
                made = post(f"{urls[0]}/api/twins", {"from": {"scenario": SCENARIO}})
                twin = f"/api/twins/{made['id']}"
            path = urls[0] + twin
            before = asked(path)
            journal = told(path)
            assert before["state"] == "asleep"
            assert before["commands"] == len(journal)
            assert [entry for entry in journal if entry in answered] == answered
            for command in (
                {"do": "intervene", "what": CLOSE},
                {"do": "speed", "speed": 3600},
                {"do": "play"},
            ):
                answered.append(post(f"{path}/commands", command))
            assert answered[-1]["now"] == before["now_s"]
            until(lambda path=path, at=answered[-1]["now"]: asked(path)["now_s"] > at)
            Event().wait(moments.uniform(0.0, 1.5))
            server.send_signal(signal.SIGKILL)
            server.wait()
    with served(tmp_path) as (server, urls):
        until(lambda: bool(urls))
        found = asked(urls[0] + twin)
        assert found["state"] == "asleep"
        assert found["now_s"] > answered[-1]["now"] > 0.0
        assert told(urls[0] + twin) == answered
        assert asked(f"{urls[0]}{twin}/stations")["now_s"] == found["now_s"]
        kinds = [one["what"]["kind"] for one in asked(f"{urls[0]}{twin}/recipe")["made"]]
        assert kinds == ["close"] * KILLS
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0

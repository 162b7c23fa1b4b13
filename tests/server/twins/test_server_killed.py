"""A server that is killed while a twin plays has lost no command that it has answered."""

import json
import signal
import urllib.request
from pathlib import Path
from typing import Any

from tests.server.jobs.test_server_killed import post, served
from tests.server.jobs.workplace import until
from tests.server.twins.place import place_in

from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.twins.journal import entries
from voltwin_server.twins.recipes import recipe_fields

CLOSE = {"kind": "close", "stations": ["south"], "for": "10min"}
COMMANDS = ({"do": "intervene", "what": CLOSE}, {"do": "speed", "speed": 3600}, {"do": "play"})


def now(path: str) -> float:
    with urllib.request.urlopen(path, timeout=60) as answer:
        return float(json.loads(answer.read())["now_s"])


def told(entry: dict[str, Any]) -> tuple[Any, ...]:
    return entry["number"], entry["by"], entry["do"], entry["now"]


def test_a_twin_of_a_killed_server_is_paused_where_it_was(tmp_path: Path) -> None:
    with served(tmp_path) as (server, urls):
        until(lambda: bool(urls))
        made = post(f"{urls[0]}/api/twins", {"from": {"scenario": SCENARIO}})
        path = f"{urls[0]}/api/twins/{made['id']}"
        answered = [post(f"{path}/commands", command) for command in COMMANDS]
        until(lambda: now(path) > 3600.0)
        server.send_signal(signal.SIGKILL)
        server.wait()
    with place_in(tmp_path / "twins") as place:
        (known,) = place.twins.list()
        where = known.report.now
        assert (str(known.record.id), known.state) == (made["id"], "asleep")
        assert where > answered[-1]["now"]  # it was written down about a second ago
        assert [told(one) for one in entries(known.folder.journal)] == [*map(told, answered)]
        assert place.ask(known.record.id, "stations")["now"] == where
        assert [one["what"]["kind"] for one in recipe_fields(known.folder)["made"]] == ["close"]

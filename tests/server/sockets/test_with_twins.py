"""The same with real twins in their processes: what is decoded is what the twin is."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx2
import pytest
from tests.server.conftest import Store
from tests.server.running import running
from tests.server.sockets.page import assert_as_on_the_page
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from voltwin.frames.decode import Decoder, Frame
from voltwin_server.app import create_app
from voltwin_server.models.example_scenario import SCENARIO
from voltwin_server.settings import Settings
from voltwin_server.sockets.hub import PROTOCOL

LONG_S = 60.0


class Viewer:
    """Watches a twin, takes all frames, acknowledges them."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.decoder = Decoder(json.loads(socket.recv(timeout=LONG_S)))
        self.frames: list[Frame] = []
        self.messages: list[dict[str, Any]] = []

    def hear(self) -> None:
        """Take the next message or frame."""
        got = self.socket.recv(timeout=LONG_S)
        if isinstance(got, str):
            self.messages.append(json.loads(got))
            assert_as_on_the_page(self.messages[-1])
        else:
            self.frames.append(self.decoder.take(got))
            self.say(do="ack", frame=self.decoder.number)

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def until(self, kind: str) -> dict[str, Any]:
        """Return the next message of a kind that has not been returned."""
        while not any(one["kind"] == kind for one in self.messages):
            self.hear()
        found = next(one for one in self.messages if one["kind"] == kind)
        self.messages.remove(found)
        return found

    def until_at(self, now: float) -> Frame:
        """Return a frame of a time or later."""
        while not self.frames or self.frames[-1].now < now:
            self.hear()
        return self.frames[-1]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server with twins listens."""
    settings = Settings(tmp_path_factory.mktemp("served"))
    with (
        closing(Store(settings.data / "store")) as store,
        running(create_app(settings, store=store), settings) as (host, port),
    ):
        yield f"{host}:{port}"


@pytest.fixture
def api(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=f"http://{address}/api", timeout=LONG_S, trust_env=False) as api:
        yield api


@pytest.fixture
def twin(api: httpx2.Client) -> str:
    """A twin of two stations."""
    made = api.post("/twins", json={"from": {"scenario": SCENARIO}})
    assert made.status_code == 201
    return str(made.json()["id"])


@pytest.fixture
def two(address: str, twin: str) -> Iterator[tuple[Viewer, Viewer]]:
    """Two who watch it."""

    def watching() -> ClientConnection:
        return connect(
            f"ws://{address}/api/twins/{twin}/live",
            subprotocols=[Subprotocol(PROTOCOL)],
            compression=None,
            proxy=None,
            close_timeout=0.2,  # frames that no test takes stand before the answer to a close
        )

    with watching() as one, watching() as other:
        yield Viewer(one), Viewer(other)


def test_what_is_seen_is_what_the_twin_says_of_its_stations(
    api: httpx2.Client, twin: str, two: tuple[Viewer, Viewer]
) -> None:
    planner, viewer = two
    planner.say(do="seek", at="8h", ref=1)
    assert planner.until("did")["ref"] == 1
    seen = [one.until_at(28_800.0).stations for one in two]
    told = api.get(f"/twins/{twin}/stations").json()["columns"]
    for table in seen:
        assert table["ready"].to_pylist() == told["ready"]
        assert table["queue"].to_pylist() == told["queue"]
    assert viewer.until("did")["do"] == "seek"


def test_a_twin_that_plays_is_seen_playing_and_what_is_done_to_it(
    two: tuple[Viewer, Viewer],
) -> None:
    planner, viewer = two
    planner.say(do="speed", speed=20_000, ref=1)
    planner.say(do="play", ref=2)
    assert [planner.until("did")["ref"] for _ in range(2)] == [1, 2]
    viewer.until_at(20_000.0)
    charger_out = {"kind": "charger_out", "station": "north", "charger": 0, "for": "2h"}
    planner.say(do="intervene", what=charger_out, ref=3)
    made = planner.until("did")
    assert made["ref"] == 3
    assert [viewer.until("did")["do"] for _ in range(3)] == ["speed", "play", "intervene"]
    last = viewer.until_at(86_400.0)
    assert last.number == viewer.decoder.number
    assert [one.now for one in viewer.frames] == sorted(one.now for one in viewer.frames)
    while not viewer.until("kpis")["total"]["arrivals"]:
        pass  # nobody has come yet


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ({"do": "fly"}, 422),
        ({"do": "speed", "speed": 0.5}, 422),
        ({"do": "seek", "at": "2d"}, 422),
        ({"do": "intervene", "what": {"kind": "charger_out", "station": "nroth"}}, 422),
        ({"do": "step", "seconds": "long"}, 422),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    api: httpx2.Client,
    twin: str,
    two: tuple[Viewer, Viewer],
    command: dict[str, Any],
    status: int,
) -> None:
    planner, _ = two
    planner.say(**command, ref=9)
    refused = planner.until("refused")
    assert (refused["ref"], refused["problem"]["status"]) == (9, status)
    assert refused["problem"]["errors"]
    assert api.get(f"/twins/{twin}/commands").json()["items"] == []


def test_every_command_is_told_as_the_page_says(
    api: httpx2.Client, twin: str, two: tuple[Viewer, Viewer]
) -> None:
    planner, _ = two
    closed = {"kind": "close", "stations": ["north"]}
    commands: list[dict[str, Any]] = [
        *({"do": "step", "seconds": 60}, {"do": "seek", "at": 600}, {"do": "speed", "speed": 2}),
        *({"do": "intervene", "what": closed}, {"do": "play"}, {"do": "pause"}),
    ]
    for ref, command in enumerate(commands, 1):
        planner.say(**command, ref=ref)
    report = {"at": 300, "station": "north", "queue": 1}
    while len(api.get(f"/twins/{twin}/commands").json()["items"]) < len(commands):
        pass
    assert api.post(f"/twins/{twin}/observations", json={"reports": [report]}).status_code < 300
    expected = [*(command["do"] for command in commands), "observe"]
    for one in two:  # each message is held against the page as it comes
        assert [one.until("did")["do"] for _ in expected] == expected


def test_a_twin_that_is_deleted_lets_everybody_go(
    api: httpx2.Client, twin: str, two: tuple[Viewer, Viewer]
) -> None:
    for one in two:
        one.until_at(0.0)
    assert api.delete(f"/twins/{twin}").status_code == 204
    for one in two:
        bye = one.until("bye")
        assert (bye["code"], bye["reason"]) == (1001, "the twin has been deleted")


def test_a_ticket_for_a_twin_that_is_not_there_is_a_problem(api: httpx2.Client) -> None:
    answer = api.post("/twins/0190c5a1-5f00-7000-8000-000000000009/tickets")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")

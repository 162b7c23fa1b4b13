"""Watching a twin of a server: frames and messages, and commands by the same socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from tests.client.cities import city

from voltwin.client.client import Client
from voltwin.client.errors import ApiError, ClientError, NoConnectionError
from voltwin.client.messages import Bye, LiveKpis, State
from voltwin.client.twin import RemoteTwin
from voltwin.client.twin_answers import Did
from voltwin.client.watching import Event, Watching
from voltwin.frames.decode import Frame
from voltwin.scenario.files import load
from voltwin.twin.twin import Twin

HOUR = 3600.0
OUT = {"kind": "charger_out", "station": "north", "charger": 0, "for": "2h"}
LONG_S = 60.0
FLEET = load(Path(__file__).resolve().parents[2] / "examples" / "first_fleet.yaml")

E = TypeVar("E", bound=Event)


@pytest.fixture
def twin(client: Client) -> Iterator[RemoteTwin]:
    made = client.twins.create(city(), seed=3)
    yield made
    made.delete()


def until(watching: Watching, kind: type[E], **fields: object) -> E:
    """Return the first of a kind that has these fields."""
    while (one := watching.receive(LONG_S)) is not None:
        if isinstance(one, kind) and all(getattr(one, of) == is_ for of, is_ in fields.items()):
            return one
    raise AssertionError(f"no {kind} with {fields}")


def test_the_first_frame_tells_all(twin: RemoteTwin) -> None:
    twin.seek("6h")
    own = Twin.of(city(), seed=3)
    own.advance(6 * HOUR)
    with twin.watch() as watching:
        frame = until(watching, Frame)
        assert watching.scene["name"] == "two stations"
        assert frame.now == 6 * HOUR
        assert frame.stations.column("station").to_pylist() == ["north", "south"]
        for name in ("ready", "queue", "swaps", "lost"):
            np.testing.assert_array_equal(
                frame.stations.column(name).to_numpy(), own.live().stations[name]
            )
        kpis = watching.kpis or until(watching, LiveKpis)
        assert kpis.total["swaps"] == own.kpis().total.column("swaps")[0].as_py()
        assert kpis.table.column("swaps").to_pylist() == [kpis.total["swaps"]]


def assert_shows(frame: Frame, own: Twin) -> None:
    """Let through a frame that shows a twin here as it is at the frame's time."""
    own.seek(frame.now)
    live = own.live()
    for name in ("ready", "charging", "queue", "swaps", "lost"):
        np.testing.assert_array_equal(frame.stations.column(name).to_numpy(), live.stations[name])
    for name in ("place", "origin", "departed_at", "arrives_at"):
        np.testing.assert_array_equal(frame.vehicles.column(name).to_numpy(), live.vehicles[name])


def test_frames_of_a_twin_that_plays_show_what_is_simulated_here(client: Client) -> None:
    own = Twin.of(FLEET, seed=2)
    with client.twins.create(FLEET, seed=2).watch() as watching:
        watching.play(3600.0)
        seen = [until(watching, Frame) for _ in range(6)]
        watching.pause()
        last = watching.frame
        assert last is not None
    times = [frame.now for frame in seen]
    assert times == sorted(set(times))
    for frame in (*seen, last):
        assert_shows(frame, own)
        lon, lat = frame.positions()
        assert len(lon) == len(lat) == frame.vehicles.num_rows > 0
        assert np.isfinite(lon).all()


def test_everybody_sees_who_did_what(client: Client, twin: RemoteTwin) -> None:
    with twin.watch() as mine, client.twins.get(twin.id).watch() as yours:
        one = mine.intervene(OUT)
        other = yours.step(HOUR)
        by_route = twin.speed(600)
        numbers = [one.number, other.number, by_route.number]
        assert numbers == [1, 2, 3]
        assert (one.ref, other.ref, by_route.ref) == (1, 1, None)
        for watching in (mine, yours):
            told = [until(watching, Did) for _ in numbers]
            assert [did.number for did in told] == numbers
            assert [did.do for did in told] == ["intervene", "step", "speed"]
            assert until(watching, State, number=3).wanted_speed == 600
    assert [did.number for did in twin.commands()] == numbers


def test_a_command_that_is_refused_changes_nothing(twin: RemoteTwin) -> None:
    with twin.watch() as watching:
        with pytest.raises(ApiError, match='did you mean "north"') as error:
            watching.intervene({**OUT, "station": "nort"})
        assert error.value.status == 422
        with pytest.raises(ApiError, match="speed"):
            watching.speed(0.5)
        assert watching.seek("2h").number == 1
        assert until(watching, Frame).now in (0.0, 2 * HOUR)


def test_while_an_answer_is_waited_for_the_newest_is_kept(client: Client) -> None:
    with client.twins.create(FLEET).watch() as watching:
        until(watching, Frame)
        watching.play(100_000)
        for _ in range(20):
            watching.speed(50_000)
        watching.pause()
        kept = list(watching._waiting)
        for kind in (Frame, State, LiveKpis):
            assert sum(isinstance(one, kind) for one in kept) <= 1
        assert sum(isinstance(one, Did) for one in kept) == 23
        assert next(watching.frames()).now == watching.frame.now  # type: ignore[union-attr]  # is one


def test_a_time_without_anything_is_none(twin: RemoteTwin) -> None:
    with twin.watch() as watching:
        until(watching, Frame)
        while watching.receive(0.2) is not None:
            pass
        assert watching.receive(0.0) is None


def test_who_watches_a_twin_that_is_deleted_is_told(client: Client) -> None:
    twin = client.twins.create(city())
    with twin.watch() as watching:
        until(watching, Frame)
        twin.delete()
        *_, last = watching
        assert isinstance(last, Bye)
        assert last.reason
        with pytest.raises(NoConnectionError, match="has ended the socket"):
            watching.receive()
        with pytest.raises(NoConnectionError):
            watching.play()


def test_a_twin_that_is_not_there_cannot_be_watched(client: Client, twin: RemoteTwin) -> None:
    gone = client.twins.create(city())
    gone.delete()
    with pytest.raises(ApiError, match="no such thing") as error, gone.watch():
        pass
    assert error.value.status == 404
    with pytest.raises(ClientError, match="in a `with` statement"):
        twin.watch().play()

"""Who may do what is the server's to say; its words reach the client's user."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.client.cities import city
from tests.server.running import running

from voltwin.client.client import connect
from voltwin.client.errors import ApiError
from voltwin.client.messages import Bye
from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.app import create_app
from voltwin_server.settings import Settings


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A server that others reach, so that callers need tokens."""
    data = tmp_path_factory.mktemp("data")
    return replace(Settings(data, workers=1), allowed_hosts=("twin.example",))


@pytest.fixture(scope="module")
def tokens(public: Settings) -> dict[Role, str]:
    return {role: Tokens(public.data).create(role.word, role) for role in Role}


@pytest.fixture(scope="module")
def public_url(public: Settings, tokens: dict[Role, str]) -> Iterator[str]:
    with running(create_app(public), public) as (host, port):
        yield f"http://{host}:{port}"


def test_a_token_lets_in(public_url: str, tokens: dict[Role, str]) -> None:
    with connect(public_url, tokens[Role.PLANNER]) as client:
        stored = client.scenarios.add(city())
        assert client.run(stored, until="1h").wait(120).info.replications == 1


def test_without_a_token_nobody_is_let_in(public_url: str) -> None:
    for token in (None, "vt_of_somebody_else"):
        with pytest.raises(ApiError, match="A token is needed") as error:
            connect(public_url, token)
        assert error.value.status == 401


def test_a_viewer_looks_and_does_not_start(public_url: str, tokens: dict[Role, str]) -> None:
    with connect(public_url, tokens[Role.VIEWER]) as client:
        *_, last = client.what_if(city(), "stations[*].bays += 1", replications=2, until="6h")
        assert last.pairs == 2
        with pytest.raises(ApiError, match="needs the role planner") as error:
            client.run(city())
        assert error.value.status == 403


def test_a_viewer_watches_and_does_not_command(public_url: str, tokens: dict[Role, str]) -> None:
    with (
        connect(public_url, tokens[Role.PLANNER]) as planner,
        connect(public_url, tokens[Role.VIEWER]) as viewer,
        planner.twins.create(city()).watch() as mine,
        viewer.twins.get(mine.twin_id).watch() as watching,
    ):
        with pytest.raises(ApiError, match="needs the role planner") as error:
            watching.play()
        assert error.value.status == 403
        mine.step(3600)
        frames = watching.frames()
        while next(frames).now < 3600:
            pass
        assert watching.frame is not None
        assert watching.frame.now == 3600


def test_a_token_that_is_revoked_watches_no_longer(
    public: Settings, public_url: str, tokens: dict[Role, str]
) -> None:
    token = Tokens(public.data).create("leaving", Role.PLANNER)
    with connect(public_url, token) as client, client.twins.create(city()).watch() as watching:
        Tokens(public.data).revoke("leaving")
        *_, last = watching
        assert isinstance(last, Bye)
        with pytest.raises(ApiError, match="A token is needed"):
            client.twins.get(watching.twin_id)

"""`voltwin token`: made, listed and revoked, never shown twice."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from voltwin.cli.app import app
from voltwin.cli.command_error import CommandError
from voltwin.cli.options import memory
from voltwin_server import serving
from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.tokens import Tokens
from voltwin_server.commands import _limits
from voltwin_server.settings import Limits, Settings

Token = Callable[..., Result]


@pytest.fixture
def token(tmp_path: Path) -> Token:
    def done(command: str, *words: str) -> Result:
        return CliRunner().invoke(app, ["token", command, "--data", str(tmp_path), *words])

    return done


def test_a_token_is_printed_once_and_alone(token: Token, tmp_path: Path) -> None:
    made = token("create", "--name", "Ann", "--role", "planner")
    assert made.exit_code == 0
    assert Tokens(tmp_path).caller(made.stdout.strip()) == Caller("Ann", Role.PLANNER)
    assert made.stdout.strip() not in token("list").output
    assert made.stdout.strip() not in made.stderr


def test_tokens_are_listed_in_columns(token: Token) -> None:
    token("create", "--name", "Ann", "--role", "planner")
    token("create", "--name", "Bartholomew", "--role", "viewer", "--expires", "30d")
    heading, ann, other = token("list").stdout.splitlines()
    assert heading.split() == ["name", "role", "made", "valid"]
    assert ann.endswith("until revoked")
    assert other.split()[:2] == ["Bartholomew", "viewer"]
    assert {line.index(word) for line, word in ((ann, "planner"), (other, "viewer"))} == {
        heading.index("role")
    }
    rows = json.loads(token("list", "--json").stdout)
    assert [(row["name"], row["role"]) for row in rows] == [
        ("Ann", "planner"),
        ("Bartholomew", "viewer"),
    ]


def test_a_token_that_has_expired_is_listed_so(token: Token) -> None:
    token("create", "--name", "Ann", "--role", "planner", "--expires", "0s")
    assert token("list").stdout.splitlines()[1].endswith("expired")


def test_no_tokens_are_none(token: Token) -> None:
    listed = token("list")
    assert (listed.exit_code, listed.stdout) == (0, "")
    assert "No tokens in" in listed.stderr


def test_a_revoked_token_is_gone(token: Token) -> None:
    token("create", "--name", "Ann", "--role", "planner")
    assert token("revoke", "--name", "Ann").exit_code == 0
    assert json.loads(token("list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", "--name", "Ann", "--role", "planer"), 'did you mean "planner"'),
        (("create", "--name", "../x", "--role", "viewer"), "must be 1 to 64 letters"),
        (("revoke", "--name", "Ann"), 'there is no token "Ann"'),
    ],
)
def test_wrong_words_are_one_message(token: Token, words: tuple[str, ...], said: str) -> None:
    error = token(*words).exception
    assert isinstance(error, CommandError)
    assert said in str(error)


def test_limits_are_set_by_name() -> None:
    limits = _limits(["jobs_per_token=3", "body_bytes=1_000"])
    assert limits == Limits(jobs_per_token=3, body_bytes=1000)


@pytest.mark.parametrize(
    ("text", "size"), [("64M", 2**26), ("512m", 2**29), ("1.5G", 3 * 2**29), ("2 GiB", 2**31)]
)
def test_memory_is_said_in_units(text: str, size: int) -> None:
    assert memory(text) == size


@pytest.mark.parametrize("text", ["1000", "63M", "a lot", "-1G", "1K", ""])
def test_what_is_no_memory_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="such as 512M or 4G"):
        memory(text)


@pytest.mark.parametrize(("words", "demo"), [((), True), (("--no-demo",), False)])
def test_a_served_city_may_be_declined(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], demo: bool
) -> None:
    served: list[Settings] = []
    monkeypatch.setattr(serving, "serve", lambda settings, say: served.append(settings))
    assert CliRunner().invoke(app, ["serve", *words]).exit_code == 0
    assert [settings.demo for settings in served] == [demo]

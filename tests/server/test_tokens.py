"""Tokens open what their role may, until they expire or are revoked; files never hold them."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from voltwin_server.access.callers import Caller, Role
from voltwin_server.access.tokens import FILE, TokenError, Tokens

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OF_A_KING = {"name": "a", "role": "king", "digest": "", "created_at": None, "expires_at": None}


def test_whoever_has_a_token_is_known_by_it(tmp_path: Path) -> None:
    secret = Tokens(tmp_path).create("Ann", Role.PLANNER)
    assert secret.startswith("vt_")
    assert Tokens(tmp_path).caller(secret) == Caller("Ann", Role.PLANNER)


@pytest.mark.parametrize("wrong", ["", "vt_", "vt_x", "ä"])
def test_nobody_is_known_by_anything_else(tmp_path: Path, wrong: str) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.create("Ann", Role.ADMIN)
    for guess in (wrong, secret[:-1], secret + "A", secret.lower()):
        assert tokens.caller(guess) is None


def test_tokens_are_random_and_long(tmp_path: Path) -> None:
    made = [Tokens(tmp_path).create(f"n{number}", Role.VIEWER) for number in range(20)]
    assert len(set(made)) == 20
    assert min(map(len, made)) >= 256 / 6  # 256 bits, 6 a character


def test_files_hold_no_token_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    secret = Tokens(folder).create("Ann", Role.PLANNER)
    text = (folder / FILE).read_text()
    assert secret not in text
    assert secret.removeprefix("vt_") not in text
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_revoking_holds_at_once_for_others_that_have_read_the_file(tmp_path: Path) -> None:
    running = Tokens(tmp_path)
    secret = Tokens(tmp_path).create("Ann", Role.PLANNER)
    assert running.caller(secret) is not None
    Tokens(tmp_path).revoke("Ann")
    assert running.caller(secret) is None
    again = Tokens(tmp_path).create("Ann", Role.VIEWER)
    assert running.caller(again) == Caller("Ann", Role.VIEWER)


def test_a_token_opens_nothing_once_it_has_expired(tmp_path: Path) -> None:
    times = [NOW]
    tokens = Tokens(tmp_path, now=lambda: times[-1])
    secret = tokens.create("Ann", Role.PLANNER, NOW + timedelta(hours=1))
    times.append(NOW + timedelta(minutes=59))
    assert tokens.caller(secret) is not None
    times.append(NOW + timedelta(hours=1))
    assert tokens.caller(secret) is None


@pytest.mark.parametrize("name", ["", " x", "a\nb", "x" * 65, "ä", "../x", '"'])
def test_names_are_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(TokenError, match="must be 1 to 64 letters"):
        Tokens(tmp_path).create(name, Role.VIEWER)


def test_a_name_stands_for_one_token(tmp_path: Path) -> None:
    Tokens(tmp_path).create("Ann", Role.VIEWER)
    with pytest.raises(TokenError, match='there is a token "Ann" already'):
        Tokens(tmp_path).create("Ann", Role.ADMIN)


def test_revoking_a_wrong_name_tells_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="there are none"):
        Tokens(tmp_path).revoke("Ann")
    Tokens(tmp_path).create("planner-7", Role.VIEWER)
    with pytest.raises(TokenError, match='did you mean "planner-7"'):
        Tokens(tmp_path).revoke("planer-7")


def test_tokens_that_are_made_at_once_are_all_there(tmp_path: Path) -> None:
    def make(number: int) -> str:
        return Tokens(tmp_path).create(f"n{number}", Role.VIEWER)

    with ThreadPoolExecutor(8) as threads:
        secrets = list(threads.map(make, range(24)))
    assert all(Tokens(tmp_path).caller(secret) for secret in secrets)
    assert not list(tmp_path.glob("*partial*"))


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"tokens": [{}]}', '{"tokens": 3}', "[]", json.dumps({"tokens": [OF_A_KING]})],
)
def test_a_damaged_file_opens_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(TokenError, match=r"tokens\.json: is damaged"):
        Tokens(tmp_path)

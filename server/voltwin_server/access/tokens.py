"""Tokens: who has one may call. A file holds what they are recognised by, never themselves."""

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voltwin.scenario.names import did_you_mean
from voltwin_server.access.callers import Caller, Role

FILE = "tokens.json"
PREFIX = "vt_"  # so that people and scanners of files know one when they see it
_RANDOM_BYTES = 32
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")


class TokenError(ValueError):
    """A token cannot be made, found or read; the message says what to do."""


@dataclass(frozen=True)
class Token:
    """What is known about a token.

    Attributes:
        name: of whom or what has it.
        role: what they may do.
        digest: SHA-256 of it, hexadecimal; it is random enough to need no salt.
        created_at: when it was made, UTC.
        expires_at: from when on it opens nothing; None for one that stays.
    """

    name: str
    role: Role
    digest: str
    created_at: datetime
    expires_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Return whether it has not expired."""
        return self.expires_at is None or now < self.expires_at


class Tokens:
    """The tokens of a server. What another process changes in them holds at once."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Read what is in a folder.

        Args:
            folder: of the server's data; it need not exist yet.
            now: tells the time, UTC.

        Raises:
            TokenError: the file is damaged.
        """
        self._file, self._now = folder / FILE, now
        self._seen: tuple[int, int, int] | None = None
        self._tokens: tuple[Token, ...] = ()
        self.all()

    def all(self) -> tuple[Token, ...]:
        """Return all tokens in the order of their making.

        Raises:
            TokenError: the file is damaged.
        """
        seen = _signature(self._file)
        if seen != self._seen:
            self._tokens, self._seen = _read(self._file), seen
        return self._tokens

    def caller(self, secret: str) -> Caller | None:
        """Return who has a token; None if it is unknown, revoked or expired.

        Raises:
            TokenError: the file is damaged: nobody is let in.
        """
        digest, found = _digest(secret), None
        for token in self.all():  # all of them: how long it takes tells nothing
            if hmac.compare_digest(token.digest, digest) and token.is_valid(self._now()):
                found = Caller(token.name, token.role, digest)
        return found

    def knows(self, caller: Caller) -> bool:
        """Return whether the token by which somebody was let in is still valid.

        Raises:
            TokenError: the file is damaged: nobody is let in.
        """
        now = self._now()
        return any(token.digest == caller.digest and token.is_valid(now) for token in self.all())

    def create(self, name: str, role: Role, expires_at: datetime | None = None) -> str:
        """Make a token and return it, the only time that it is seen.

        Raises:
            TokenError: there is one of this name, or it is no name; or the file is damaged.
        """
        if not _NAME.fullmatch(name):
            raise TokenError(
                f'--name: given "{name}", must be 1 to 64 letters, digits, spaces or ._@-, and '
                "begin with a letter or digit"
            )
        secret = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        with self._changing() as tokens:
            if any(token.name == name for token in tokens):
                raise TokenError(f'there is a token "{name}" already; revoke it, or choose a name')
            tokens.append(Token(name, role, _digest(secret), self._now(), expires_at))
        return secret

    def revoke(self, name: str) -> None:
        """Let a token open nothing from now on.

        Raises:
            TokenError: there is none of this name; or the file is damaged.
        """
        with self._changing() as tokens:
            left = [token for token in tokens if token.name != name]
            if len(left) == len(tokens):
                near = did_you_mean(name, [token.name for token in tokens])
                raise TokenError(f'there is no token "{name}"{near or "; there are none"}')
            tokens[:] = left

    @contextmanager
    def _changing(self) -> Iterator[list[Token]]:
        """Give the tokens to be changed; they are written as a whole, by one process at a time."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._file.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            tokens = list(self.all())
            yield tokens
            _write(self._file, tokens)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _signature(file: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is replaced; None if there is none."""
    try:
        seen = file.stat()
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


def _read(file: Path) -> tuple[Token, ...]:
    try:
        return tuple(_token(one) for one in json.loads(file.read_text(encoding="utf-8"))["tokens"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise TokenError(f"{file}: is damaged; delete it, and make new tokens") from error


def _token(row: dict[str, Any]) -> Token:
    created, expires = (row[name] and _moment(row[name]) for name in ("created_at", "expires_at"))
    return Token(str(row["name"]), Role[row["role"].upper()], row["digest"], created, expires)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _write(file: Path, tokens: Sequence[Token]) -> None:
    """Replace a file, or leave it as it was; nobody but its owner may read it."""
    rows = [
        {
            "name": token.name,
            "role": token.role.word,
            "digest": token.digest,
            "created_at": token.created_at.isoformat(),
            "expires_at": token.expires_at and token.expires_at.isoformat(),
        }
        for token in tokens
    ]
    partial = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        partial.unlink(missing_ok=True)
        number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(number, "w", encoding="utf-8") as text:
            json.dump({"tokens": rows}, text, indent=1)
            text.flush()
            os.fsync(text.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)

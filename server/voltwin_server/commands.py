"""What `voltwin serve` and `voltwin token` do; the command line finds this module by entry point,
since it knows nothing of the server."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from voltwin.cli.command_error import CommandError
from voltwin.scenario.names import did_you_mean
from voltwin_server.access.callers import Role
from voltwin_server.access.tokens import TokenError, Tokens
from voltwin_server.settings import Limits, Settings

_PLAIN = (
    *("host", "port", "store", "ray", "workers", "twin_processes", "twin_bytes", "json_logs"),
    "demo",
)


def serve(**options: Any) -> None:
    """Serve until a signal says to stop.

    Args:
        options: of the command `voltwin serve`, by their names.
    """
    from voltwin_server.serving import ServingError
    from voltwin_server.serving import serve as run

    chosen = {name: options[name] for name in _PLAIN if options[name] is not None}
    settings = Settings(
        data=options["data"],
        allowed_hosts=tuple(options["allow_host"]),
        limits=_limits(options["limit"]),
        **chosen,
    )
    try:
        run(settings, say=_say)
    except (ServingError, TokenError) as error:
        raise CommandError(str(error)) from error


def _limits(changes: Sequence[str]) -> Limits:
    """Return the limits with some of them set, each as NAME=NUMBER."""
    limits = Limits()
    for change in changes:
        name, _, text = change.partition("=")
        if name not in vars(limits):
            near = did_you_mean(name, vars(limits))
            raise CommandError(f'--limit: given "{change}"; there is no limit "{name}"{near}')
        if not re.fullmatch("[1-9][0-9_]*", text):
            raise CommandError(f'--limit: given "{change}", must be {name}=NUMBER, a whole number')
        limits = replace(limits, **{name: int(text)})
    return limits


def openapi() -> str:
    """Return the description of the API as JSON."""
    from voltwin_server.app import create_app
    from voltwin_server.description import described

    return json.dumps(described(create_app(Settings(Path()))), indent=1)


def create_token(data: Path, name: str, role: str, expires_s: float | None) -> str:
    """Make a token and return it.

    Args:
        data: folder of the server.
        name: of whom or what has it.
        role: viewer, planner or admin.
        expires_s: after which it opens nothing [s]; never, if None.

    Raises:
        CommandError: the name or the role is not right.
    """
    words = {one.word: one for one in Role}
    if role not in words:
        raise CommandError(f'--role: given "{role}"{did_you_mean(role, words)}')
    expires = None if expires_s is None else datetime.now(UTC) + timedelta(seconds=expires_s)
    with _plainly():
        return Tokens(data).create(name, words[role], expires)


def tokens(data: Path) -> list[dict[str, str]]:
    """Return what is known about the tokens of a server: name, role, when made, until when."""
    now = datetime.now(UTC)
    with _plainly():
        kept = Tokens(data).all()
    return [
        {
            "name": token.name,
            "role": token.role.word,
            "made": f"{token.created_at:%Y-%m-%d %H:%M}",
            "valid": "expired" if not token.is_valid(now) else _until(token.expires_at),
        }
        for token in kept
    ]


def revoke_token(data: Path, name: str) -> None:
    """Let a token open nothing from now on, on a running server too.

    Raises:
        CommandError: there is none of this name.
    """
    with _plainly():
        Tokens(data).revoke(name)


@contextmanager
def _plainly() -> Iterator[None]:
    """Let errors about tokens be told as they are."""
    try:
        yield
    except TokenError as error:
        raise CommandError(str(error)) from error


def _until(moment: datetime | None) -> str:
    return "until revoked" if moment is None else f"until {moment:%Y-%m-%d %H:%M}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

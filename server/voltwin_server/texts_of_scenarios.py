"""Scenarios as texts that clients send: JSON or YAML, as the type of the body says."""

from typing import Any

from voltwin_server.limits.texts import read_json, read_yaml_text
from voltwin_server.problems import WRONG_TYPE, ProblemError
from voltwin_server.settings import Limits

_YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")


def fields_in(body: bytes, kind: str, limits: Limits) -> Any:
    """Return what a body holds.

    Args:
        body: as it was sent.
        kind: its type: the header Content-Type.
        limits: of the server.

    Raises:
        ProblemError: it is of another type, cannot be read, or is more than the limits allow.
    """
    media = kind.partition(";")[0].strip().lower()
    if media == "application/json":
        return read_json(body, limits)
    if media in _YAML:
        return read_yaml_text(body, limits)
    text = f"A scenario is application/json or {_YAML[0]}, not {media or 'without a type'}."
    raise ProblemError(WRONG_TYPE, text)

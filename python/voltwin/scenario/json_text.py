"""JSON, read strictly: no duplicate keys, no NaN, bounded depth."""

import json
from collections.abc import Mapping
from typing import Any

from voltwin.scenario.yaml_text import MOST_DEPTH, TextError
from voltwin.scenario.yaml_words import of_json


def read_json(text: str) -> Any:
    """Return the data in a JSON text.

    Raises:
        TextError: it is no JSON, or has duplicate keys, NaN or Infinity, or is nested too deeply.
    """
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        _check_depth(data, MOST_DEPTH)
    except json.JSONDecodeError as error:
        raise TextError(of_json(error.msg), error.lineno, error.colno) from None
    except RecursionError:
        raise TextError("nested too deeply") from None
    except ValueError as error:  # a number with too many digits
        raise error if isinstance(error, TextError) else TextError(str(error)) from None
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for i, key in enumerate(keys) if key in keys[:i])
        raise TextError(f'duplicate key "{twice}"')
    return data


def _no_constant(name: str) -> Any:
    raise TextError(f"{name} is no number in JSON")


def _check_depth(data: Any, depth: int) -> None:
    if depth < 0:
        raise TextError("nested too deeply")
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _check_depth(item, depth - 1)


def write_json(data: Mapping[str, Any]) -> str:
    """Return data as JSON text."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

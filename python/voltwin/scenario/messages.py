"""Pydantic's errors in the words of the scenario: the field, what was given, what is allowed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError

from voltwin.scenario.durations import TEN_YEARS
from voltwin.scenario.errors import Path, Problem
from voltwin.scenario.hints import COMMA_HINT, bound_hint, home_of, number_hint
from voltwin.scenario.names import did_you_mean

Error: TypeAlias = Mapping[str, Any]

_UNIT = re.compile(r"\[[^\[\]]+\]")
_QUOTE_IT = "; quote it: unquoted yes, no, on and off are true and false in YAML"
_BOUNDS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("at most", "le"),
}
_OF_TEXT = ("string_type", "literal_error")
_TYPES = {
    "invalid_key": "text, as all names of fields are",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping (name: value)",
    "mapping_type": "a mapping (name: value)",
    "model_type": "a mapping of fields (name: value)",
    "model_attributes_type": "a mapping of fields (name: value)",
    "missing_argument": "complete",
}


def problems_of(error: ValidationError, root: type[BaseModel], data: Any) -> list[Problem]:
    """Return the problems that a validation found, with paths as they are in the raw `data`."""
    errors = error.errors(include_url=False)
    return [_problem(one, root, data) for one in errors if not _is_misspelt(one, errors)]


def _is_misspelt(error: Error, errors: Sequence[Error]) -> bool:
    """Return whether a field is missing only because it stands there with another spelling."""
    if error["type"] != "missing":
        return False
    *place, field = error["loc"]
    beside = [
        str(other["loc"][-1])
        for other in errors
        if other["type"] == "extra_forbidden" and list(other["loc"][:-1]) == place
    ]
    return any(f'"{field}"' in did_you_mean(name.partition(":")[0], [field]) for name in beside)


def _problem(error: Error, root: type[BaseModel], data: Any) -> Problem:
    loc: Path = error["loc"]
    models, field_unit = _walk_models(root, loc)
    path = _path_in(data, loc, keep_last=error["type"] in ("missing", "extra_forbidden"))
    return Problem(path, _text(error, models, field_unit))


def _text(error: Error, models: Sequence[type[BaseModel]], unit: str) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"is missing{unit}"
    if kind == "extra_forbidden":
        allowed = [name for model in models for name in field_names(model)]
        return f"unknown field{_instead(str(error['loc'][-1]), allowed)}"
    given = shown(error["input"])
    must = _allowed(kind, context, error).removeprefix(f"{given} ")
    says_unit = "seconds" in must or "years" in must
    return f"given {given}, {must}{'' if says_unit else unit}{_hint(error, unit.strip(' []'))}"


def _instead(name: str, allowed: Sequence[str]) -> str:
    """Return what to write instead of an unknown field, or where it belongs."""
    if re.fullmatch(r"[0-9.]+ *[a-zA-Z]*", name):
        return COMMA_HINT
    if re.match(r"[a-z_]+:", name):
        return "; a space is missing after the colon"
    twins = [twin for twin in (f"{name}s", name.removesuffix("s")) if twin in allowed]
    if twins:  # one for several, or several for one
        return did_you_mean(name, twins)
    return home_of(name, set(allowed)) or did_you_mean(name, allowed)


def _hint(error: Error, unit: str) -> str:
    """Return what to do about a wrong value."""
    kind, given = error["type"], error["input"]
    if kind in _OF_TEXT and isinstance(given, bool):
        return _QUOTE_IT
    if kind in ("float_type", "int_type") and isinstance(given, str):
        return number_hint(given, unit)
    if kind == "invalid_key" and isinstance(given, int):
        return COMMA_HINT
    if kind == "less_than_equal":
        return bound_hint(error["loc"][-1], given, error["ctx"]["le"])
    if kind == "list_type":
        return '; each item begins with "- "' if isinstance(given, Mapping) else ""
    return ""


def _allowed(kind: str, context: Mapping[str, Any], error: Error) -> str:
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        limit = context[bound]
        if limit == TEN_YEARS:
            return f"must be {word} 10 years"
        return f"must be {word} {limit:g}" if isinstance(limit, float | int) else str(error["msg"])
    if kind in _TYPES:
        return f"must be {_TYPES[kind]}"
    text: dict[str, Callable[[], str]] = {
        "literal_error": lambda: f"must be {context['expected']}",
        "union_tag_invalid": lambda: (
            "unknown kind"
            + did_you_mean(str(context["tag"]), re.findall(r"'([^']*)'", context["expected_tags"]))
        ),
        "union_tag_not_found": lambda: (
            f"must be {'' if error['loc'][0] == 'interventions' else 'a number, or '}"
            "a mapping with a kind"
        ),
        "too_short": lambda: f"must hold at least {context['min_length']}",
        "string_too_short": lambda: "must not be empty",
        "string_too_long": lambda: f"must have at most {context['max_length']} characters",
        "value_error": lambda: str(context["error"]),
    }
    return text.get(kind, lambda: str(error["msg"]))()


def shown(value: object) -> str:
    """Return a value, shortened, as it stands in a message."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    text = f'"{value}"' if isinstance(value, str) else _in_line(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _in_line(value: object) -> str:
    """Return a value as it is written in a scenario file, on one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_in_line(item)}' for name, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_in_line(item) for item in value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def no_zone_name(text: str) -> str:
    """Return a hint for a text with the name of a time zone in it, such as Europe/Berlin."""
    if re.search(r"[A-Za-z]+/[A-Za-z]", text) or re.search(r"[A-Za-z]{3,4}$", text.strip()):
        return (
            "; a name of a time zone stands for two offsets, in winter and in summer: "
            "give the one that holds in the run"
        )
    return ""


def field_names(model: type[BaseModel]) -> list[str]:
    """Return a model's fields as they are written in a file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _walk_models(root: type[BaseModel], loc: Path) -> tuple[list[type[BaseModel]], str]:
    """Return the models that hold the last step of a location, and the unit of that step."""
    models, unit = [root], ""
    for i, step in enumerate(loc):
        found = [
            field
            for model in models
            for name, field in model.model_fields.items()
            if step in (name, field.alias)
        ]
        if found:
            match = _UNIT.match(found[0].description or "")
            unit = f" {match[0]}" if match else ""
            inner = list(dict.fromkeys(_models_in(field.annotation for field in found)))
            if i < len(loc) - 1:
                models = inner
        elif isinstance(step, str):  # the kind of a union, or the key of a mapping
            models = [m for m in models if _kind(m) == step] or models
    return models, unit


def _models_in(annotations: Iterable[Any]) -> Iterator[type[BaseModel]]:
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        else:
            yield from _models_in(get_args(annotation))


def _kind(model: type[BaseModel]) -> object:
    field = model.model_fields.get("kind")
    return field.default if field else None


def _path_in(data: Any, loc: Path, *, keep_last: bool) -> Path:
    """Return the steps of a location that are there in the raw data: no kinds of unions, and no
    number where one group stands for a list."""
    path: list[str | int] = []
    for i, step in enumerate(loc):
        is_there = (isinstance(data, Mapping) and step in data) or (
            isinstance(data, list | tuple) and isinstance(step, int) and step < len(data)
        )
        if is_there:
            data = data[step]
            path.append(step)
        elif keep_last and i == len(loc) - 1:
            path.append(step)
    return tuple(path)

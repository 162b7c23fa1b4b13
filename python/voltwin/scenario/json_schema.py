"""A JSON schema of scenario files, for editors: which fields there are, of which form, and what
they mean. What it lets pass may still contradict, which is for `load` to say."""

import math
from typing import Any

from voltwin.scenario.distributions import Law
from voltwin.scenario.scenario import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# What pydantic calls bounds that it finds behind a form of ours.
_BOUNDS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
}
_LEFT_OUT = ("title", "discriminator")
_ABOVE_0 = {"type": "number", "exclusiveMinimum": 0}
_MEANINGS = {
    "count": "of stations",
    "fleet_swaps_per_day": "mean of a station, which a fleet brings",
}
_SEED = {"type": "integer", "minimum": 0, "description": "of all that is random"}


def schema_of_files() -> dict[str, Any]:
    """Return the schema, JSON Schema 2020-12. What is a unit stands in brackets at the begin of a
    description, where a default comes from at its end. Names of files are no part of it."""
    schema: dict[str, Any] = _plain(Scenario.model_json_schema(by_alias=True))
    parts, fields = schema["$defs"], schema["properties"]
    for law in Law.__subclasses__():
        if law.__name__ in parts:
            _allow_durations(parts[law.__name__])
    parts["Station"]["required"] = ["id"]  # the rest may stand in the defaults
    fields["station_defaults"] = {
        "type": "object",
        "description": "fields of every station that does not give them itself",
        "properties": parts["Station"]["properties"],
        "additionalProperties": False,
    }
    _or_generated(fields["stations"], _generator("count", "fleet_swaps_per_day"))
    zones, graph = parts["Fleet"]["properties"]["zones"], parts["OnRoads"]["properties"]["graph"]
    _or_generated(zones, _generator("count"), _of_graph())
    _or_generated(graph, _generator())
    about = {"title": "Voltwin scenario", "description": "docs/scenario.md says more."}
    return {"$schema": DIALECT, **about, **schema}


def _plain(value: Any) -> Any:
    """Return a schema in the words of the standard, without what editors make nothing of."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and math.isinf(value):
        return "unlimited"
    if not isinstance(value, dict):
        return value
    found = {key: item for key, item in value.items() if not _is_left_out(key, item)}
    source = found.pop("source", None) if isinstance(found.get("source"), str) else None
    if "oneOf" in found and "discriminator" in value:  # the kind may be told by the fields
        found["anyOf"] = found.pop("oneOf")
    found = {_name_of(key, item): _plain(item) for key, item in found.items()}
    if source is not None:
        found["description"] = f"{found['description']} (default: {source})"
    return found


def _is_left_out(key: str, value: Any) -> bool:
    return key in _LEFT_OUT and (isinstance(value, str) or key == "discriminator")


def _name_of(key: str, value: Any) -> str:
    return _BOUNDS[key] if key in _BOUNDS and isinstance(value, int | float) else key


def _allow_durations(law: dict[str, Any]) -> None:
    """Let the numbers of a law be durations such as 90s: it may be one of times."""
    for field in law["properties"].values():
        for form in (field, *field.get("anyOf", ()), field.get("items", {})):
            if form.get("type") == "number":
                form["type"] = ["number", "string"]


def _or_generated(field: dict[str, Any], *others: dict[str, Any]) -> None:
    """Let a field also be one of other forms."""
    description = {"description": field.pop("description")} if "description" in field else {}
    form = dict(field)
    field.clear()
    field |= {"anyOf": [form, *others], **description}


def _generator(*numbers: str) -> dict[str, Any]:
    more = {name: _ABOVE_0 | {"description": _MEANINGS[name]} for name in numbers}
    city = {"const": "demo_city", "description": "an invented one"}
    return _mapping({"generate": city, "seed": _SEED, **more})


def _of_graph() -> dict[str, Any]:
    graph = {"const": "road_graph", "description": "one zone for each cell with nodes in it"}
    size = _ABOVE_0 | {"description": "[km] side of a cell"}
    return _mapping({"generate": graph, "cell_km": size})


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": ["generate"],
        "additionalProperties": False,
    }

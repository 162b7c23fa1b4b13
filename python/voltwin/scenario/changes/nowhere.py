"""What to say of a path that leads nowhere: what stands there, and what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from voltwin.scenario.changes.hints import written_fields
from voltwin.scenario.changes.paths import key_text
from voltwin.scenario.changes.picking import id_of
from voltwin.scenario.hints import home_of
from voltwin.scenario.messages import shown
from voltwin.scenario.names import did_you_mean


def no_field(part: BaseModel, name: str) -> str:
    """Return what to write instead of an unknown field, or where it belongs."""
    if name == "station_defaults":
        return "; it is filled into the stations when a file is read: say stations[*] instead"
    names = [field for field in written_fields(part) if field != "kind"]
    if "kind" in type(part).model_fields:  # another kind may have the field
        kind = getattr(part, "kind", "")
        return f" of the kind that stands there, {kind}{did_you_mean(name, names)}"
    twins = [twin for twin in (f"{name}s", name.removesuffix("s")) if twin in names]
    if twins:
        return did_you_mean(name, twins)
    return home_of(name, set(names)) or did_you_mean(name, names)


def no_key(mapping: Mapping[Any, Any], key: str | int) -> str:
    """Return which names a mapping has instead of a wrong one."""
    return f'there is no "{key}"{did_you_mean(str(key), map(str, mapping))}'


def no_list(value: Any) -> str:
    """Return what stands where brackets mean items of a list."""
    if not isinstance(value, BaseModel):
        return f"is no list: it is {shown(value)}"
    fields = list(written_fields(value))
    more = ", ..." if len(fields) > 8 else ""
    return f"is no list: it is a mapping with {', '.join(fields[:8])}{more}"


def no_way_on(text: str, value: Any, name: str) -> str:
    """Return what stands at a path where a field is meant, and has none."""
    if value is None:
        return f'{text} is not given; set it as a whole, as in "{text}={{{name}: ...}}"'
    return f"{text} has no fields: it is {shown(value)}"


def which(text: str, items: Sequence[Any], name: str) -> str:
    """Return what to write where a path does not say which items of a list it means."""
    named = next((one for one in map(id_of, items) if one), None)
    region = next((item.region for item in items if getattr(item, "region", "")), None)
    brackets = ["[*]", "[0]"]
    brackets += [key_text(named)] if named else []
    brackets += [f"[region={key_text(region)[1:]}"] if region else []
    ways = ", ".join(f"{text}{one}.{name}" for one in brackets)
    return f"{text} is a list; say which of it: {ways}"

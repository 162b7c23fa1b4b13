"""What has been made of a twin, each thing with its times in seconds: the latest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from pydantic import TypeAdapter

from voltwin.scenario.interventions import AnyIntervention, Intervention, Truck
from voltwin.scenario.moments import seconds_after
from voltwin_server.twins.files import read_object
from voltwin_server.twins.folder import TwinFolder
from voltwin_server.twins.recipes import MADE, made_since

KindMade = Literal["interventions", "observations"]

_OBSERVATION = "observation"
_INTERVENTION: TypeAdapter[AnyIntervention] = TypeAdapter(Intervention)


@dataclass(frozen=True)
class WantedMade:
    """Which of what was made is wanted.

    Attributes:
        kind: None for both.
        station: only what names this one; None for all.
        before: place of the one after the first; None for the latest.
        limit: how many at most.
    """

    kind: KindMade | None
    station: str | None
    before: int | None
    limit: int


def made_of(folder: TwinFolder, start: datetime, wanted: WantedMade) -> list[dict[str, Any]]:
    """Return what has been made of a twin, the latest first, and then what its scenario has itself,
    the last first.

    Each has its `place`, which falls: its number where it has one, 0 and less where it was in the
    scenario; `number`, `by` and `wall`, null there; `at_s`, and `ends_s`, null where nothing says
    when it ends; and `what`.

    Args:
        folder: of the twin.
        start: of simulated time.
        wanted: of them.

    Raises:
        OSError: its files cannot be read.
        ValueError: they are damaged.
    """
    found = (one for one in _latest_first(folder) if _is_wanted(one, wanted))
    return [_with_times(one, start) for one in islice(found, wanted.limit)]


def _latest_first(folder: TwinFolder) -> Iterator[dict[str, Any]]:
    recipe = read_object(folder.recipe)
    for made in reversed([*recipe[MADE], *made_since(folder.journal)]):
        yield {"place": made["number"], **made}
    own = recipe["scenario"].get("interventions") or ()
    for place, what in enumerate(reversed(own)):
        yield {"place": -place, "number": None, "by": None, "wall": None, "what": _given(what)}


def _given(what: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in what.items() if value is not None}


def _is_wanted(one: dict[str, Any], wanted: WantedMade) -> bool:
    if wanted.before is not None and one["place"] >= wanted.before:
        return False
    what = one["what"]
    if wanted.kind is not None and (wanted.kind == "observations") != (
        what["kind"] == _OBSERVATION
    ):
        return False
    return wanted.station is None or wanted.station in _named(what)


def _named(what: dict[str, Any]) -> list[Any]:
    """Return the stations that are named, each by itself."""
    single = [what.get(name) for name in ("station", "from", "to")]
    return [*single, *(what.get("stations") or ())]


def _with_times(one: dict[str, Any], start: datetime) -> dict[str, Any]:
    what = _INTERVENTION.validate_python(one["what"])
    at_s = seconds_after(start, what.at)
    lasts = what.travel if isinstance(what, Truck) else getattr(what, "lasts", None)
    return {**one, "at_s": at_s, "ends_s": None if lasts is None else at_s + lasts}

"""What has been made of a twin, each thing with its times in seconds: the latest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from voltwin.scenario.ended import Ended, ended
from voltwin.scenario.interventions import AnyIntervention, Truck
from voltwin.scenario.moments import seconds_after
from voltwin_server.page.twin_scenarios import TwinNow

KindMade = Literal["interventions", "observations"]

_OBSERVATION = "observation"


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


def made_of(now: TwinNow, wanted: WantedMade) -> list[dict[str, Any]]:
    """Return what has been made of a twin, the latest first, and then what its scenario has itself,
    the last first.

    Each has its `place`, which falls: its number where it has one, 0 and less where it was in the
    scenario; `number`, `by` and `wall`, null there; `at_s`, and `ends_s`, null where nothing says
    when it ends; `ended_s` and `ended_by`, see `voltwin.scenario.ended`; and `what`.

    Args:
        now: what the twin is made of.
        wanted: of them.
    """
    found = list(
        islice((one for one in _latest_first(now) if _is_wanted(one, wanted)), wanted.limit)
    )
    scenario, own = now.base.scenario, len(now.own)
    ends = ended(scenario, [own - 1 + one["place"] for one in found])
    told = []
    for one in found:
        number = own - 1 + one["place"]
        times = _times(scenario.interventions[number], scenario.start)
        told.append({**one, **times, **_end(ends.get(number), own)})
    return told


def _end(end: Ended | None, own: int) -> dict[str, float | None]:
    if end is None:
        return {"ended_s": None, "ended_by": None}
    return {"ended_s": end.at_s, "ended_by": None if end.by is None else end.by - own + 1}


def _latest_first(now: TwinNow) -> Iterator[dict[str, Any]]:
    for made in reversed(now.made):
        yield {"place": made["number"], **made}
    for place, what in enumerate(reversed(now.own)):
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


def _times(what: AnyIntervention, start: datetime) -> dict[str, float | None]:
    at_s = seconds_after(start, what.at)
    lasts = what.travel if isinstance(what, Truck) else getattr(what, "lasts", None)
    return {"at_s": at_s, "ends_s": None if lasts is None else at_s + lasts}

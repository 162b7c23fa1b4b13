"""Whoever gives a command learns the truth, wherever between line and answer its process dies."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.server.jobs.workplace import until
from tests.server.twins.dying import AFTER, POINT, POINTS, dying_host
from tests.server.twins.place import Place, place_in

from voltwin_server.problems import ProblemError
from voltwin_server.twins.journal import entries
from voltwin_server.twins.recipes import recipe_fields

CLOSE = {"kind": "close", "stations": ["south"], "for": "1h"}
REPORT = {"at": 0.0, "station": "north", "stock": {"ready": 1}}


def made_of(place: Place, twin: UUID) -> list[str]:
    """Return what has been made of a twin, as its recipe tells."""
    return [one["what"]["kind"] for one in recipe_fields(place.twins.get(twin).folder)["made"]]


def intervened(place: Place, twin: UUID) -> Any:
    return place.do(twin, do="intervene", what=CLOSE)["made"][0]["what"]["kind"]


def observed(place: Place, twin: UUID) -> Any:
    (outcome,) = place.ask(twin, "observe", [REPORT], "ann")
    return outcome["became"]


@pytest.mark.parametrize("point", POINTS)
def test_what_is_answered_as_done_is_in_the_recipe_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    monkeypatch.setenv(POINT, point)
    monkeypatch.setattr("voltwin_server.twins.host.host", dying_host)
    was_done = point in AFTER
    with place_in(tmp_path) as place:
        twin = place.create()
        watcher = place.watch(twin)
        if was_done:
            assert intervened(place, twin) == "close"
        else:
            with pytest.raises(ProblemError, match=r"Nothing has changed: .* SIGKILL") as refused:
                intervened(place, twin)
            assert "Retry-After" in (refused.value.headers or {})
        assert made_of(place, twin) == (["close"] if was_done else [])
        until(lambda: bool(watcher.of("interrupted")))
        told = [(one["number"], one["do"]) for one in watcher.of("did")]
        assert told == ([(1, "intervene")] if was_done else [])
        assert place.twins.get(twin).report.number == len(told)

        if was_done:
            assert observed(place, twin) == "booked"
        else:
            with pytest.raises(ProblemError, match="Nothing has changed"):
                observed(place, twin)
        assert made_of(place, twin) == (["close", "observation"] if was_done else [])
        journal = place.twins.get(twin).folder.journal
        assert [one["do"] for one in entries(journal)] == ["intervene", "observe"][: 2 * was_done]
        assert watcher.reason is None
        assert place.twins.deaths == 2

"""What has been made of a twin, as clients are told of it."""

from datetime import datetime
from typing import Any

from pydantic import Field

from voltwin_server.models.common import Answer, examples

_MADE: dict[str, Any] = {
    "place": 1,
    "number": 1,
    "by": "ann",
    "wall": "2026-11-22T09:34:45.264723Z",
    "at_s": 27000.0,
    "ends_s": 34200.0,
    "ended_s": 30600.0,
    "ended_by": 2,
    "what": {"kind": "close", "at": "7h 30min", "stations": ["north"], "for": "2h"},
}


class MadeInfo(Answer):
    """An intervention or observation that a twin has."""

    place: int = Field(description="In the order of being made; 0 and less: in the scenario.")
    number: int | None = Field(
        description="As in the recipe; null for what the scenario had itself.", examples=[1]
    )
    by: str | None = Field(description="Who made it: the name of the token.", examples=["ann"])
    wall: datetime | None = Field(description="When it was made.")
    at_s: float = Field(description="When it happens, in simulated time [s].", examples=[27000.0])
    ends_s: float | None = Field(
        description="When it ends by itself, or its truck arrives [s]; null if never."
    )
    ended_s: float | None = Field(
        description="When it is over before that [s]: all that it is about is said anew by then, "
        "or goes by the week again; null if it is not."
    )
    ended_by: int | None = Field(
        description="The `place` of what ends it then; null if nothing does, or it does itself.",
        examples=[2],
    )
    what: dict[str, Any] = Field(description="As under `interventions` in a scenario.")

    model_config = examples(_MADE)


class MadePage(Answer):
    """Some of what a twin has, the latest first."""

    items: list[MadeInfo] = Field(description="Those of this page.")
    next: int | None = Field(description="`before` of the next page; null at the end.")

    model_config = examples({"items": [_MADE], "next": None})

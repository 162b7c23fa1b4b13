"""What is done to a twin, as clients say it, and as everybody who watches is told."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, RootModel, StringConstraints

from voltwin.twin.pace import LEAST_SPEED, MOST_SPEED
from voltwin_server.models.common import Answer, Body, examples
from voltwin_server.models.example_twins import DID
from voltwin_server.twins.journal import did_message

_Seconds = Annotated[float, Field(strict=True, gt=0)]
MomentGiven: TypeAlias = (
    Annotated[float, Field(strict=True, ge=0)]
    | Annotated[str, StringConstraints(min_length=1, max_length=50)]
)
MOMENT = 'When in simulated time: [s] from the start, such as "1d 6h", or a local date and time.'
WHAT = (
    "An intervention as under `interventions` in a scenario (docs/model.md); without `at` it "
    "happens where the twin stands."
)


class Play(Body):
    """Let simulated time go on."""

    do: Literal["play"] = Field(description="What is done.")


class Pause(Body):
    """Let simulated time stand."""

    do: Literal["pause"] = Field(description="What is done.")


class Speed(Body):
    """Let simulated time go faster or slower; whether it plays stays as it is."""

    do: Literal["speed"] = Field(description="What is done.")
    speed: Annotated[float, Field(strict=True, ge=LEAST_SPEED, le=MOST_SPEED)] = Field(
        description="Simulated seconds a second."
    )


class Step(Body):
    """Go on by some simulated time at once, and pause there."""

    do: Literal["step"] = Field(description="What is done.")
    seconds: _Seconds = Field(description="How far [s]; at most to the end.")


class Seek(Body):
    """Go to any time of the run; whether it plays stays as it is."""

    do: Literal["seek"] = Field(description="What is done.")
    at: MomentGiven = Field(description=MOMENT)


class Intervene(Body):
    """Do something to stations: now, later, or earlier, from where it is then simulated again."""

    do: Literal["intervene"] = Field(description="What is done.")
    what: dict[str, Any] = Field(description=WHAT)


AnyCommand: TypeAlias = Play | Pause | Speed | Step | Seek | Intervene


class Command(RootModel[Annotated[AnyCommand, Field(discriminator="do")]]):
    """One thing that is done to a twin."""

    model_config = examples(
        {"do": "play"},
        {"do": "speed", "speed": 600},
        {"do": "step", "seconds": 60},
        {"do": "seek", "at": "6h 30min"},
        {
            "do": "intervene",
            "what": {"kind": "charger_out", "station": "north", "charger": 0, "for": "2h"},
        },
        {"do": "pause"},
    )


class Did(Answer):
    """What has been done to a twin, as its journal and everybody who watches is told."""

    number: int = Field(description="Its place in the order of all commands, from 1.")
    by: str = Field(description="Who: the name of the token; (server) where nobody asked for it.")
    wall: datetime = Field(description="When it was done.")
    now: float = Field(description="Where the twin stood then, in simulated time [s].")
    do: str = Field(description="What: play, pause, speed, step, seek, intervene, observe.")
    speed: float | None = Field(default=None, description="Of `speed`.")
    seconds: float | None = Field(default=None, description="Of `step` [s].")
    at: float | None = Field(default=None, description="Of `seek`: in simulated time [s].")
    made: list[dict[str, Any]] | None = Field(
        default=None, description="Of `intervene`: what was made, as in the recipe."
    )
    observations: int | None = Field(
        default=None, description="Of `observe`: how many; the recipe has them."
    )
    why: str | None = Field(default=None, description="Of what the server itself has done.")

    model_config = examples(DID)

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Self:
        """Return what is told of a line of the journal."""
        told = did_message(entry)
        return cls(**{name: told[name] for name in cls.model_fields if name in told})

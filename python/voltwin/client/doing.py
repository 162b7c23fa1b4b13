"""What can be done to a twin, by whatever way the command goes."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from voltwin.client.errors import LostAnswerError
from voltwin.client.twin_answers import Did

Moment: TypeAlias = float | str  # [s] from the start, such as "1d 6h", or a local date and time


class Doing(ABC):
    """Has commands done; each returns its line of the twin's journal.

    All of them raise `ApiError` where the twin refuses: nothing has changed then. Where the answer
    is lost they raise `LostAnswerError`: whether it was done is not known, and it is not done a
    second time; `RemoteTwin.commands` tells.
    """

    @staticmethod
    def _lost(do: str, after: int, error: Exception) -> LostAnswerError:
        """Return what tells that the answer to a command is lost, and how to look what came of it.

        Args:
            do: what was to be done.
            after: the number of a command that was done before.
            error: how the answer was lost.
        """
        look = f"what was done since is in twin.commands(after={after})"
        return LostAnswerError(f"Whether {do} was done is not known: {error}; {look}")

    @abstractmethod
    def command(self, do: str, **fields: Any) -> Did:
        """Have something done.

        Args:
            do: "play", "pause", "speed", "step", "seek" or "intervene".
            fields: of the command.
        """

    def play(self, speed: float | None = None) -> Did:
        """Let simulated time go on.

        Args:
            speed: set before, if given [simulated s/s], 1 to 100,000.
        """
        if speed is not None:
            self.speed(speed)
        return self.command("play")

    def pause(self) -> Did:
        """Let simulated time stand."""
        return self.command("pause")

    def speed(self, speed: float) -> Did:
        """Let simulated time go faster or slower; whether it plays stays as it is.

        Args:
            speed: simulated seconds a second, 1 to 100,000.
        """
        return self.command("speed", speed=speed)

    def step(self, seconds: float) -> Did:
        """Go on by so much simulated time [s] at once, and pause there."""
        return self.command("step", seconds=seconds)

    def seek(self, at: Moment) -> Did:
        """Go to any time of the run; whether it plays stays as it is.

        Args:
            at: [s] from the start, such as "1d 6h", or a local date and time.
        """
        return self.command("seek", at=at)

    def intervene(self, what: Mapping[str, Any] | BaseModel, at: Moment | None = None) -> Did:
        """Do something to stations: now, later, or earlier, from where it is simulated again.

        Args:
            what: an intervention as in a scenario (docs/model.md), such as
                {"kind": "charger_out", "station": "north", "charger": 0, "for": "2h"}.
            at: when, if it does not say so itself; now, if neither does.
        """
        if isinstance(what, BaseModel):
            what = what.model_dump(mode="json", by_alias=True, exclude_none=True)
        return self.command("intervene", what={**({} if at is None else {"at": at}), **what})

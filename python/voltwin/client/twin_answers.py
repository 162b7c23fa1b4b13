"""What a server tells of twins, as records with the names of the API (docs/server.md)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from voltwin.client.answers import Record


class MadeFrom(Record):
    """What a twin was made from.

    Attributes:
        kind: of it: "scenario", "run", "snapshot", "recipe", "twin".
        id: of it; None for a recipe that was sent.
        at_s: where the twin began to be one of its own [s]; None for the start.
    """

    kind: str
    id: UUID | None = None
    at_s: float | None = None


class TwinInfo(Record):
    """A twin, and where it is.

    Attributes:
        id: of the twin.
        name: for people.
        by: who made it.
        created_at: when it was made.
        origin: what it was made from.
        seed: of all draws.
        stations: how many there are.
        vehicles: of its fleet; 0 without one.
        start: when simulated time begins.
        horizon_s: where simulated time ends [s].
        state: whether it plays; asleep: it stands, and is not in memory.
        now_s: where it stands [s].
        wanted_speed: at which it is to play [simulated s/s].
        speed: at which it plays; 0 while it does not.
        late: whether the simulation cannot follow.
        commands: number of the last command.
        watchers: how many watch it.
        bytes: that it has in memory.
    """

    id: UUID
    name: str
    by: str
    created_at: datetime
    origin: MadeFrom
    seed: int
    stations: int
    vehicles: int
    start: datetime
    horizon_s: float
    state: Literal["playing", "paused", "asleep"]
    now_s: float
    wanted_speed: float
    speed: float
    late: bool
    commands: int
    watchers: int
    bytes: int


class SnapshotInfo(Record):
    """A snapshot of a twin, to be made a twin of again.

    Attributes:
        id: of the snapshot.
        twin_id: of the twin.
        by: who took it.
        created_at: when.
        now_s: where the twin stood [s].
    """

    id: UUID
    twin_id: UUID
    by: str
    created_at: datetime
    now_s: float


class Did(Record):
    """What has been done to a twin.

    Attributes:
        number: its place in the order of all commands, from 1.
        by: who did it.
        wall: when.
        now: where the twin stood then, in simulated time [s].
        do: what: "play", "pause", "speed", "step", "seek", "intervene", "observe".
        speed: of "speed".
        seconds: of "step" [s].
        at: of "seek": in simulated time [s].
        made: of "intervene" and "observe": what was made, as in the recipe; as far as it is told.
        observations: of "observe": how many were booked.
        why: of what the server itself has done.
        ref: of the command, where it was given by the same socket.
    """

    kind: Literal["did"] = "did"
    number: int
    by: str
    wall: datetime
    now: float
    do: str
    speed: float | None = None
    seconds: float | None = None
    at: float | None = None
    made: tuple[dict[str, Any], ...] | None = None
    observations: int | None = None
    why: str | None = None
    ref: int | None = None


class MadeInfo(Record):
    """An intervention or observation that a twin has.

    Attributes:
        place: in the order of being made; 0 and less: in its scenario.
        number: as in the recipe; None for what the scenario had itself.
        by: who made it.
        wall: when.
        at_s: when it happens, in simulated time [s].
        ends_s: when it ends by itself, or its truck arrives [s]; None if never.
        ended_s: when it is over before that [s]; None if it is not.
        ended_by: place of what ends it then; None if nothing does, or it does itself.
        what: as under `interventions` in a scenario.
    """

    place: int
    number: int | None = None
    by: str | None = None
    wall: datetime | None = None
    at_s: float
    ends_s: float | None = None
    ended_s: float | None = None
    ended_by: int | None = None
    what: dict[str, Any]


class Outcome(Record):
    """What became of a report of a real network.

    Attributes:
        number: its place among those that were sent, from 0.
        id: of the report, if it has one.
        station: that it is about, as far as it says so.
        at: when that was, in simulated time [s]; None if it does not say so.
        became: "booked"; "repeated", as it had been booked before; or "refused".
        reason: why it is not booked.
    """

    number: int
    id: str | None = None
    station: str | None = None
    at: float | None = None
    became: Literal["booked", "repeated", "refused"]
    reason: str = ""


class Mark(Record):
    """Something that stands out in the run of a twin.

    Attributes:
        kind: what: no battery is ready, a queue, a grid limit holds charges back, vehicles lost.
        station: id of it.
        begin_s: when it begins [s].
        end_s: when it ends [s]; of a loss when it begins.
        vehicles: that are lost; 0 for other kinds.
    """

    kind: Literal["stockout", "queue", "limit", "loss"]
    station: str
    begin_s: float
    end_s: float
    vehicles: int

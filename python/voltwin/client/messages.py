"""What a server says of a twin by its socket, besides frames."""

from collections.abc import Mapping
from json import JSONDecodeError, loads
from typing import Any, Literal, TypeAlias

import pyarrow as pa
from pydantic import ValidationError

from voltwin.client.answers import Record
from voltwin.client.errors import ApiError, ClientError
from voltwin.client.twin_answers import Did


class State(Record):
    """Where a twin stands, once a second and after each command.

    Attributes:
        now: in simulated time [s].
        playing: whether that goes on.
        speed: at which it does [simulated s/s]; 0 where it does not.
        wanted_speed: at which it is to.
        late: whether the simulation cannot follow.
        number: of the last command.
    """

    kind: Literal["state"] = "state"
    now: float
    playing: bool
    speed: float
    wanted_speed: float
    late: bool
    number: int


class LiveKpis(Record):
    """KPIs of the whole network so far.

    Attributes:
        now: where the twin stood, in simulated time [s].
        total: by name; None where undefined.
    """

    kind: Literal["kpis"] = "kpis"
    now: float
    total: dict[str, Any]

    @property
    def table(self) -> pa.Table:
        """The table with its one row."""
        return pa.Table.from_pylist([self.total])


class Refused(Record):
    """Something that was said by this socket was refused.

    Attributes:
        ref: of the command; None if it had none.
        problem: why, as an API's problem.
    """

    kind: Literal["refused"] = "refused"
    ref: int | None = None
    problem: dict[str, Any]

    @property
    def error(self) -> ApiError:
        """The problem as it is raised."""
        return ApiError.of(self.problem)


class Interrupted(Record):
    """The process that had the twin has died: it stands where it was last written down, paused.

    Attributes:
        why: what the process died of.
        now: where the twin stands, in simulated time [s].
    """

    kind: Literal["interrupted"] = "interrupted"
    why: str
    now: float


class Bye(Record):
    """The last message of a connection: why the server ends it.

    Attributes:
        code: of the close that follows (docs/live.md).
        reason: in words.
    """

    kind: Literal["bye"] = "bye"
    code: int
    reason: str

    @property
    def is_final(self) -> bool:
        """Whether watching ends with it; else it is gone on with over another connection."""
        return self.code in _FINAL


class Reconnected(Record):
    """The connection was lost, and is there again. The client says so itself, no server does.

    What others did meanwhile follows, and a frame that holds all.

    Attributes:
        why: the connection before was lost.
    """

    kind: Literal["reconnected"] = "reconnected"
    why: str


class Other(Record):
    """A message of a kind that this client does not know yet."""

    kind: str
    content: dict[str, Any]


Told: TypeAlias = Did | State | LiveKpis | Interrupted | Refused | Bye
Message: TypeAlias = Told | Reconnected | Other

_FINAL = (1001, 1008, 1011)
_KINDS: Mapping[str, type[Told]] = {
    "did": Did,
    "state": State,
    "kpis": LiveKpis,
    "interrupted": Interrupted,
    "refused": Refused,
    "bye": Bye,
}


def message_of(content: Mapping[str, Any]) -> Message:
    """Return a message as a record.

    Raises:
        ClientError: it is of a known kind, and lacks what that has.
    """
    kind = str(content.get("kind"))
    if kind not in _KINDS:
        return Other(kind=kind, content=dict(content))
    try:
        return _KINDS[kind].model_validate(content)
    except ValidationError as error:
        raise ClientError(f"a message of the kind {kind} cannot be read: {error}") from None


def object_in(text: str) -> dict[str, Any]:
    """Return the object that a text message holds.

    Raises:
        ClientError: it holds none.
    """
    try:
        content = loads(text)
    except JSONDecodeError:
        content = None
    if not isinstance(content, dict):
        raise ClientError(f"a message cannot be read: {text[:200]!r}")
    return content

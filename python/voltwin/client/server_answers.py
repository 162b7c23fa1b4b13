"""What a server tells of itself and of its caller, as records with the names of the API."""

from typing import Literal
from uuid import UUID

from voltwin.client.answers import Record


class Me(Record):
    """Who calls, and what they may.

    Attributes:
        name: of the token; "local" where none is needed.
        role: what they may do in a word.
        needs_token: whether callers must show a token.
        may: the operations that they may call, by their ids in the description of the API.
    """

    name: str
    role: Literal["viewer", "planner", "admin"]
    needs_token: bool
    may: tuple[str, ...]


class DemoInfo(Record):
    """The demo that a server prepares when it is new.

    Attributes:
        scenario_id: of the city; None until it is stored.
        twin_id: of its twin; None until it is made.
        ready: whether the twin stands where it is shown from.
        stage: what is being done for it; "compiling" once on a machine.
    """

    scenario_id: UUID | None
    twin_id: UUID | None
    ready: bool
    stage: Literal["compiling", "city", "simulating", "ready"]

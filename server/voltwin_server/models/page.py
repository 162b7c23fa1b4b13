"""Who calls, and what a new server shows first, as clients are told of them."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from voltwin_server.models.common import Answer, examples
from voltwin_server.models.example_scenario import ID


class Me(Answer):
    """Who calls, and what they may."""

    name: str = Field(description="Of the token; `local` where none is needed.", examples=["ann"])
    role: Literal["viewer", "planner", "admin"] = Field(description="What they may do in a word.")
    needs_token: bool = Field(description="Whether callers must show a token here.")
    may: list[str] = Field(
        description="Operations that they may call, by their ids in this description."
    )

    model_config = examples(
        {"name": "ann", "role": "viewer", "needs_token": True, "may": ["get_me", "get_twin"]}
    )


class DemoInfo(Answer):
    """The demo that the server prepares when it is new."""

    scenario_id: UUID | None = Field(description="Of the city; null until it is stored.")
    twin_id: UUID | None = Field(description="Of its twin; null until it is made.")
    ready: bool = Field(description="Whether the twin stands where it is shown from.")
    stage: Literal["compiling", "city", "simulating", "ready"] = Field(
        description="What is being done for it: the engine is compiled, once on a machine; the "
        "city is made; its first hours are simulated."
    )

    model_config = examples({"scenario_id": ID, "twin_id": ID, "ready": True, "stage": "ready"})

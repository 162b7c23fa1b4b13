"""What is different between two scenarios, as clients are told."""

from pydantic import Field

from voltwin_server.models.common import Answer, examples
from voltwin_server.models.example_scenario import CHANGES


class ChangesBetween(Answer):
    """The changes that make one scenario the other."""

    changes: list[str] = Field(
        description="Made one after the other, as comparisons take them; none where they are equal."
    )

    model_config = examples({"changes": CHANGES})

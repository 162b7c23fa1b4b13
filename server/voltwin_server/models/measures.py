"""KPIs in words, as clients are told of them."""

from typing import Literal, Self

from pydantic import Field

from voltwin.wording.vocabulary import Word
from voltwin_server.models.common import Answer, Measure, examples

_WORD = {
    "of": "network",
    "name": "lost_share",
    "label": "lost share",
    "unit": "1",
    "meaning": "lost / arrivals",
    "better": "less",
    "kind": "visits",
}


class MeasureInfo(Measure):
    """A KPI in words. The unit of money is `currency`: each scenario has its own."""

    of: Literal["network", "fleet"] = Field(
        description="Whom it is about: stations, or the vehicles of a fleet."
    )
    label: str = Field(description="For people, as in a sentence.", examples=["lost share"])
    better: Literal["more", "less"] | None = Field(
        description="Which way it is better by itself; null where that depends on the rest."
    )
    kind: Literal["visits", "waits", "use", "batteries", "energy", "money", "driving"] = Field(
        description="What sort of thing it tells of."
    )

    model_config = examples(_WORD)

    @classmethod
    def of_word(cls, word: Word) -> Self:
        """Return what is told of a KPI."""
        return cls.model_validate(word._asdict())


class Measures(Answer):
    """All KPIs that a run may have."""

    measures: list[MeasureInfo] = Field(description="In the order of their tables.")

    model_config = examples({"measures": [_WORD]})

"""Parts of a scenario as they stand in a file."""

import math
from typing import Any

from pydantic import BaseModel

from voltwin.scenario.weekly import UNLIMITED


def written(value: Any) -> Any:
    """Return a value as it may stand in a file; durations that stand alone are seconds."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {key: written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    if value == math.inf:
        return UNLIMITED
    return value.isoformat() if hasattr(value, "isoformat") else value

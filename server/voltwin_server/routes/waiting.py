"""Requests that may wait for an end."""

from typing import Annotated

from fastapi import Query

MOST_S = 60.0
Wait = Annotated[
    float,
    Query(
        ge=0,
        le=MOST_S,
        allow_inf_nan=False,
        description="Answer when it has ended, but not later than this [s].",
    ),
]

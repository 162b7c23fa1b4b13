"""Observations, forecasts and their scores as clients send them and are told of them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from voltwin_server.models.common import Answer, Body, Table, examples
from voltwin_server.models.example_scenario import ID
from voltwin_server.models.example_twins import (
    BAND_TABLE,
    BOOKED,
    REGION_TABLE,
    REPORT,
    SCORE_TABLE,
)

_MOST = 10_000


class NewObservations(Body):
    """What a real network reports."""

    reports: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=_MOST)] = Field(
        description="In any order; each of a station at a time: `id` (so that it is booked once), "
        "`at`, `station`, `stock`, `queue`, `chargers` (docs/forecasts.md)."
    )

    model_config = examples({"reports": [REPORT]})


class ReportOutcome(Answer):
    """What became of a report."""

    number: int = Field(description="Its place in what was sent, from 0.", examples=[0])
    id: str | None = Field(description="Its id; null if it has none.", examples=["m-17"])
    station: str | None = Field(description="That it is of; null if it says none.")
    at: float | None = Field(description="When [s]; null if it cannot be read.", examples=[3600.0])
    became: Literal["booked", "repeated", "refused"] = Field(
        description="Repeated: it was booked before, and is not booked again."
    )
    reason: str = Field(description="Why it is not booked; empty if it is.")

    model_config = examples(BOOKED)


class ForecastInfo(Answer):
    """What may come, from where the twin stands: a row a station, region or network, measure
    and slot of 15 minutes, with the quantiles 5, 25, 50, 75 and 95 % over replications."""

    twin_id: UUID = Field(description="Of the twin.", examples=[ID])
    issued_s: float = Field(description="When it was made, in simulated time [s].")
    replications: int = Field(description="That the quantiles are over.", examples=[20])
    seed: int = Field(description="Of the draws from then on.", examples=[1])
    stations: Table = Field(description="By station, measure and slot.")
    regions: Table = Field(description="Of the stations of a region together, likewise.")
    total: Table = Field(description="Of all stations together, by measure and slot.")

    model_config = examples(
        {
            "twin_id": ID,
            "issued_s": 21600.0,
            "replications": 20,
            "seed": 1,
            "stations": BAND_TABLE,
            "regions": REGION_TABLE,
            "total": BAND_TABLE,
        }
    )


class ScoresInfo(Answer):
    """How good past forecasts were against what was then observed: coverage of their bands, mean
    pinball loss, that of what was seen last (persistence), and skill, 1 - loss / that of
    persistence."""

    total: Table = Field(description="In all, by measure.")
    by_lead: Table = Field(description="By measure and lead time [h].")
    by_station: Table = Field(description="By measure and station.")

    model_config = examples(
        {"total": SCORE_TABLE, "by_lead": SCORE_TABLE, "by_station": SCORE_TABLE}
    )

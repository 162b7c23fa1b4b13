"""How vehicles travel: along great circles times a factor, or on a road graph."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from voltwin.scenario.model import Model, Positive, Value, sourced
from voltwin.scenario.weekly import Weekly, parse_weekly

_FORMS = "must be {circuity: 1.3, speed_kmh: 25}, or {graph: roads.json}"


def _speeds(value: Any) -> Weekly:
    return parse_weekly(value, low=0.01, high=100.0, unlimited=False, steps=False)


HourlySpeeds = Annotated[
    Weekly,
    PlainValidator(_speeds),
    PlainSerializer(lambda speeds: speeds, when_used="json"),
]


class RoadGraph(Value):
    """Nodes and one-way links. In a scenario file also the name of a node-link JSON file."""

    nodes: str = Field(description="one line each: lon lat [degrees]")
    links: str = Field(
        description="one line each: from to metres seconds; nodes are counted from 0"
    )

    @model_validator(mode="after")
    def _is_a_graph(self) -> Self:
        from voltwin.travel.road_graph import parsed

        try:
            parsed(self.nodes, self.links)
        except ValueError as error:
            raise PydanticCustomError("graph", "{why}", {"why": str(error)}) from None
        return self


class GreatCircle(Model):
    """Great-circle distance times a factor, at one speed."""

    kind: Literal["great_circle"] = "great_circle"
    circuity: Annotated[Positive, Field(ge=1, le=10)] = sourced(
        1.3,
        "distance by road over great-circle distance",
        "Ballou, Rahardja and Sakai (2002): most countries' roads lie between 1.2 and 1.4",
    )
    speed_kmh: Annotated[Positive, Field(le=1000)] = sourced(
        25.0,
        "[km/h] where the speed profile is 1",
        "a choice: of the order of a city's traffic by day",
    )
    speed_profile: HourlySpeeds = Field(1.0, description="relative speed by hour of the week")


class OnRoads(Model):
    """Fastest paths on a road graph, from node to node: places are taken to their nearest node."""

    kind: Literal["roads"] = "roads"
    graph: RoadGraph = Field(
        description="a node-link JSON file, {generate: demo_city}, or {nodes, links}"
    )
    most_snap_km: Positive = sourced(
        1.0,
        "[km] that a place may lie off its nearest node",
        "a choice: farther off, the place is hardly on this map",
    )
    speed_profile: HourlySpeeds = Field(1.0, description="relative speed by hour of the week")


def _with_kind(value: Any) -> Any:
    """Tell the kind of travel by its fields where it is not given."""
    if isinstance(value, GreatCircle | OnRoads):
        return value
    if not isinstance(value, dict):
        raise ValueError(_FORMS)
    if "kind" in value:
        return value
    return {"kind": "roads" if "graph" in value else "great_circle", **value}


Travel: TypeAlias = GreatCircle | OnRoads
AnyTravel = Annotated[Travel, Field(discriminator="kind"), BeforeValidator(_with_kind)]

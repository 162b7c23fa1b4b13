"""A fleet: vehicles that live in the city, park, make trips and swap on the way."""

from typing import Annotated

from pydantic import Field

from voltwin.scenario.fleet.trips import AnyTrips, Gravity
from voltwin.scenario.fleet.vehicle_class import VehicleClass
from voltwin.scenario.fleet.zone import Zone
from voltwin.scenario.model import Model, NotNegative


class Fleet(Model):
    """Vehicles that live in the city, instead of arrivals at the stations."""

    classes: Annotated[list[VehicleClass], Field(min_length=1)] = Field(description="one or more")
    zones: Annotated[list[Zone], Field(min_length=1)] = Field(
        description="a list, or from a table: {file, columns}, from the road graph: "
        "{generate: road_graph, cell_km}, or {generate: demo_city}"
    )
    trips: AnyTrips = Field(
        Gravity(), description="where they lead: {scale_km}, or {flows}, which are counted trips"
    )
    multiplier: NotNegative = Field(1.0, description="of all departures")

    @property
    def vehicles(self) -> int:
        """How many vehicles it has."""
        return sum(of.count for of in self.classes)

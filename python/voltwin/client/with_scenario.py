"""What is asked alike of a scenario on a server, and of a twin, which has one."""

from typing import Any, Self

from pydantic import TypeAdapter

from voltwin.client.http import SIMULATING_S, Http
from voltwin.levers.lever import Lever

_LEVERS = TypeAdapter(list[Lever])


class WithScenario:
    """Something on a server that has a scenario."""

    _http: Http
    _path: str

    def levers(self, *, region: str | None = None, station: str | None = None) -> list[Lever]:
        """Return what may be moved, and how far; `change` of a lever says the change that a value
        of it means, for `Client.what_if` or `RemoteScenario.derive`.

        Args:
            region: only that of the stations of this region.
            station: only that of the station with this id.

        Raises:
            ApiError: there is no such region or station, or both are given.
        """
        told = self._http.get(
            f"{self._path}/levers", longer=SIMULATING_S, region=region, station=station
        )
        return _LEVERS.validate_python(told["levers"])

    def changes_to(self, other: Self) -> list[str]:
        """Return the changes that make it another one of its kind, for `Client.compare`.

        Args:
            other: on the same server.
        """
        to = other._path.rpartition("/")[2]
        told = self._http.get(f"{self._path}/changes", longer=SIMULATING_S, to=to)
        return list(told["changes"])

    def map(self) -> dict[str, Any]:
        """Return its streets, zones and stations, as GeoJSON (RFC 7946)."""
        found: dict[str, Any] = self._http.get(f"{self._path}/map", longer=SIMULATING_S)
        return found

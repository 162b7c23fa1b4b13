"""What is done to twins in memory."""

from typing import Any

from voltwin_server.twins.alive import Alive

BUDGET = 2**26
CLOSE = {"kind": "close", "stations": ["south"], "for": "1h"}


def report(at: float, ready: int) -> dict[str, Any]:
    return {"at": at, "station": "north", "stock": {"ready": ready}}


def done(alive: Alive, command: dict[str, Any]) -> bool:
    """Do a command, and return whether it was answered as done."""
    if command["do"] == "observe":
        return alive.observe(command["reports"], "ann", "order")[1] is not None
    return bool(alive.do(command, "ann", "order"))

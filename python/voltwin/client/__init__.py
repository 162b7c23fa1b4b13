"""A server of Voltwin, from Python: its scenarios, runs, experiments, what-ifs and twins.

import voltwin

with voltwin.connect("http://127.0.0.1:8000") as client:
    run = client.run("city.yaml", replications=4).wait()
    print(run.kpis().to_pandas())
    with client.twins.create("city.yaml").watch() as watching:
        for one in watching:
            print(one)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voltwin.client.client import Client as Client
    from voltwin.client.client import connect as connect
    from voltwin.client.errors import ApiError as ApiError
    from voltwin.client.errors import ClientError as ClientError
    from voltwin.client.errors import JobError as JobError
    from voltwin.client.errors import LostAnswerError as LostAnswerError
    from voltwin.client.errors import NoConnectionError as NoConnectionError
    from voltwin.client.messages import Bye as Bye
    from voltwin.client.messages import Interrupted as Interrupted
    from voltwin.client.messages import LiveKpis as LiveKpis
    from voltwin.client.messages import Reconnected as Reconnected
    from voltwin.client.messages import Refused as Refused
    from voltwin.client.messages import State as State
    from voltwin.client.twin_answers import Did as Did
    from voltwin.frames.decode import Frame as Frame

# Imported when first asked for: who only runs scenarios should not wait for frames.
_HOMES = {
    "ApiError": "errors",
    "Bye": "messages",
    "Client": "client",
    "ClientError": "errors",
    "Did": "twin_answers",
    "Interrupted": "messages",
    "JobError": "errors",
    "LiveKpis": "messages",
    "LostAnswerError": "errors",
    "NoConnectionError": "errors",
    "Reconnected": "messages",
    "Refused": "messages",
    "State": "messages",
    "connect": "client",
}
__all__ = [
    "ApiError",
    "Bye",
    "Client",
    "ClientError",
    "Did",
    "Frame",
    "Interrupted",
    "JobError",
    "LiveKpis",
    "LostAnswerError",
    "NoConnectionError",
    "Reconnected",
    "Refused",
    "State",
    "connect",
]


def __getattr__(name: str) -> Any:
    if name == "Frame":
        return import_module("voltwin.frames.decode").Frame
    if name not in _HOMES:
        raise AttributeError(f"module 'voltwin.client' has no attribute {name!r}")
    return getattr(import_module(f"voltwin.client.{_HOMES[name]}"), name)

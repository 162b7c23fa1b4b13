"""Why stations lose or delay, as a server finds it out."""

from typing import Any, NamedTuple

import pyarrow as pa

from voltwin.client.http import SIMULATING_S, Http
from voltwin.client.tables import table_of


class Explained(NamedTuple):
    """Why stations lose or delay, and what would help."""

    summary: str
    table: pa.Table


def explained(http: Http, path: str, **query: Any) -> Explained:
    """Ask for an explanation.

    Args:
        http: asks for it.
        path: of what is to be explained.
        query: of which part.
    """
    told = http.get(f"{path}/explain", longer=SIMULATING_S, **query)
    return Explained(str(told["summary"]), table_of(told["table"]))

"""The id of a request: in its answer, in the log, in problems."""

from starlette.requests import HTTPConnection

REQUEST_ID = "request_id"  # in the state of a request


def request_id_of(connection: HTTPConnection) -> str | None:
    """Return the id of a request; None where it has none yet."""
    request_id: str | None = getattr(connection.state, REQUEST_ID, None)
    return request_id

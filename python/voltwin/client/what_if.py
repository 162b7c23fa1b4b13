"""What a difference would change, line by line as the server finds it out."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from voltwin.client.answers import Effects
from voltwin.client.errors import ClientError, NoConnectionError
from voltwin.client.http import SIMULATING_S, Http


def effects(http: Http, body: dict[str, Any]) -> Iterator[Effects]:
    """Yield what is known each time that it is more.

    Args:
        http: asks the server.
        body: of the question.

    Raises:
        ApiError: the server does not answer it, and says why.
        NoConnectionError: the answer ended before it was complete.
    """
    path, pairs, of = "/api/what-if", 0, 1
    with http.stream(path, method="POST", body=body, longer=SIMULATING_S) as response:
        for line in response.iter_lines():
            try:
                found = Effects.model_validate_json(line)
            except ValidationError as error:
                raise ClientError(f"a line of the answer cannot be read: {error}") from None
            pairs, of = found.pairs, found.of
            yield found
    if pairs < of:
        raise NoConnectionError(f"The answer ended after {pairs:,} of {of:,} pairs")
